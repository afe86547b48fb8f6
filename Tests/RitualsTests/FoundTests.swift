import CivilTime
import Rituals
import TestSupport
import Testing

/// What the simulation has found, each by its name.
@Suite("Found by the simulation") struct FoundTests {
    private let coffee = Ritual("coffee", "daily at 07:30")
    private let secret = Ritual("secret", "daily at 07:30").with {
        $0.isPrivate = true
        $0.title = "The gift"
    }

    @Test func `made void by a journey and held again, it survives a restart`() {
        var scene = Scene(coffee.with { $0.grace = Span(seconds: 4 * 3600) }, at: "2026-11-20T07:00+01:00")
        scene.pause(until: "2026-11-20T08:00+01:00")
        scene.pass(until: "2026-11-20T08:10+01:00")
        #expect(scene.ends == ["2026-11-20T07:30 dropped paused"])
        scene.lock()
        // 07:30 in London lies an hour later, past the pause.
        scene.wake(at: "2026-11-20T08:20+01:00", in: "Europe/London")
        scene.pass(until: "2026-11-20T07:40Z")
        #expect(scene.held == ["coffee locked"])
        scene.restart(at: "2026-11-20T07:50Z", isLocked: nil)
        scene.unlock()
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test
    func `what shared a bubble and is paused, or private on a lock, is not shown again with the others`() {
        let rituals = ["a", "b", "c"].map { Ritual($0, "daily at 07:30") }
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        scene.configure(rituals + [secret])
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.pause(until: nil, .only([rituals[0].id]))
        scene.lock()
        scene.effects = []
        scene.server()
        #expect(scene.reposts == ["b 2026-11-20T07:30", "c 2026-11-20T07:30"])
    }

    @Test func `a lock that is told of first after a sleep finds nothing to ring`() {
        var scene = Scene(coffee, secret, at: "2026-11-20T07:00+01:00")
        scene.now = Instant("2026-11-20T07:40+01:00")
        scene.lock()
        #expect(scene.rings.isEmpty && scene.held == ["coffee locked", "secret locked"])
    }

    @Test func `a pause that is asked for first after a sleep is not answered by a ring`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.now = Instant("2026-11-20T07:40+01:00")
        scene.pause(until: "2026-11-20T08:00+01:00")
        #expect(scene.rings.isEmpty && scene.held == ["coffee paused"])
        scene.pass(until: "2026-11-20T08:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `a heads-up that waits goes along on a journey`() {
        let talk = Ritual("talk", "daily at 19:30").with { $0.headsUps = [Span(seconds: 7200)] }
        var scene = Scene(talk, at: "2026-11-20T17:00+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T17:40+01:00")
        scene.wake(at: "2026-11-20T17:41+01:00", in: "Europe/London")
        scene.unlock()
        #expect(scene.shown.isEmpty)
        scene.pass(until: "2026-11-20T17:30Z")
        #expect(scene.announcements.map(\.lines) == [["In 2 h, at 19:30."]])
    }

    @Test func `a ring that may have been seen says so, though another try was refused in between`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.answers = true
        scene.hasServer = false
        scene.restart(at: "2026-11-20T07:31+01:00")
        scene.hasServer = true
        scene.restart(at: "2026-11-20T07:32+01:00")
        #expect(scene.announcements.last?.isAgain == true)
    }

    @Test func `the line at the end of a private one has no word of it on a locked screen`() {
        var scene = Scene(
            secret.with {
                $0.locked = .ring
                $0.duration = Span(seconds: 600)
                $0.notesEnd = true
            }, at: "2026-11-20T07:00+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T07:45+01:00")
        #expect(scene.shown == ["ring secret", "end secret"])
        #expect(scene.announcements.allSatisfy { $0.title == "A private ritual" })
    }

    @Test func `a private bubble that wanted no answer is taken down on lock too`() {
        var scene = Scene(secret.with { $0.wantsAnswer = false }, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.lock()
        #expect(scene.withdrawn.contains(.ritual(secret.id)))
    }

    @Test func `a clock that is set back in the same moment as the zone changes loses nothing`() {
        var scene = Scene(
            Ritual("talk", "daily at 19:30").with { $0.grace = Span(seconds: 60) },
            at: "2026-11-20T18:00+01:00")
        scene.wake(at: "2026-11-20T19:40+01:00")
        #expect(scene.ends == ["2026-11-20T19:30 missed grace"])
        // 19:20 in Berlin: ahead there once more, and behind in Helsinki.
        scene.wake(at: "2026-11-20T19:20+01:00", in: "Europe/Helsinki")
        scene.pass(until: "2026-11-20T19:30+01:00")
        #expect(
            scene.history.filter { $0.hasPrefix("talk 2026-11-20T19:30") } == [
                "talk 2026-11-20T19:30 dropped"
            ])
    }

    @Test func `what may have been seen says so even after it was missed and made void`() {
        var scene = Scene(coffee.with { $0.grace = Span(seconds: 600) }, at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.answers = true
        scene.restart(at: "2026-11-20T07:41+01:00")
        #expect(scene.history == ["coffee 2026-11-20T07:30 missed"])
        scene.wake(at: "2026-11-20T07:20+01:00")
        scene.restart()
        scene.pass(until: "2026-11-20T07:30+01:00")
        #expect(scene.announcements.last?.isAgain == true)
    }

    @Test func `one that was put off and waits is not shown again with those that shared its bubble`() {
        let rituals = ["a", "b", "c", "d"].map { Ritual($0, "daily at 07:30") }
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        scene.configure(rituals)
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.answer(.later, "a", later: "2026-11-20T07:40+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T07:41+01:00")
        #expect(scene.held == ["a locked"])
        scene.effects = []
        scene.server()
        #expect(!scene.reposts.contains("a 2026-11-20T07:30"))
    }

    @Test func `one that waited and lies ahead again is void in the ledger too`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.wake(at: "2026-11-20T07:10+01:00")
        scene.unlock()
        scene.restart(at: "2026-11-20T07:12+01:00")
        #expect(scene.rings.isEmpty && scene.held.isEmpty)
        scene.pass(until: "2026-11-20T07:30+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `one that an edit brings back in a pause is shown after it`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.configure([])
        scene.pause(until: "2026-11-20T08:00+01:00")
        scene.configure([coffee])
        #expect(scene.reposts.isEmpty)
        scene.pass(until: "2026-11-20T08:00+01:00")
        #expect(scene.reposts == ["coffee 2026-11-20T07:30"])
    }

    @Test
    func `a private heads-up comes back without its sound, and not on a date that they are away on by now`() {
        let talk = Ritual("talk", "daily at 19:30").with {
            $0.headsUps = [Span(seconds: 7200)]
            $0.isPrivate = true
            $0.sound = "bell"
        }
        var scene = Scene(talk, at: "2026-11-20T17:00+01:00")
        scene.pass(until: "2026-11-20T17:40+01:00")
        scene.lock()
        scene.unlock()
        #expect(scene.announcements.map(\.sound) == ["bell", nil])
        scene.lock()
        let today = scene.zone.civil(at: scene.now).date
        scene.configure([talk], away: today...today)
        scene.unlock()
        #expect(scene.announcements.count == 2)
    }

    @Test func `the line at the end does not open what a person has closed`() {
        let talk = coffee.with {
            $0.duration = Span(seconds: 600)
            $0.notesEnd = true
            $0.nudge = Nudge(every: Span(seconds: 900), times: 2)
        }
        var scene = Scene(talk, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.take(
            scene.keeper.notificationClosed(
                .ring(talk.dueOn("2026-11-20T07:30")), byPerson: true, at: scene.now))
        scene.pass(until: "2026-11-20T08:30+01:00")
        scene.server()
        #expect(scene.shown == ["ring coffee", "end coffee"])
    }

    @Test func `a digest of which all was answered does not come`() {
        var scene = Scene(coffee.with { $0.missed = .digest }, at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T09:00+01:00")
        scene.answer(.done, "coffee")
        scene.pass(until: "2026-11-20T09:10+01:00")
        #expect(scene.digests.isEmpty)
    }

    @Test
    func
        `slept for days and woken in another zone, what the journey jumped over is settled when the clock is trusted`()
    {
        var scene = Scene(Ritual("talk", "daily at 19:30"), at: "2026-11-20T19:00+01:00")
        scene.wake(at: "2026-11-23T12:00+01:00", in: "Asia/Tokyo")
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(
            scene.history == [
                "talk 2026-11-20T19:30 missed", "talk 2026-11-21T19:30 missed",
                "talk 2026-11-22T19:30 missed",
                "talk 2026-11-23T19:30 open",
            ])
    }

    @Test(arguments: [Answer.Kind.done, .later])
    func `a digest that waited for an unplug comes also where an answer ends that`(_ answer: Answer.Kind) {
        let dinner = Ritual("dinner", "daily at 19:00").with {
            $0.duration = Span(seconds: 3600)
            $0.unplugs = true
        }
        let old = Ritual("old", "daily at 18:30").with {
            $0.missed = .digest
            $0.grace = Span(seconds: 60)
        }
        var scene = Scene(dinner, old, at: "2026-11-20T18:00+01:00")
        scene.wake(at: "2026-11-20T19:00+01:00")
        scene.pass(until: "2026-11-20T19:20+01:00")
        scene.answer(answer, "dinner", later: "2026-11-20T21:00+01:00")
        scene.pass(until: "2026-11-20T19:21+01:00")
        #expect(scene.digests.count == 1)
    }

    @Test func `while the desktop is asked not to disturb there is no digest, and one after it`() {
        var scene = Scene(secret.with { $0.missed = .digest }, at: "2026-11-20T07:00+01:00")
        scene.disturbing(isUnwanted: true)
        scene.pass(until: "2026-11-20T10:00+01:00")
        #expect(scene.digests.isEmpty)
        scene.disturbing(isUnwanted: false)
        scene.pass(until: "2026-11-20T10:01+01:00")
        #expect(scene.digests.count == 1)
    }

    @Test func `a private heads-up that waited for the unlock comes once`() {
        let talk = Ritual("talk", "daily at 19:30").with {
            $0.headsUps = [Span(seconds: 7200)]
            $0.isPrivate = true
        }
        var scene = Scene(talk, at: "2026-11-20T17:00+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T17:40+01:00")
        scene.unlock()
        #expect(scene.shown == ["ahead talk 2h"])
    }

    @Test func `after a journey east, a clock that is set back voids only what lies ahead there`() {
        var scene = Scene(coffee.with { $0.grace = Span(seconds: 60) }, at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T07:40+01:00")
        scene.wake(at: "2026-11-20T07:41+01:00", in: "Europe/Helsinki")
        scene.wake(at: "2026-11-20T07:20+01:00")
        scene.pass(until: "2026-11-20T12:00+01:00")
        #expect(scene.history == ["coffee 2026-11-20T07:30 missed"], "08:20 in Helsinki")
    }

    @Test func `a nudge at the very end of its time is left out, and the line comes`() {
        let talk = coffee.with {
            $0.duration = Span(seconds: 1200)
            $0.notesEnd = true
            $0.nudge = Nudge(every: Span(seconds: 600), times: 3)
        }
        var scene = Scene(talk, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T09:00+01:00")
        #expect(scene.shown == ["ring coffee", "end coffee", "nudge coffee"])
    }

    @Test func `a line at the end of one does not take the place of the next one's ring`() {
        let talk = Ritual("talk", "every 90 minutes between 09:00 and 12:00").with {
            $0.duration = Span(seconds: 5400)
            $0.notesEnd = true
        }
        var scene = Scene(talk, at: "2026-11-20T08:00+01:00")
        scene.pass(until: "2026-11-20T10:30+01:00")
        #expect(scene.shown == ["ring talk", "ring talk"])
    }

    @Test func `a clock that was days behind for a moment loses nothing of what it made void`() {
        var scene = Scene(coffee, at: "2026-11-18T07:00+01:00")
        scene.pause(until: "2026-11-20T12:00+01:00")
        scene.pass(until: "2026-11-20T13:00+01:00")
        scene.wake(at: "2026-11-17T13:00+01:00")
        scene.wake(at: "2026-11-20T13:01+01:00")
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(
            scene.history == [
                "coffee 2026-11-18T07:30 dropped", "coffee 2026-11-19T07:30 dropped",
                "coffee 2026-11-20T07:30 dropped",
            ])
    }

    @Test func `and what rang or was done stays so, however far back it lies`() {
        var scene = Scene(coffee, at: "2026-11-01T07:00+01:00")
        for day in 1...20 {
            let date = "2026-11-\(day < 10 ? "0" : "")\(day)"
            scene.pass(until: "\(date)T07:40+01:00")
            scene.answer(.done)
        }
        let before = scene.history
        scene.wake(at: "2026-11-01T06:00+01:00")
        scene.wake(at: "2026-11-20T08:00+01:00")
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(scene.history == before)
    }

    @Test func `a journey west brings nothing back that a later one has overtaken`() {
        let long = coffee.with { $0.grace = Span(days: 2) }
        var scene = Scene(long, at: "2026-11-20T07:00+01:00")
        scene.pause(until: "2026-11-20T08:00+01:00")
        scene.pass(until: "2026-11-21T07:40+01:00")
        #expect(scene.rings == ["coffee 2026-11-21T07:30"])
        scene.wake(at: "2026-11-21T07:50+01:00", in: "Europe/London")
        #expect(scene.rings == ["coffee 2026-11-21T07:30"])
        #expect(scene.history == ["coffee 2026-11-20T07:30 dropped", "coffee 2026-11-21T07:30 open"])
    }

    @Test func `one that an edit brings back while it lies ahead again rings at its time`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.configure([])
        scene.wake(at: "2026-11-20T07:10+01:00")
        scene.configure([coffee])
        scene.unlock()
        #expect(scene.held.isEmpty)
        scene.pass(until: "2026-11-20T07:30+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `what a pause's end and a new server bring back comes once`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.pause(until: "2026-11-20T07:40+01:00")
        scene.now = Instant("2026-11-20T07:40+01:00")
        scene.server()
        #expect(scene.reposts == ["coffee 2026-11-20T07:30"])
    }

    @Test func `on unlock the line at an end stands for the bubble of a private one`() {
        var scene = Scene(
            secret.with {
                $0.duration = Span(seconds: 600)
                $0.notesEnd = true
            }, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T07:45+01:00")
        scene.unlock()
        #expect(scene.shown == ["ring secret", "end secret"])
    }

    @Test func `renamed while it is on its way, it rings under its new name, again`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.answers = true
        scene.configure([Ritual("espresso", "daily at 07:30").with { $0.formerIDs = [coffee.id] }])
        #expect(scene.rings.last == "espresso 2026-11-20T07:30" && scene.announcements.last?.isAgain == true)
        scene.take(
            scene.keeper.delivered(.ring(coffee.dueOn("2026-11-20T07:30")), on: [.desktop], at: scene.now))
        scene.pass(until: "2026-11-21T07:00+01:00")
        #expect(scene.history == ["espresso 2026-11-20T07:30 lapsed"])
    }

    @Test func `a lock takes down what the files have no more`() {
        var scene = Scene(secret.with { $0.wantsAnswer = false }, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.configure([])
        scene.effects = []
        scene.lock()
        #expect(scene.withdrawn == [.ritual(secret.id)])
    }

    @Test func `what was owed before a doubtful jump comes in one digest, when the clock is trusted`() {
        var scene = Scene(coffee.with { $0.missed = .digest }, at: "2026-11-18T07:00+01:00")
        scene.wake(at: "2026-11-18T09:00+01:00")
        scene.restart(at: "2026-11-21T10:00+01:00")
        scene.pass(until: "2026-11-21T10:10+01:00")
        #expect(scene.digests.isEmpty)
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        scene.pass(until: "2026-11-21T10:11+01:00")
        #expect(scene.digests.count == 1)
    }

    @Test func `one that rang ends when the next has come, also where that one is silent`() {
        var scene = Scene(Ritual("tea", "daily at 09:00 and 11:00"), at: "2026-11-20T08:00+01:00")
        scene.pass(until: "2026-11-20T10:00+01:00")
        scene.pause(until: "2026-11-20T12:00+01:00")
        scene.pass(until: "2026-11-20T11:00+01:00")
        #expect(scene.history == ["tea 2026-11-20T09:00 lapsed", "tea 2026-11-20T11:00 dropped"])
    }

    @Test func `a server that comes at the moment of a nudge shows it once`() {
        var scene = Scene(
            coffee.with { $0.nudge = Nudge(every: Span(seconds: 600), times: 1) },
            at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:39+01:00")
        scene.now = Instant("2026-11-20T07:40+01:00")
        scene.server()
        #expect(scene.shown == ["ring coffee", "nudge coffee"])
    }

    @Test func `one that may have been seen, and waited only for the screen to be known, says so after all`()
    {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.answers = true
        scene.restart(at: "2026-11-20T07:31+01:00", isLocked: nil)
        scene.hasServer = false
        scene.unlock()
        scene.hasServer = true
        scene.restart(at: "2026-11-20T07:32+01:00")
        #expect(scene.announcements.last?.isAgain == true)
    }

    @Test func `the line at an end waits for do not disturb too, and comes after it`() {
        var scene = Scene(
            secret.with {
                $0.duration = Span(seconds: 600)
                $0.unplugs = true
            }, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.disturbing(isUnwanted: true)
        scene.pass(until: "2026-11-20T07:45+01:00")
        #expect(scene.shown == ["ring secret"])
        scene.disturbing(isUnwanted: false)
        #expect(scene.shown == ["ring secret", "end secret"])
    }

    @Test func `one that wants no answer lasts on under its new name`() {
        let nap = coffee.with {
            $0.wantsAnswer = false
            $0.duration = Span(seconds: 1800)
            $0.unplugs = true
        }
        let tea = Ritual("tea", "daily at 07:45")
        var scene = Scene(nap, tea, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        let renamed = Ritual("nap", "daily at 07:30").with {
            $0.wantsAnswer = false
            $0.duration = nap.duration
            $0.unplugs = true
            $0.formerIDs = [coffee.id]
        }
        scene.configure([renamed, tea])
        scene.pass(until: "2026-11-20T07:50+01:00")
        #expect(scene.held == ["tea unplugged"])
        scene.pass(until: "2026-11-20T08:00+01:00")
        #expect(scene.history == ["nap 2026-11-20T07:30 shown", "tea 2026-11-20T07:45 open"])
    }

    @Test func `a heads-up that waits for what an edit has moved is not told`() {
        func walk(_ window: String) -> Ritual {
            Ritual("walk", "sometime between \(window)").with { $0.headsUps = [Span(seconds: 7200)] }
        }
        var scene = Scene(walk("12:00 and 12:30"), at: "2026-11-20T08:00+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T11:00+01:00")
        scene.configure([walk("20:00 and 20:30")])
        scene.unlock()
        #expect(scene.shown.isEmpty)
        scene.pass(until: "2026-11-20T18:31+01:00")
        #expect(scene.shown == ["ahead walk 2h"])
    }

    @Test func `open under a former name at a time that the new one has had, it ends there`() {
        let old = Ritual("old", "daily at 07:30")
        let new = Ritual("new", "daily at 07:30").with { $0.formerIDs = [old.id] }
        var scene = Scene(old, Ritual("new", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.answer(.done, "new")
        scene.configure([new])
        #expect(scene.reposts.isEmpty)
        #expect(scene.history.sorted() == ["new 2026-11-20T07:30 done", "old 2026-11-20T07:30 withdrawn"])
    }

    @Test func `after a journey east the older one is overtaken by what lies before its own instant there`() {
        let tea = Ritual("tea", "every 20 minutes between 22:00 and 23:40").with {
            $0.grace = Span(seconds: 8 * 3600)
        }
        var scene = Scene(tea, zone: "Asia/Tokyo", at: "2026-11-20T21:50+09:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T22:00+09:00")
        scene.answers = true
        scene.restart(at: "2026-11-20T23:30+09:00", in: "Pacific/Kiritimati")
        #expect(scene.rings.filter { $0.hasSuffix("22:00") }.count == 1)
        #expect(scene.rings.last == "tea 2026-11-20T23:40")
    }

    @Test func `one that a person closed and an edit brings back is not shown again`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.take(
            scene.keeper.notificationClosed(
                .ring(coffee.dueOn("2026-11-20T07:30")), byPerson: true, at: scene.now))
        scene.configure([])
        scene.configure([coffee])
        #expect(scene.reposts.isEmpty && scene.history == ["coffee 2026-11-20T07:30 open"])
    }

    @Test func `a clock that is set far back tells of nothing ahead a second time, also after a restart`() {
        let talk = Ritual("talk", "daily at 19:30").with { $0.headsUps = [Span(seconds: 7200)] }
        var scene = Scene(talk, at: "2026-11-10T12:00+01:00")
        scene.pass(until: "2026-11-19T12:00+01:00")
        scene.restart()
        scene.effects = []
        scene.wake(at: "2026-11-12T12:00+01:00")
        scene.pass(until: "2026-11-12T18:00+01:00")
        #expect(scene.shown.isEmpty)
    }

    @Test func `what a ledger that cannot be written holds for dropped, and lies ahead again, still comes`() {
        let tea = coffee.with {
            $0.locked = .drop
            $0.enough = Enough(1, a: .day)
        }
        var scene = Scene(tea, zone: "Pacific/Kiritimati", at: "2026-11-20T07:00+14:00")
        scene.lock()
        scene.pass(until: "2026-11-20T07:40+14:00")
        #expect(scene.ends == ["2026-11-20T07:30 dropped locked"])
        let stale = (try? scene.ledger.states(of: [tea.id], since: scene.now - .seconds(86_400))) ?? []
        scene.wake(at: "2026-11-19T19:00Z", in: "Africa/Casablanca")
        scene.keeper.recall(stale)
        scene.unlock()
        scene.pass(until: "2026-11-20T07:30+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `a line that waits is not told when an edit takes it away`() {
        let dinner = coffee.with {
            $0.duration = Span(seconds: 600)
            $0.notesEnd = true
        }
        var scene = Scene(dinner, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T07:45+01:00")
        scene.configure([dinner.with { $0.notesEnd = false }])
        scene.unlock()
        #expect(scene.shown == ["ring coffee"])
    }

    @Test func `open under both names, the one with the present name stays open and the other is over`() {
        let old = Ritual("old", "daily at 07:20")
        let new = Ritual("new", "daily at 07:30")
        var scene = Scene(old, new, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:40+01:00")
        scene.configure([new.with { $0.formerIDs = [old.id] }])
        #expect(scene.history == ["new 2026-11-20T07:20 lapsed", "new 2026-11-20T07:30 open"])
    }

    @Test
    func `a journey from a day on which the clocks skip loses no time that they have put behind another`() {
        let two = Ritual("two", "daily at 02:30, 03:00").with { $0.grace = Span(seconds: 60) }
        var scene = Scene(two, zone: "America/New_York", at: "2026-03-08T01:00-05:00")
        scene.wake(at: "2026-03-08T01:10-05:00", in: "Europe/Berlin")
        scene.pass(until: "2026-03-08T12:00+01:00")
        #expect(scene.history.sorted() == ["two 2026-03-08T02:30 dropped", "two 2026-03-08T03:00 dropped"])
    }

    @Test func `put off, and flown past the next one, only the next one is shown`() {
        var scene = Scene(
            Ritual("tea", "daily at 00:00, 12:00").with { $0.grace = Span(seconds: 14 * 3600) },
            zone: "America/New_York", at: "2026-03-13T11:00-04:00")
        scene.pass(until: "2026-03-13T12:05-04:00")
        scene.answer(.later, later: "2026-03-13T12:15-04:00")
        scene.effects = []
        scene.wake(at: "2026-03-13T12:17-04:00", in: "Pacific/Kiritimati")
        #expect(scene.shown == ["ring tea"] && scene.rings == ["tea 2026-03-14T00:00"])
        #expect(scene.history.sorted() == ["tea 2026-03-13T12:00 lapsed", "tea 2026-03-14T00:00 open"])
    }

    @Test func `made private under the lock, a bubble is taken down, and comes back after it`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.lock()
        scene.configure([coffee.with { $0.isPrivate = true }])
        #expect(scene.withdrawn.contains(.ritual(coffee.id)))
        scene.unlock()
        #expect(scene.reposts == ["coffee 2026-11-20T07:30"])
    }

    @Test
    func `refused after the clock was set back, it waits for its time and says that it may have been seen`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.wake(at: "2026-11-20T07:31+01:00")
        scene.wake(at: "2026-11-20T07:10+01:00")
        scene.answers = true
        scene.take(
            scene.keeper.deliveryFailed(
                .ring(coffee.dueOn("2026-11-20T07:30")), maybeSeen: true, at: scene.now))
        scene.server()
        #expect(scene.rings.count == 1)
        scene.pass(until: "2026-11-20T07:30+01:00")
        #expect(scene.rings.count == 2 && scene.announcements.last?.isAgain == true)
    }

    @Test
    func `told of in a doubted time, it is told again only if its moment lies ahead of a clock set back`() {
        let talk = Ritual("talk", "daily at 19:30").with { $0.headsUps = [Span(seconds: 7200)] }
        var scene = Scene(talk, at: "2026-11-17T20:00+01:00")
        scene.wake(at: "2026-11-20T17:35+01:00")
        #expect(scene.shown == ["ahead talk 2h"])
        scene.wake(at: "2026-11-20T17:33+01:00")
        scene.pass(until: "2026-11-20T17:40+01:00")
        #expect(scene.shown == ["ahead talk 2h"])
    }

    @Test func `under another name, sometime is told of ahead of the minute that the new name draws`() {
        func walk(_ name: String, was: Ritual? = nil) -> Ritual {
            Ritual(name, "sometime between 10:00 and 16:00").with {
                $0.headsUps = [Span(seconds: 1800)]
                $0.formerIDs = was.map { [$0.id] } ?? []
            }
        }
        let former = walk("r18")
        var scene = Scene(former, zone: "America/Los_Angeles", at: "2036-01-29T04:00-08:00")
        scene.configure([walk("r23", was: former)])
        scene.pass(until: "2036-01-29T14:49-08:00")
        #expect(scene.shown.isEmpty)
        scene.pass(until: "2036-01-29T14:50-08:00")
        #expect(scene.shown == ["ahead r23 30m"])
    }

    @Test
    func `what is void under the present name makes way for what a former one has at that time`() throws {
        let old = Ritual("old", "daily at 07:30")
        let new = Ritual("new", "daily at 07:30").with { $0.formerIDs = [old.id] }
        var scene = Scene(new, at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T09:00+01:00")
        scene.wake(at: "2026-11-20T07:10+01:00")
        scene.configure([old])
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.configure([new])
        let states = try scene.ledger.states(since: scene.now - .seconds(3600))
        #expect(states.map(\.occurrence.id) == [new.dueOn("2026-11-20T07:30")])
        #expect(states.map(\.stage) == [.open])
    }

    @Test func `a private bubble goes on lock though the next one is to take its place`() {
        var scene = Scene(secret, at: "2026-11-19T07:00+01:00")
        scene.pass(until: "2026-11-19T07:31+01:00")
        scene.configure([secret.with { $0.locked = .ring }])
        scene.now = Instant("2026-11-20T07:31+01:00")
        scene.lock()
        #expect(scene.shown == ["ring secret", "ring secret"])
        #expect(scene.withdrawn.contains(.ritual(secret.id)))
    }

    @Test
    func `one that may have been seen says so after an edit has removed it and another brought it back`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.take(
            scene.keeper.deliveryFailed(
                .ring(coffee.dueOn("2026-11-20T07:30")), maybeSeen: true, at: scene.now))
        scene.configure([])
        scene.configure([coffee])
        scene.server()
        #expect(scene.rings.count == 2 && scene.announcements.last?.isAgain == true)
    }

    @Test func `flown past the next one, it is over and nudges no more`() {
        let talk = Ritual("talk", "daily at 01:30, 18:00").with {
            $0.nudge = Nudge(every: Span(seconds: 600), times: 2)
        }
        var scene = Scene(talk, at: "2026-11-20T17:00+01:00")
        scene.pass(until: "2026-11-20T18:05+01:00")
        // 02:10 on the next day; half past one was before six o'clock in Berlin.
        scene.wake(at: "2026-11-20T18:10+01:00", in: "Asia/Tokyo")
        #expect(scene.shown == ["ring talk", "ring talk"])
        #expect(scene.history.sorted() == ["talk 2026-11-20T18:00 lapsed", "talk 2026-11-21T01:30 open"])
    }

    @Test func `what a clock set back made void is settled again, though the disk could not be written`() {
        var scene = Scene(coffee, at: "2026-11-17T07:00+01:00")
        scene.wake(at: "2026-11-17T09:00+01:00")
        scene.isDiskWell = false
        scene.wake(at: "2026-11-14T09:00+01:00")
        scene.wake(at: "2026-11-17T09:01+01:00")
        scene.recall()
        scene.isDiskWell = true
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(scene.history.contains("coffee 2026-11-17T07:30 missed"))
    }

    @Test func `a nudge that is past does not end what is over by a clock in doubt`() {
        let tea = coffee.with { $0.nudge = Nudge(every: Span(seconds: 600), times: 2) }
        var scene = Scene(tea, at: "2026-11-17T07:00+01:00")
        scene.pass(until: "2026-11-17T07:31+01:00")
        scene.wake(at: "2026-11-20T09:00+01:00")
        #expect(scene.history == ["coffee 2026-11-17T07:30 open"] && scene.rings.count == 1)
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(scene.history.first == "coffee 2026-11-17T07:30 lapsed")
    }

    @Test func `flown past the next one, it is over though that one is dropped`() {
        let talk = Ritual("talk", "daily at 01:30, 18:00").with { $0.grace = Span(seconds: 60) }
        var scene = Scene(talk, at: "2026-11-20T17:00+01:00")
        scene.pass(until: "2026-11-20T18:05+01:00")
        scene.wake(at: "2026-11-20T18:10+01:00", in: "Asia/Tokyo")
        #expect(scene.history.sorted() == ["talk 2026-11-20T18:00 lapsed", "talk 2026-11-21T01:30 dropped"])
        #expect(scene.withdrawn.contains(.ritual(talk.id)))
    }

    @Test func `no digest names what passed by under a former name and rang under the present one`() {
        let old = Ritual("old", "daily at 07:30").with { $0.missed = .digest }
        let new = Ritual("new", "daily at 07:30").with {
            $0.missed = .digest
            $0.formerIDs = [old.id]
        }
        var scene = Scene(new, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        scene.configure([old])
        scene.wake(at: "2026-11-20T07:10+01:00")
        scene.wake(at: "2026-11-20T09:00+01:00")
        scene.configure([new])
        scene.pass(until: "2026-11-20T10:00+01:00")
        scene.restart()
        scene.pass(until: "2026-11-20T11:00+01:00")
        #expect(scene.history.sorted() == ["new 2026-11-20T07:30 open", "old 2026-11-20T07:30 missed"])
        #expect(scene.digests.isEmpty)
    }

    @Test func `a digest does not wait for one that unplugged while the clock was days ahead`() {
        let dinner = Ritual("dinner", "daily at 19:00").with {
            $0.duration = Span(seconds: 3600)
            $0.unplugs = true
        }
        let old = Ritual("old", "daily at 07:30").with { $0.missed = .digest }
        var scene = Scene(dinner, old, at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2026-11-25T19:00+01:00")
        scene.wake(at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T09:00+01:00")
        scene.pass(until: "2026-11-20T09:01+01:00")
        #expect(scene.digests.count == 1)
    }

    @Test func `asked for in a doubted time after a journey, it is settled by the clocks of now`() {
        let tea = Ritual("tea", "daily at 18:30").with { $0.grace = Span(seconds: 60) }
        var scene = Scene(coffee, zone: "Pacific/Auckland", at: "2026-11-17T10:00+13:00")
        scene.wake(at: "2026-11-20T18:20+05:30", in: "Asia/Kolkata")
        scene.configure([coffee, tea])
        scene.pause(until: "2026-11-20T18:40+05:30")
        scene.pass(until: "2026-11-20T18:50+05:30")
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        #expect(scene.history.contains("tea 2026-11-20T18:30 dropped"))
    }

    @Test func `missed while the clock was in doubt, it is not missed once more after a restart`() {
        let tea = Ritual("tea", "daily at 07:00, 07:30").with {
            $0.grace = Span(seconds: 3600)
            $0.missed = .digest
        }
        var scene = Scene(tea, zone: "UTC", at: "2026-05-27T12:00Z")
        scene.lock()
        scene.wake(at: "2026-05-29T07:10Z")
        scene.pass(until: "2026-05-29T07:31Z")
        scene.restart(at: "2026-05-29T10:00Z", isLocked: true)
        scene.take(scene.keeper.clockSynchronised(at: scene.now))
        let ends = scene.effects.filter { effect in
            if case .record(.occurrence(let occurrence, _, .ended)) = effect {
                occurrence.due.civil.description == "2026-05-29T07:00"
            } else {
                false
            }
        }
        #expect(ends.count == 1)
    }

    @Test func `told of under its former name, it is not told of again under the present one`() throws {
        // Each draws a minute of its own.
        let rituals = ["a", "b", "c", "d", "e"].map { name in
            Ritual(name, "sometime between 10:00 and 16:00").with { $0.headsUps = [Span(days: 1)] }
        }
        let tomorrow = Instant("2026-11-21T00:00Z")
        let sorted = try rituals.map {
            ($0, try #require($0.schedule.next(after: tomorrow, in: .utc)).instant)
        }
        .sorted { $0.1 < $1.1 }
        let (old, late) = sorted[4]
        let early = sorted[0].1
        let new = sorted[0].0.with { $0.formerIDs = [old.id] }
        var scene = Scene(new, zone: "UTC", at: "2026-11-20T06:00Z")
        func pass(_ instant: Instant) { scene.pass(until: Timestamp(instant, in: .utc).description) }
        scene.lock()
        pass(early - .seconds(86_400 - 60))
        scene.configure([old])
        scene.unlock()
        pass(late - .seconds(86_400 - 60))
        #expect(scene.shown.filter { $0.hasPrefix("ahead") } == ["ahead \(old.id) 1d"])
        scene.household = Household(rituals: [new])
        scene.restart()
        pass(late - .seconds(86_400 - 600))
        #expect(scene.shown.filter { $0.hasPrefix("ahead") }.count == 1)
    }
}
