import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

@Suite("The Keeper") struct KeeperTests {
    @Test func `a ritual rings at each of its times, once`() {
        var scene = Scene(Ritual("coffee", "weekdays at 07:30"), at: "2026-11-20T08:00+01:00")
        scene.pass(until: "2026-11-25T00:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-23T07:30", "coffee 2026-11-24T07:30"])
        #expect(scene.alarm == Instant("2026-11-25T03:00+01:00"), "when the last one closes")
    }

    @Test func `what fell due before the start is not rung`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:30:01+01:00")
        scene.pass(until: "2026-11-20T23:00+01:00")
        #expect(scene.rings.isEmpty && scene.ends.isEmpty)
    }

    @Test func `a ritual that fell due during sleep rings once on waking`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T08:30+01:00")
        scene.wake(at: "2026-11-20T08:30:01+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
        #expect(scene.announcements.map(\.lines) == [["It was meant for 07:30."]])
    }

    @Test func `past its grace it does not ring, and the report says why`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T08:30:01+01:00")
        #expect(scene.rings.isEmpty)
        #expect(scene.ends == ["2026-11-20T07:30 missed grace"])
    }

    @Test func `after a long sleep only the latest of several may ring`() {
        var scene = Scene(Ritual("water", "daily at 10:00, 10:20, 10:40"), at: "2026-11-20T09:00+01:00")
        scene.wake(at: "2026-11-20T10:45+01:00")
        #expect(scene.rings == ["water 2026-11-20T10:40"])
        #expect(scene.ends == ["2026-11-20T10:00 missed grace", "2026-11-20T10:20 missed grace"])
    }

    @Test func `the record of a ring stands before its announcement, and the alarm at the end`() {
        var scene = Scene(
            Ritual("coffee", "daily at 07:30"), Ritual("tea", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        let kinds = scene.effects.map { effect in
            switch effect {
            case .record: "record"
            case .announce: "announce"
            case .withdraw: "withdraw"
            case .report: "report"
            case .wake: "wake"
            }
        }
        #expect(kinds == ["record", "record", "announce", "announce", "wake"])
    }

    // MARK: The clock and the zone

    @Test func `a clock that is set back rings nothing twice`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:45+01:00")
        scene.wake(at: "2026-11-20T07:15+01:00")
        scene.pass(until: "2026-11-21T07:30+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30", "coffee 2026-11-21T07:30"])
    }

    @Test func `a clock that jumps years ahead, stays there and comes back rings nothing twice`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:45+01:00")
        scene.wake(at: "2030-01-01T12:00+01:00")
        scene.pass(until: "2030-01-04T12:00+01:00")
        scene.wake(at: "2026-11-20T07:15+01:00")
        scene.pass(until: "2026-11-20T12:00+01:00")
        #expect(scene.rings.filter { $0.contains("2026-11-20") } == ["coffee 2026-11-20T07:30"])
    }

    @Test func `a clock set back to before a start lets the day's ritual ring`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T09:00+01:00")
        scene.wake(at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T12:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `what was missed may ring when the clock comes back before its time`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2027-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T07:00:05+01:00")
        scene.pass(until: "2026-11-20T12:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `a clock set back is noticed also when an edit comes first`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T09:00+01:00")
        scene.now = Instant("2026-11-20T07:00+01:00")
        scene.configure([Ritual("coffee", "daily at 07:30")])
        scene.pass(until: "2026-11-20T12:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `a traveller's morning comes once a date, flying west`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T08:00+01:00")
        scene.wake(at: "2026-11-20T10:00Z", in: "America/New_York")
        scene.pass(until: "2026-11-21T08:00-05:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30", "coffee 2026-11-21T07:30"])
    }

    @Test func `flying east, a time that is jumped over by less than its grace rings at once`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), zone: "Europe/London", at: "2026-11-20T06:50Z")
        scene.wake(at: "2026-11-20T07:00Z", in: "Europe/Berlin")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `jumped over by more, it is dropped because of the zone`() {
        var scene = Scene(
            Ritual("coffee", "daily at 07:30"), zone: "America/New_York", at: "2026-11-20T06:00-05:00")
        scene.wake(at: "2026-11-20T06:10-05:00", in: "Europe/Berlin")
        #expect(scene.rings.isEmpty)
        #expect(scene.ends == ["2026-11-20T07:30 dropped zone"])
    }

    @Test func `a ritual with a zone of its own stays where it is`() {
        var scene = Scene(Ritual("call", "daily at 20:00", zone: "Asia/Tokyo"), at: "2026-11-20T06:00Z")
        scene.wake(at: "2026-11-20T07:00Z", in: "America/New_York")
        scene.pass(until: "2026-11-20T23:00Z")
        #expect(scene.rings == ["call 2026-11-20T20:00"])
        #expect(scene.alarm == Instant("2026-11-21T11:00Z"))
    }

    @Test func `a date that was past in the old zone and lies ahead in the new one rings`() {
        var scene = Scene(Ritual("wine", "2026-12-24 at 16:00"), at: "2026-12-24T16:30+01:00")
        #expect(scene.alarm == nil)
        scene.wake(at: "2026-12-24T16:00Z", in: "America/New_York")
        #expect(scene.alarm == Instant("2026-12-24T16:00-05:00"))
    }

    // MARK: Edits

    @Test func `an edit keeps what is due to the rituals that it leaves alone`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.now = Instant("2026-11-20T07:30:05+01:00")
        scene.configure([Ritual("coffee", "daily at 07:30"), Ritual("tea", "daily at 07:30")])
        #expect(scene.rings == ["coffee 2026-11-20T07:30"], "tea begins with its first time after the edit")
        scene.pass(until: "2026-11-21T08:00+01:00")
        #expect(
            scene.rings == ["coffee 2026-11-20T07:30", "coffee 2026-11-21T07:30", "tea 2026-11-21T07:30"])
    }

    @Test func `an edit that brings a time back that has rung does not ring it again`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.wake(at: "2026-11-20T07:20+01:00")
        scene.configure([Ritual("coffee", "daily at 07:30, 12:00")])
        scene.pass(until: "2026-11-20T13:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30", "coffee 2026-11-20T12:00"])
    }

    @Test func `what is open and no longer in the file is withdrawn`() {
        var scene = Scene(
            Ritual("coffee", "daily at 07:30"), Ritual("tea", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:30+01:00")
        scene.effects = []
        scene.configure([Ritual("tea", "daily at 07:30, 18:00")])
        let coffee = Ritual("coffee", "daily").id
        #expect(scene.withdrawn == [.ritual(coffee)])
        #expect(scene.ends == ["2026-11-20T07:30 withdrawn edited"])
    }

    @Test func `a journey is no edit: what is open stays so when the files are read again`() {
        let coffee = Ritual("coffee", "daily at 07:30")
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:40+01:00")
        scene.wake(at: "2026-11-20T07:40+01:00", in: "Asia/Tokyo")
        scene.configure([coffee])
        #expect(scene.ends.isEmpty)
        scene.configure([Ritual("coffee", "daily at 07:30, 12:00")])
        #expect(scene.ends.isEmpty, "an edit that keeps its time does not touch it either")
        scene.configure([Ritual("coffee", "daily at 12:00")])
        #expect(scene.ends == ["2026-11-20T07:30 withdrawn edited"])
    }

    @Test func `a jump over years is told in a few lines, and recorded whole`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2022-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T12:00+01:00")
        scene.pass(until: "2026-11-20T13:00+01:00")
        #expect(scene.ends.count == 20)
        #expect(scene.effects.contains(.report(.moreEnded(1442))))
        let records = scene.effects.filter { if case .record = $0 { true } else { false } }
        #expect(records.count == 1462)
    }

    @Test func `an edit never touches a ring that is over`() {
        var scene = Scene(Ritual("coffee", "weekdays at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-22T12:00+01:00")
        scene.wake(at: "2026-11-22T12:00+01:00")
        scene.effects = []
        scene.configure([])
        #expect(scene.ends.isEmpty)
    }

    @Test func `a ritual that is off never rings`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30", isEnabled: false), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-27T07:00+01:00")
        #expect(scene.rings.isEmpty && scene.alarm == nil)
    }

    // MARK: Delivery

    @Test func `what no channel takes waits for a server, and rings when one comes`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.hasServer = false
        scene.pass(until: "2026-11-20T08:00+01:00")
        #expect(scene.alarm == Instant("2026-11-20T08:30:01+01:00"), "the end of its grace")
        scene.server()
        #expect(scene.rings == ["coffee 2026-11-20T07:30", "coffee 2026-11-20T07:30"])
        scene.server()
        #expect(scene.rings.count == 2, "what has been shown is only posted again")
        #expect(scene.reposts == ["coffee 2026-11-20T07:30"])
        scene.pass(until: "2026-11-20T10:00+01:00")
        #expect(scene.ends.isEmpty)
    }

    @Test func `a terminal that comes takes what waits, and shows nothing again`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.hasServer = false
        scene.pass(until: "2026-11-20T08:00+01:00")
        scene.hasServer = true
        scene.take(scene.keeper.terminalCame(at: scene.now))
        scene.take(scene.keeper.terminalCame(at: scene.now))
        #expect(scene.rings.count == 2 && scene.reposts.isEmpty)
    }

    @Test func `what no channel takes within its grace is missed`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.hasServer = false
        scene.pass(until: "2026-11-20T12:00+01:00")
        #expect(scene.ends == ["2026-11-20T07:30 missed grace"])
        scene.server()
        #expect(scene.rings.count == 1)
    }

    // MARK: A year

    @Test("a year rings each date once, whatever sleep, zones and clocks do", arguments: [1, 2, 3, 4])
    func year(_ seed: UInt64) {
        let zones = [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata",
        ]
        var random = SeededGenerator(seed: seed)
        var scene = Scene(
            Ritual("coffee", "daily at 07:30"), Ritual("late", "daily at 02:30, 23:50"),
            at: "2026-01-01T00:00Z")
        var seconds = scene.now.seconds
        while seconds < Instant("2027-01-01T00:00Z").seconds {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: seconds += Int.random(in: 0..<3 * 86_400, using: &random)
            case 1: seconds -= Int.random(in: 0..<7200, using: &random)
            case 2: scene.zone = .named(zones.randomElement(using: &random) ?? "UTC")
            default: seconds = max(seconds, scene.alarm.map(\.seconds) ?? seconds + 3600)
            }
            scene.now = Instant(seconds: seconds)
            scene.wake()
        }
        #expect(Set(scene.rings).count == scene.rings.count, "something rang twice")
        #expect(scene.rings.count > 300)
    }
}
