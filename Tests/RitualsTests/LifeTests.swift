import CivilTime
import Ledger
import Rituals
import Schedules
import TestSupport
import Testing

/// An occurrence through restarts, servers that go, long absences and clocks that jump.
@Suite("The life of an occurrence") struct LifeTests {
    private let coffee = Ritual("coffee", "daily at 07:30")

    // MARK: Restarts

    @Test func `a restart rings nothing twice, and shows what is open again without a sound`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:40+01:00")
        scene.restart()
        #expect(scene.rings.count == 1)
        scene.server()
        #expect(scene.reposts == ["coffee 2026-11-20T07:30"])
        #expect(scene.announcements.last?.sound == nil)
        #expect(scene.answer(.done) == "coffee 2026-11-20T07:30")
    }

    @Test func `what fell due while it did not run rings within its grace, late`() {
        var scene = Scene(
            Ritual("coffee", "daily at 07:30", late: "Still time for a cup."), at: "2026-11-20T07:00+01:00")
        scene.restart(at: "2026-11-20T08:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
        #expect(scene.announcements.last?.lines == ["Still time for a cup."])
    }

    @Test func `a ring that was begun and never confirmed rings once more, and says so`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.answers = true
        scene.restart(at: "2026-11-20T07:31+01:00")
        #expect(scene.rings.count == 2)
        #expect(scene.announcements.last?.lines == ["Shown again, in case you have not seen it."])
        scene.restart(at: "2026-11-20T07:32+01:00")
        #expect(scene.rings.count == 2)
    }

    @Test func `past its grace it does not, and is missed`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.answers = true
        scene.restart(at: "2026-11-20T08:30:01+01:00")
        #expect(scene.rings.count == 1 && scene.history == ["coffee 2026-11-20T07:30 missed"])
    }

    @Test func `one that every channel refused is tried again after a restart, as new`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.hasServer = false
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.hasServer = true
        scene.restart()
        #expect(scene.rings.count == 2 && scene.announcements.last?.lines == [])
    }

    @Test func `a ritual that was changed while it did not run begins now`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.household = Household(rituals: [Ritual("coffee", "daily at 07:45")])
        scene.restart(at: "2026-11-20T08:00+01:00")
        #expect(scene.rings.isEmpty && scene.history.isEmpty)
        scene.pass(until: "2026-11-21T07:45+01:00")
        #expect(scene.rings == ["coffee 2026-11-21T07:45"])
    }

    @Test func `a journey with the machine off rings each date once`() {
        var scene = Scene(coffee, at: "2026-11-20T06:00+01:00")
        scene.restart(at: "2026-11-20T07:00+01:00", in: "Asia/Tokyo")
        #expect(scene.ends == ["2026-11-20T07:30 dropped zone"], "15:00 in Tokyo, still to come in Berlin")
        scene.pass(until: "2026-11-21T08:00+09:00")
        #expect(scene.rings == ["coffee 2026-11-21T07:30"])
        scene.restart(at: "2026-11-21T00:00Z", in: "Europe/London")
        scene.pass(until: "2026-11-21T12:00Z")
        #expect(scene.rings == ["coffee 2026-11-21T07:30"], "a traveller's morning happens once")
    }

    @Test func `a lapse is written also when it comes while nothing runs`() {
        var scene = Scene(Ritual("talk", "fridays at 19:00"), at: "2026-11-20T18:00+01:00")
        scene.pass(until: "2026-11-20T19:00+01:00")
        scene.restart(at: "2026-11-21T10:00+01:00")
        #expect(scene.history == ["talk 2026-11-20T19:00 lapsed"])
    }

    // MARK: Bubbles

    @Test func `a bubble that a person closed is not posted again, though it stays open`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:40+01:00")
        guard let kind = scene.announcements.last?.kind else { return }
        scene.take(scene.keeper.notificationClosed(kind, byPerson: true, at: scene.now))
        scene.server()
        scene.restart()
        scene.server()
        #expect(scene.reposts.isEmpty)
        #expect(scene.history == ["coffee 2026-11-20T07:30 open"])
        #expect(scene.answer(.done) == "coffee 2026-11-20T07:30")
    }

    @Test func `one that expired is posted again once`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:40+01:00")
        guard let kind = scene.announcements.last?.kind else { return }
        scene.take(scene.keeper.notificationClosed(kind, byPerson: false, at: scene.now))
        scene.restart()
        scene.server()
        scene.server()
        #expect(scene.reposts == ["coffee 2026-11-20T07:30"])
    }

    @Test func `one that goes with its server comes with each new one`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:40+01:00")
        for _ in 0..<3 { scene.server() }
        #expect(scene.reposts.count == 3)
    }

    // MARK: Many at once

    private let four = ["one", "two", "three", "four", "five", "six", "seven"].map {
        Ritual($0, "daily at 07:30")
    }

    private var severalOfFour: Announcement.Subject {
        .several(
            Occurrence.ID(
                ritual: four[0].id,
                due: Due.Name(parsing: "2026-11-20T07:30") ?? .time(CivilDateTime(wallSeconds: 0))))
    }

    @Test func `more than three at once are one bubble that names five, with one button`() {
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        scene.configure(four)
        scene.effects = []
        scene.pass(until: "2026-11-20T07:30+01:00")
        #expect(scene.announcements.count == 1 && scene.rings.count == 7)
        #expect(scene.announcements.first?.lines == ["One", "Two", "Three", "Four", "Five", "and 2 more"])
        #expect(scene.announcements.first?.actions == [.show])
        guard let several = scene.announcements.first?.kind else { return }
        #expect(scene.answer(.done, "two") == "two 2026-11-20T07:30")
        scene.take(scene.keeper.unfolded(several.occurrences, at: scene.now))
        #expect(scene.withdrawn.contains(severalOfFour))
        #expect(scene.reposts.count == 6, "each that is still open, by itself")
    }

    @Test func `three at once are three bubbles`() {
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        scene.configure(Array(four.prefix(3)))
        scene.effects = []
        scene.pass(until: "2026-11-20T07:30+01:00")
        #expect(scene.announcements.count == 3)
    }

    @Test func `the bubble of several goes when the last of them is answered`() {
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        scene.configure(Array(four.prefix(4)))
        scene.pass(until: "2026-11-20T07:30+01:00")
        for name in ["one", "two", "three"] { scene.answer(.done, name) }
        #expect(!scene.withdrawn.contains(severalOfFour))
        scene.answer(.skip, "four")
        #expect(scene.withdrawn.contains(severalOfFour))
    }

    @Test func `two bubbles of several stand beside each other, also after a restart`() {
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        let others = ["a", "b", "c", "d"].map { Ritual($0, "daily at 08:30") }
        scene.configure(Array(four.prefix(4)) + others)
        scene.pass(until: "2026-11-20T08:30+01:00")
        let subjects = Set(scene.announcements.map(\.subject))
        #expect(subjects.count == 2)
        scene.household = Household(rituals: scene.household.rituals)
        scene.restart()
        scene.effects = []
        for name in ["one", "two", "three", "four"] { scene.answer(.done, name) }
        #expect(scene.withdrawn.contains(severalOfFour))
        #expect(scene.withdrawn.filter { subjects.contains($0) }.count == 1)
    }

    // MARK: Absences

    @Test
    func `off from Friday to Monday: one rings late, the rest is recorded, a digest names what asked for it`()
    {
        var scene = Scene(
            Ritual("coffee", "weekdays at 07:30", late: "Better late."),
            Ritual("talk", "fridays at 19:00", missed: .digest),
            Ritual("walk", "saturdays at 15:00"), Ritual("call", "daily at 06:00", missed: .digest),
            at: "2026-11-20T18:00+01:00")
        scene.restart(at: "2026-11-23T08:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-23T07:30"])
        #expect(scene.announcements.last?.lines == ["Better late."])
        #expect(
            scene.history == ["coffee 2026-11-23T07:30 open"], "the rest is settled when the clock is trusted"
        )
        scene.now = Instant("2026-11-23T08:00:05+01:00")
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(
            scene.history == [
                "talk 2026-11-20T19:00 missed", "call 2026-11-21T06:00 missed",
                "walk 2026-11-21T15:00 missed",
                "call 2026-11-22T06:00 missed", "call 2026-11-23T06:00 missed",
                "coffee 2026-11-23T07:30 open",
            ])
        scene.pass(until: "2026-11-23T08:00:24+01:00")
        #expect(scene.digests.isEmpty)
        scene.pass(until: "2026-11-23T12:00+01:00")
        #expect(
            scene.digests == [
                [
                    "Still good today: Call", "Talk, Fri 20 Nov 19:00", "Call, Sat 21 Nov 06:00",
                    "Call, Sun 22 Nov 06:00", "Did it happen anyway? `ritual done call`",
                ]
            ])
        scene.restart()
        scene.pass(until: "2026-11-23T13:00+01:00")
        #expect(scene.digests.count == 1)
    }

    @Test func `without a clock that can be trusted the rest is settled after an hour`() {
        var scene = Scene(Ritual("talk", "fridays at 19:00"), coffee, at: "2026-11-20T18:00+01:00")
        scene.restart(at: "2026-11-23T08:00+01:00")
        scene.pass(until: "2026-11-23T08:59:59+01:00")
        #expect(scene.history == ["coffee 2026-11-23T07:30 open"])
        scene.pass(until: "2026-11-23T09:00+01:00")
        #expect(scene.history.count == 4)
    }

    @Test
    func
        `a battery that forgot the year: nothing is settled before the clock is right, then all is as it was`()
    {
        var scene = Scene(coffee, Ritual("talk", "fridays at 19:00"), at: "2026-11-20T18:00+01:00")
        scene.restart(at: "2031-05-05T10:00+01:00")
        #expect(scene.history.isEmpty)
        scene.wake(at: "2026-11-20T18:30+01:00")
        scene.pass(until: "2026-11-20T19:00+01:00")
        #expect(scene.rings == ["talk 2026-11-20T19:00"])
        #expect(scene.history == ["talk 2026-11-20T19:00 open"])
    }

    @Test func `a clock that was years ahead and comes back settles what it passed over, and nothing else`() {
        var scene = Scene(coffee, at: "2026-11-20T18:00+01:00")
        scene.restart(at: "2031-05-05T12:00+01:00")
        scene.wake(at: "2026-11-22T12:00+01:00")
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(scene.history == ["coffee 2026-11-21T07:30 missed", "coffee 2026-11-22T07:30 missed"])
    }

    @Test func `a restart while the clock is in doubt rings nothing twice, and forgets nothing that rang`() {
        var scene = Scene(coffee, at: "2026-11-20T18:00+01:00")
        for second in ["00", "10", "20"] { scene.restart(at: "2026-11-23T08:00:\(second)+01:00") }
        #expect(scene.rings == ["coffee 2026-11-23T07:30"])
        scene.answers = false
        scene.answer(.skip)
        scene.pass(until: "2026-11-23T12:00+01:00")
        #expect(scene.history.last == "coffee 2026-11-23T07:30 skipped" && scene.history.count == 3)
    }

    @Test
    func
        `what never rang and lies ahead since the clock was set back comes at its time, after a restart too`()
    {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.hasServer = false
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.hasServer = true
        scene.restart(at: "2026-11-20T07:10+01:00")
        #expect(scene.rings.count == 1)
        scene.pass(until: "2026-11-20T07:30+01:00")
        #expect(scene.rings.count == 2 && scene.announcements.last?.lines == [])
    }

    @Test func `a new ledger is told all that the Keeper knows`() throws {
        var scene = Scene(
            coffee, Ritual("call", "daily at 06:00", missed: .digest), Ritual("tea", "daily at 07:00"),
            at: "2026-11-20T05:00+01:00")
        scene.wake(at: "2026-11-20T07:00+01:00")
        scene.answer(.later, "tea", later: "2026-11-20T09:00+01:00")
        scene.pass(until: "2026-11-20T07:40+01:00")
        scene.wake(at: "2026-11-20T09:30+01:00")
        scene.pause(until: "2026-11-20T12:00+01:00")
        let new = try Ledger(in: nil, machine: "")
        try new.commit(
            scene.keeper.recollection(), at: scene.now, settled: try #require(scene.keeper.settledThrough))
        let (old, copied) = try (
            #require(try scene.ledger.memory(zones: .system, fallback: .utc)),
            #require(try new.memory(zones: .system, fallback: .utc))
        )
        func known(_ memory: Keeper.Memory) -> [String] {
            memory.states.map { "\($0.occurrence.ritual) \($0.stage) \(String(describing: $0.later))" }
                .sorted()
        }
        #expect(known(old) == known(copied))
        #expect(old.kept == copied.kept && old.owed == copied.owed && old.pauses.first == copied.pauses.first)
    }

    @Test func `a weekly ritual that rings on time makes no clock doubtful`() {
        var scene = Scene(Ritual("talk", "fridays at 19:00", missed: .digest), at: "2026-11-20T18:00+01:00")
        scene.pass(until: "2026-12-20T18:00+01:00")
        #expect(!scene.keeper.isInDoubt && scene.rings.count == 5)
    }

    @Test func `a digest waits for a server, and for the end of a pause`() {
        var scene = Scene(Ritual("call", "daily at 06:00", missed: .digest), at: "2026-11-20T05:00+01:00")
        scene.hasServer = false
        scene.wake(at: "2026-11-20T08:00+01:00")
        scene.pass(until: "2026-11-20T09:00+01:00")
        #expect(scene.digests.count == 1, "tried, and refused")
        scene.pause()
        scene.server()
        scene.pass(until: "2026-11-20T10:00+01:00")
        #expect(scene.digests.count == 1)
        scene.resume()
        scene.pass(until: "2026-11-20T10:00:20+01:00")
        #expect(scene.digests.count == 2)
    }

    @Test func `a newer digest takes in the older one's lines while that is up`() {
        var scene = Scene(Ritual("call", "daily at 06:00", missed: .digest), at: "2026-11-20T05:00+01:00")
        scene.wake(at: "2026-11-20T08:00+01:00")
        scene.pass(until: "2026-11-20T09:00+01:00")
        scene.wake(at: "2026-11-21T08:00+01:00")
        scene.pass(until: "2026-11-21T09:00+01:00")
        #expect(scene.digests.last?.prefix(2) == ["Still good today: Call", "Call, Fri 20 Nov 06:00"])
        scene.take(scene.keeper.notificationClosed(.digest, byPerson: true, at: scene.now))
        scene.wake(at: "2026-11-22T08:00+01:00")
        scene.pass(until: "2026-11-22T09:00+01:00")
        #expect(scene.digests.last?.count == 2)
    }

    @Test func `what was answered in the meantime is in no digest`() {
        var scene = Scene(Ritual("call", "daily at 06:00", missed: .digest), at: "2026-11-20T05:00+01:00")
        scene.wake(at: "2026-11-20T08:00+01:00")
        scene.answer(.done, "call")
        scene.pass(until: "2026-11-20T09:00+01:00")
        #expect(scene.digests.isEmpty)
    }

    @Test func `what is owed while a digest is on its way comes with the next one`() {
        var scene = Scene(
            Ritual("call", "daily at 06:00", missed: .digest),
            Ritual("tea", "daily at 07:50", missed: .digest),
            at: "2026-11-20T05:00+01:00")
        scene.wake(at: "2026-11-20T07:10+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:29+01:00")
        scene.wake(at: "2026-11-20T09:00+01:00")
        scene.answers = true
        scene.take(scene.keeper.delivered(.digest, on: [.desktop], at: scene.now))
        scene.pass(until: "2026-11-20T10:00+01:00")
        #expect(scene.digests.last?.first == "Still good today: Call, Tea")
    }

    @Test func `after a crash, one that its next has overtaken does not ring beside it`() {
        var scene = Scene(Ritual("water", "daily at 10:00, 10:20"), zone: "UTC", at: "2026-06-10T06:00:00Z")
        scene.answers = false
        scene.pass(until: "2026-06-10T10:00:00Z")
        scene.answers = true
        scene.restart(at: "2026-06-10T10:20:00Z")
        #expect(scene.rings == ["water 2026-06-10T10:00", "water 2026-06-10T10:20"])
        #expect(scene.history == ["water 2026-06-10T10:00 missed", "water 2026-06-10T10:20 open"])
    }

    @Test func `among several at once, those that may have been seen say so`() {
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        scene.configure(Array(four.prefix(3)) + [Ritual("new", "daily at 07:31")])
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.answers = true
        scene.restart(at: "2026-11-20T07:31+01:00")
        #expect(
            scene.announcements.last?.lines.sorted() == [
                "New", "One (again)", "Three (again)", "Two (again)",
            ])
    }

    // MARK: Found by a reviewer

    private let walk = Ritual("walk", "daily at 10:00")

    @Test
    func `a pause that was asked for while the clock is in doubt is in force after a restart, and ends`() {
        var scene = Scene(Ritual("walk", "daily at 12:30"), zone: "UTC", at: "2026-06-10T06:00:00Z")
        scene.wake(at: "2026-06-15T09:00:00Z")
        scene.pause()
        scene.restart(at: "2026-06-15T09:10:00Z")
        #expect(scene.keeper.widePause != nil)
        scene.resume()
        scene.effects = []
        scene.pass(until: "2026-06-17T13:00:00Z")
        #expect(scene.rings.count == 3)
    }

    @Test func `a pause holds when the clock is set back to before it, and through a restart`() {
        var scene = Scene(Ritual("walk", "daily at 09:30"), zone: "UTC", at: "2026-06-09T20:00:00Z")
        scene.wake(at: "2026-06-10T11:00:00Z")
        scene.pause()
        scene.wake(at: "2026-06-10T09:00:00Z")
        scene.effects = []
        scene.pass(until: "2026-06-10T10:05:00Z")
        #expect(scene.rings.isEmpty)
        scene.restart(at: "2026-06-10T10:06:00Z")
        scene.resume()
        scene.pass(until: "2026-06-13T10:05:00Z")
        #expect(scene.rings.count == 3)
    }

    @Test func `a clock that was years behind invents no history when it is right again`() {
        var scene = Scene(walk, zone: "UTC", at: "2026-06-10T06:00:00Z")
        scene.pass(until: "2026-06-10T10:05:00Z")
        scene.wake(at: "2020-01-01T00:00:10Z")
        scene.restart(at: "2020-01-01T00:01:00Z")
        scene.wake(at: "2026-06-10T10:07:00Z")
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(scene.history == ["walk 2026-06-10T10:00 open"])
    }

    @Test func `a promise that was given while the ring was on its way survives a crash`() {
        var scene = Scene(walk, zone: "UTC", at: "2026-06-10T06:00:00Z")
        scene.answers = false
        scene.pass(until: "2026-06-10T10:00:01Z")
        scene.answer(.later, "walk", later: "2026-06-10T10:20:00Z")
        scene.answers = true
        scene.restart(at: "2026-06-10T10:01:00Z")
        scene.effects = []
        scene.pass(until: "2026-06-10T12:00:00Z")
        #expect(scene.rings == ["walk 2026-06-10T10:00"])
    }

    @Test func `after a journey west an open one is not overtaken by its own time`() {
        var scene = Scene(walk, at: "2026-06-10T06:00:00Z")
        scene.pass(until: "2026-06-10T08:30:00Z")
        scene.wake(at: "2026-06-10T08:31:00Z", in: "America/New_York")
        #expect(scene.answer(.later, "walk", later: "2026-06-10T14:30:00Z") == "walk 2026-06-10T10:00")
        scene.pass(until: "2026-06-10T15:00:00Z")
        #expect(scene.history == ["walk 2026-06-10T10:00 open"])
    }

    @Test func `what rang stays rung, also where a pause has swallowed its Later`() {
        var scene = Scene(walk, at: "2026-06-10T06:00:00Z")
        scene.pass(until: "2026-06-10T08:05:00Z")
        scene.answer(.later)
        scene.pause(until: "2026-06-10T08:18:00Z")
        scene.pass(until: "2026-06-10T08:20:00Z")
        scene.wake(at: "2026-06-10T08:20:00Z", in: "Europe/London")
        scene.pass(until: "2026-06-10T12:00:00Z")
        #expect(scene.rings.count == 1)
    }

    @Test func `void after a journey west, it rings at its new time after a restart too`() {
        var scene = Scene(walk, at: "2026-06-10T06:00:00Z")
        scene.hasServer = false
        scene.pass(until: "2026-06-10T09:30:00Z")
        scene.hasServer = true
        scene.wake(at: "2026-06-10T09:31:00Z", in: "America/New_York")
        scene.restart(at: "2026-06-10T09:32:00Z")
        scene.effects = []
        scene.pass(until: "2026-06-10T15:00:00Z")
        #expect(scene.rings == ["walk 2026-06-10T10:00"])
    }

    @Test func `an answer given ahead goes back with an edit that is taken back`() {
        var scene = Scene(Ritual("walk", "daily at 20:00"), zone: "UTC", at: "2026-06-10T06:00:00Z")
        scene.answer(.done, "walk")
        scene.configure([Ritual("walk", "daily at 21:00")])
        scene.configure([Ritual("walk", "daily at 20:00")])
        #expect(scene.history == ["walk 2026-06-10T20:00 done", "walk 2026-06-10T21:00 withdrawn"])
        scene.pass(until: "2026-06-10T23:00:00Z")
        #expect(scene.rings.isEmpty)
    }

    // MARK: Grace

    @Test(
        "grace is the ritual's own, its last moment included, and ends with the next occurrence",
        arguments: [
            ("10m", "daily at 07:30", "2026-11-20T07:40+01:00", 1),
            ("10m", "daily at 07:30", "2026-11-20T07:40:01+01:00", 0),
            ("1d", "fridays at 07:30", "2026-11-21T07:30+01:00", 1),
            ("1d", "fridays at 07:30", "2026-11-21T07:30:01+01:00", 0),
            ("3h", "daily at 07:30, 09:00", "2026-11-20T08:59:59+01:00", 1),
        ])
    func grace(_ span: String, _ phrase: String, _ wake: String, _ rings: Int) throws {
        var scene = Scene(
            Ritual("coffee", phrase, grace: try Span(parsing: span)), at: "2026-11-20T07:00+01:00")
        scene.wake(at: wake)
        #expect(scene.rings.count == rings)
    }

    @Test func `overtaken by its next occurrence, it is missed and the next one rings`() throws {
        var scene = Scene(
            Ritual("coffee", "daily at 07:30, 09:00", grace: try Span(parsing: "3h")),
            at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T09:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T09:00"])
        #expect(scene.ends == ["2026-11-20T07:30 missed grace"])
    }

    // MARK: One-offs

    @Test func `a one-off rings once, survives a restart, and rings up to six hours late`() throws {
        var scene = Scene(at: "2026-11-20T18:00+01:00")
        let oneOff = try scene.ledger.addOneOff(
            "Ask how it went", due: CivilDateTime(wallSeconds: Instant("2026-11-20T20:00Z").seconds),
            offset: 3600, isPrivate: true, dueAt: Instant("2026-11-20T20:00+01:00"), at: scene.now)
        #expect(oneOff.id.description == "once-1" && oneOff.id.isOneOff)
        scene.configure([oneOff.ritual])
        scene.restart(at: "2026-11-21T02:00+01:00")
        #expect(scene.rings == ["once-1 2026-11-20T20:00"])
        #expect(scene.announcements.last?.title == "Ask how it went")
        #expect(try scene.ledger.oneOffs(since: scene.now).map(\.id) == [oneOff.id], "it is open")
        scene.answer(.done)
        #expect(try scene.ledger.oneOffs(since: scene.now).isEmpty)
        #expect(
            try scene.ledger.addOneOff(
                "Again", due: oneOff.due, offset: nil, isPrivate: false, dueAt: scene.now, at: scene.now
            ).id.description == "once-2", "no number comes twice")
    }

    @Test func `a one-off of another day can be left out ahead`() throws {
        let id = Ritual.ID(oneOff: 1)
        let ritual = OneOff(
            id: id, text: "Call", due: CivilDateTime(wallSeconds: Instant("2026-11-24T20:00Z").seconds),
            offset: nil, isPrivate: false
        ).ritual
        var scene = Scene(ritual, at: "2026-11-20T18:00+01:00")
        #expect(scene.answer(.skip, "once-1") == "once-1 2026-11-24T20:00")
        #expect(scene.alarm == nil)
    }
}
