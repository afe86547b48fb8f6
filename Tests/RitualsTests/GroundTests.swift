import CivilTime
import Ledger
import Schedules
import TestSupport
import Testing

@testable import Rituals

/// What happens to rings when the program's surroundings misbehave.
@Suite("When the ground moves") struct GroundTests {
    private let coffee = Ritual("coffee", "daily at 07:30")

    // MARK: A stop

    @Test func `a stop records nothing of what fell due and was not shown`() throws {
        var scene = Scene(
            coffee.with { $0.headsUps = [Span(seconds: 1800)] }, at: "2026-11-20T06:59+01:00")
        // The process was stopped across 07:00, and is told to end before it has looked at the clock.
        scene.now = Instant("2026-11-20T07:00:30+01:00")
        let ending = scene.keeper.settled(endingAt: scene.now)
        let settled = try #require(ending)
        #expect(settled.instant < Instant("2026-11-20T07:00+01:00"))
        try scene.ledger.commit([], at: scene.now, settled: settled)
        scene.restart(at: "2026-11-20T07:01+01:00")
        #expect(scene.shown == ["ahead coffee 30m"])
        scene.pass(until: "2026-11-20T07:31+01:00")
        #expect(scene.announcements.filter(\.isAgain).isEmpty)
    }

    @Test func `a stop with nothing due says how far all is settled`() throws {
        var scene = Scene(coffee, at: "2026-11-20T06:59+01:00")
        let now = Instant("2026-11-20T07:10+01:00")
        #expect(scene.keeper.settled(endingAt: now)?.instant == now)
    }

    // MARK: A late answer

    /// The ring of 07:30 was on its way until nobody waited for it any longer.
    private func givenUp() -> (Scene, ring: Announcement.Kind) {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T07:30+01:00")
        let ring = Announcement.Kind.ring(
            Occurrence.ID(ritual: coffee.id, due: .time(.init("2026-11-20T07:30"))))
        scene.answers = true
        scene.take(scene.keeper.deliveryFailed(ring, maybeSeen: true, at: scene.now))
        return (scene, ring)
    }

    @Test func `a ring whose server answered late has rung, and its grace ends without a word`() {
        var (scene, ring) = givenUp()
        scene.now = scene.now + .milliseconds(600)
        scene.take(
            scene.keeper.deliveredLate(
                ring, bubble: BubbleReference(server: "test", number: 7), at: scene.now))
        #expect(scene.keeper.unfinished.map(\.stage) == [.open])
        scene.pass(until: "2026-11-21T04:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
        #expect(scene.history == ["coffee 2026-11-20T07:30 lapsed"])
    }

    @Test func `a bubble that comes after its ring was answered elsewhere is taken down`() {
        var (scene, ring) = givenUp()
        #expect(scene.answer(.done, "coffee") == "coffee 2026-11-20T07:30")
        scene.effects = []
        scene.take(scene.keeper.deliveredLate(ring, bubble: nil, at: scene.now))
        #expect(scene.withdrawn == [.ritual(coffee.id)])
    }

    @Test func `a digest that was shown late is not shown a second time`() {
        var scene = Scene(coffee.with { $0.missed = .digest }, at: "2026-11-20T07:00+01:00")
        scene.wake(at: "2026-11-20T12:00+01:00")
        scene.answers = false
        scene.pass(until: "2026-11-20T12:01+01:00")
        #expect(scene.digests.count == 1)
        scene.answers = true
        scene.take(scene.keeper.deliveryFailed(.digest, maybeSeen: true, at: scene.now))
        scene.take(scene.keeper.deliveredLate(.digest, bubble: nil, at: scene.now))
        scene.server()
        scene.pass(until: "2026-11-20T13:00+01:00")
        #expect(scene.digests.count == 1)
    }

    @Test func `a heads-up's bubble goes with its ritual's name, though a newer one was refused since`() {
        let talk = Ritual("talk", "daily at 19:30").with {
            $0.headsUps = [Span(seconds: 7200), Span(seconds: 600)]
        }
        var scene = Scene(talk, at: "2026-11-20T17:00+01:00")
        scene.pass(until: "2026-11-20T18:00+01:00")
        scene.hasServer = false
        scene.pass(until: "2026-11-20T19:25+01:00")
        #expect(scene.shown == ["ahead talk 2h", "ahead talk 10m"])
        scene.effects = []
        scene.configure([Ritual("chat", "daily at 19:30").with { $0.formerIDs = [talk.id] }])
        #expect(scene.withdrawn.contains(.headsUp(talk.id)))
    }

    @Test func `put off to and fro five hundred times, one moment of it is kept in mind`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:31+01:00")
        for number in 0..<500 {
            scene.answer(.later, later: "2026-11-20T0\(8 + number % 2):00+01:00")
        }
        #expect(scene.keeper.moments.count < 25, "\(scene.keeper.moments.count)")
        scene.effects = []
        scene.pass(until: "2026-11-20T09:01+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `in a night whose clocks skip an hour, what they skip comes after the time they skip to`() {
        let watch = Ritual("watch", "every 20 minutes between 22:00 and 03:00 on saturdays").with {
            $0.grace = Span(seconds: 36_000)
        }
        var scene = Scene(watch, at: "2031-03-29T21:00+01:00")
        scene.wake(at: "2031-03-30T09:00+02:00")
        #expect(scene.rings == ["watch 2031-03-30T02:40"], "it rings at 03:40")
        #expect(scene.ends.contains("2031-03-30T03:00 missed grace"))
        #expect(!scene.ends.contains { $0.hasSuffix("lapsed unanswered") })
    }

    // MARK: What could not be written

    @Test func `what rang and could not be written before a kill rings as again`() throws {
        var scene = Scene(coffee, Ritual("tea", "daily at 08:00"), at: "2026-11-20T07:00+01:00")
        scene.isDiskWell = false
        scene.pass(until: "2026-11-20T07:40+01:00")
        var memory = try #require(try scene.ledger.memory(zones: .system, fallback: scene.zone))
        memory.unwrittenThrough = Instant("2026-11-20T07:30+01:00")
        scene.keeper = Keeper(remembering: memory)
        scene.effects = []
        scene.wake()
        scene.configure()
        scene.pass(until: "2026-11-20T08:01+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30", "tea 2026-11-20T08:00"])
        #expect(scene.announcements.map(\.isAgain) == [true, false])
    }

    // MARK: New rules of a zone

    /// Clocks that went an hour forward at 00:00 on 26 March 2023, and by the news of the day before only on 21 April.
    private func beirut(forward day: String) -> Zone {
        Zone.rules("Asia/Beirut", from: "2023-03-01T00:00Z", offset: 7200, ["\(day)T00:00+02:00": 10800])
    }

    @Test(
        "a time that new rules of a zone jump over rings within its grace, else it is dropped",
        arguments: [
            ("at the machine's zone", false, false), ("at a named zone", true, false),
            ("at a start", false, true),
            ("at a start, at a named zone", true, true),
        ])
    func rules(_ name: String, isNamed: Bool, isOff: Bool) throws {
        let (old, new) = (beirut(forward: "2023-04-21"), beirut(forward: "2023-03-26"))
        func rituals(_ zone: Zone) -> [Ritual] {
            ["walk": Span(seconds: 5400), "nap": Span(seconds: 240)].sorted { $0.key > $1.key }.map {
                name, grace in
                Ritual(name, "daily at 01:05", grace: grace).with { $0.zone = isNamed ? zone : nil }
            }
        }
        var scene = Scene(at: "2023-03-25T20:00+02:00")
        scene.zone = isNamed ? .utc : old
        scene.wake()
        scene.configure(rituals(old))
        try scene.ledger.keepRules(of: [old], at: scene.now)
        // By the new rules 01:05 was five minutes ago; by the old ones it lies ahead, for it's 00:10.
        scene.now = Instant("2023-03-25T22:10Z")
        if !isNamed { scene.zone = new }
        if isOff {
            var memory = try #require(try scene.ledger.memory(zones: .system, fallback: scene.zone))
            memory.formerRules = isNamed ? [old.identifier: old] : [:]
            scene.keeper = Keeper(remembering: memory)
        }
        scene.household = Household(rituals: rituals(new))
        scene.wake()
        scene.configure()
        #expect(scene.rings == ["walk 2023-03-26T01:05"], "\(name)")
        #expect(scene.ends == ["2023-03-26T01:05 dropped zone"], "\(name)")
        scene.pass(until: "2023-03-26T23:00+03:00")
        #expect(scene.rings.count == 1, "once a date")
    }

    @Test func `a heads-up moves with the new rules of the zone that its ritual names`() throws {
        let (old, new) = (beirut(forward: "2023-03-26"), beirut(forward: "2023-04-21"))
        func talk(_ zone: Zone) -> Ritual {
            Ritual("talk", "daily at 12:00").with {
                $0.zone = zone
                $0.headsUps = [Span(days: 1)]
            }
        }
        var scene = Scene(at: "2023-03-25T20:00+02:00")
        scene.zone = .utc
        scene.wake()
        scene.configure([talk(old)])
        scene.pass(until: "2023-03-26T09:30+03:00")
        // By the new rules it's 08:30, and noon is an hour further away.
        scene.configure([talk(new)])
        scene.pass(until: "2023-03-26T11:59+02:00")
        #expect(scene.shown.filter { $0.hasPrefix("ahead") }.isEmpty)
        scene.pass(until: "2023-03-26T12:00+02:00")
        #expect(scene.shown.filter { $0.hasPrefix("ahead") } == ["ahead talk 1d"])
    }

    @Test func `an excerpt of a zone's rules is read as it was written, and holds until they change`() throws
    {
        let berlin = Zone.named("Europe/Berlin")
        let excerpt = ZoneExcerpt(of: berlin, from: Instant("2026-11-20T07:30+01:00"))
        #expect(excerpt.text.split(separator: " ").count == 5, "its beginning, and four changes in two years")
        #expect(ZoneExcerpt(parsing: excerpt.text, identifier: "Europe/Berlin") == excerpt)
        #expect(excerpt.holds(in: berlin) && !excerpt.holds(in: .named("Europe/London")))
        for text in ["", "x", "1:2 1:3", "5", "1:2:3"] {
            #expect(ZoneExcerpt(parsing: text, identifier: "x") == nil, "\(text)")
        }
    }

    // MARK: Reminders

    @Test func `a reminder is added to what runs as if the files had been read anew`() {
        var scene = Scene(coffee, at: "2026-11-20T07:00+01:00")
        let oneOff = OneOff(
            id: Ritual.ID(oneOff: 1), text: "tea", due: .init("2026-11-20T07:10"), offset: nil,
            isPrivate: true)
        scene.take(scene.keeper.reminded(oneOff.ritual, at: scene.now))
        scene.pass(until: "2026-11-20T07:31+01:00")
        #expect(scene.rings == ["once-1 2026-11-20T07:10", "coffee 2026-11-20T07:30"])
        #expect(scene.answer(.done, "once-1") == "once-1 2026-11-20T07:10")
    }
}

extension CivilDateTime {
    fileprivate init(_ text: String) {
        guard let civil = CivilDateTime(parsing: text) else { preconditionFailure("no time: \(text)") }
        self = civil
    }
}

extension Zone {
    /// A zone with an offset and changes of it, in seconds east of UTC, by the instants from which they hold.
    fileprivate static func rules(
        _ name: String, from start: String, offset: Int, _ changes: [String: Int]
    ) -> Zone {
        let fields = changes.map { (Instant($0.key).seconds, $0.value) }.sorted { $0.0 < $1.0 }
        let text = ([(Instant(start).seconds, offset)] + fields).map { "\($0.0):\($0.1)" }.joined(
            separator: " ")
        guard let excerpt = ZoneExcerpt(parsing: text, identifier: name) else {
            preconditionFailure("no rules: \(text)")
        }
        return excerpt.zone
    }
}
