import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

@Suite("Quiet hours") struct QuietTests {
    private let late = Ritual("late", "daily at 23:00").with { $0.grace = Span(seconds: 9 * 3600) }

    private func scene(
        _ rituals: Ritual..., quiet: String = "22:30-07:00", at start: String = "2026-11-20T20:00+01:00"
    )
        -> Scene
    {
        var scene = Scene(at: start)
        scene.configure(rituals, quiet: quiet)
        scene.effects = []
        return scene
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var hours = "22:30-07:00"
        let at: String
        let end: String?
    }

    @Test(
        "end where the clocks first show another time",
        arguments: [
            Row(testDescription: "before they begin", at: "2026-11-20T22:29:59+01:00", end: nil),
            Row(
                testDescription: "their start belongs to them", at: "2026-11-20T22:30+01:00",
                end: "2026-11-21T07:00+01:00"),
            Row(
                testDescription: "past midnight", at: "2026-11-21T03:00+01:00", end: "2026-11-21T07:00+01:00"),
            Row(testDescription: "their end does not", at: "2026-11-21T07:00+01:00", end: nil),
            Row(
                testDescription: "the night is an hour shorter", at: "2026-03-28T23:00+01:00",
                end: "2026-03-29T07:00+02:00"),
            Row(
                testDescription: "the night is an hour longer", at: "2026-10-24T23:00+02:00",
                end: "2026-10-25T07:00+01:00"),
            Row(
                testDescription: "an end that the clocks skip", hours: "01:00-02:30",
                at: "2026-03-29T01:30+01:00", end: "2026-03-29T03:00+02:00"),
            Row(
                testDescription: "an end that comes twice", hours: "01:00-02:30",
                at: "2026-10-25T01:30+02:00", end: "2026-10-25T02:30+02:00"),
            Row(
                testDescription: "the same hours a second time", hours: "01:00-02:30",
                at: "2026-10-25T02:10+01:00", end: "2026-10-25T02:30+01:00"),
            Row(
                testDescription: "two that touch are one", hours: "22:00-02:00,02:00-06:00",
                at: "2026-11-20T23:00+01:00", end: "2026-11-21T06:00+01:00"),
            Row(
                testDescription: "until midnight", hours: "13:00-00:00", at: "2026-11-20T13:00+01:00",
                end: "2026-11-21T00:00+01:00"),
        ])
    func end(_ row: Row) {
        let end = QuietHours.hours(row.hours).end(at: Instant(row.at), in: .named("Europe/Berlin"))
        #expect(end == row.end.map { Instant($0) })
    }

    @Test func `in any zone and year, they end at the first second that is not within them`() {
        let hours = QuietHours.hours("22:30-07:00, 12:15-13:05")
        for name in [
            "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "America/St_Johns",
        ] {
            let zone = Zone.named(name)
            for day in stride(from: 0, to: 80 * 366, by: 11) {
                let start = Instant(seconds: day * 86_400 + day * 7919 % 86_400)
                guard let end = hours.end(at: start, in: zone) else { continue }
                let inside = stride(from: start.seconds, to: end.seconds, by: 61).map { Instant(seconds: $0) }
                #expect(inside.allSatisfy { hours.end(at: $0, in: zone) == end }, "\(name) \(start)")
                #expect(hours.end(at: end, in: zone) == nil, "\(name) \(start)")
                #expect(hours.end(at: end - .seconds(1), in: zone) == end, "\(name) \(start)")
            }
        }
    }

    @Test func `a whole day, or none of it, cannot be quiet`() {
        func hours(_ text: String) -> QuietHours? {
            let ranges = text.split(separator: ",").compactMap { try? ClockRange(parsing: String($0)) }
            return QuietHours(ranges.map { QuietHours.Stretch(from: $0.start, to: $0.end) })
        }
        #expect(hours("07:00-07:00") == nil && hours("00:00-12:00,12:00-00:00") == nil)
        #expect(hours("00:00-12:00,12:01-00:00") != nil)
    }

    @Test func `what falls due in them waits, and rings when they end`() {
        var scene = scene(late)
        scene.pass(until: "2026-11-20T23:30+01:00")
        #expect(scene.rings.isEmpty && scene.held == ["late quiet"])
        #expect(scene.alarm == Instant("2026-11-21T07:00+01:00"))
        scene.pass(until: "2026-11-21T07:00+01:00")
        #expect(scene.rings == ["late 2026-11-20T23:00"])
    }

    @Test func `its start is quiet, its end is not`() {
        var scene = scene(
            Ritual("first", "daily at 22:30"), Ritual("last", "daily at 07:00"))
        scene.pass(until: "2026-11-21T07:00+01:00")
        #expect(scene.rings == ["last 2026-11-21T07:00"])
        #expect(scene.ends == ["2026-11-20T22:30 dropped quiet"])
    }

    @Test func `a grace that ends in the same quiet hours drops, one that ends with them rings`() {
        var scene = scene(
            Ritual("short", "daily at 23:00").with { $0.grace = Span(seconds: 8 * 3600 - 1) },
            Ritual("exact", "daily at 23:00").with { $0.grace = Span(seconds: 8 * 3600) })
        scene.pass(until: "2026-11-21T08:00+01:00")
        #expect(scene.rings == ["exact 2026-11-20T23:00"])
        #expect(scene.ends == ["2026-11-20T23:00 dropped quiet"])
    }

    @Test func `cut off by the next occurrence in the same quiet hours, it is dropped as quiet too`() {
        var scene = scene(
            Ritual("often", "every 30 minutes between 23:00 and 23:30").with { $0.grace = Span(days: 1) })
        scene.pass(until: "2026-11-21T08:00+01:00")
        #expect(scene.ends == ["2026-11-20T23:00 dropped quiet"])
        #expect(scene.rings == ["often 2026-11-20T23:30"])
    }

    @Test func `quiet ring rings, quiet drop drops`() {
        var scene = scene(
            late.with { $0.quiet = .ring }, Ritual("drop", "daily at 23:10").with { $0.quiet = .drop })
        scene.pass(until: "2026-11-20T23:30+01:00")
        #expect(scene.rings == ["late 2026-11-20T23:00"] && scene.ends == ["2026-11-20T23:10 dropped quiet"])
    }

    @Test func `one that would drop does not ring late into them either`() {
        var scene = scene(Ritual("drop", "daily at 22:20").with { $0.quiet = .drop })
        scene.wake(at: "2026-11-20T22:40+01:00")
        #expect(scene.rings.isEmpty && scene.ends == ["2026-11-20T22:20 dropped quiet"])
    }

    @Test func `what rings late, past its due, waits as well`() {
        var scene = scene(Ritual("talk", "daily at 22:15"))
        scene.wake(at: "2026-11-20T22:40+01:00")
        #expect(scene.held == ["talk quiet"])
        scene.pass(until: "2026-11-21T08:00+01:00")
        #expect(scene.ends == ["2026-11-20T22:15 missed grace"], "it fell due before they began")
    }

    @Test func `a one-off rings in them`() {
        var scene = scene()
        let tea = OneOff(
            id: Ritual.ID(oneOff: 1), text: "Tea", due: CivilDateTime(parsing: "2026-11-20T23:00")!,
            offset: nil, isPrivate: true)
        scene.household = scene.household.adding([tea.ritual])
        scene.configure()
        scene.pass(until: "2026-11-20T23:00+01:00")
        #expect(scene.rings == ["once-1 2026-11-20T23:00"])
    }

    @Test func `hours that are edited away let go at once what they held`() {
        var scene = scene(late)
        scene.pass(until: "2026-11-20T23:30+01:00")
        scene.configure([late])
        #expect(scene.rings == ["late 2026-11-20T23:00"])
    }

    @Test func `what waits survives a restart, and rings once`() {
        var scene = scene(late)
        scene.pass(until: "2026-11-20T23:30+01:00")
        scene.restart(at: "2026-11-21T01:00+01:00")
        #expect(scene.held == ["late quiet"] && scene.history == ["late 2026-11-20T23:00 open"])
        scene.restart(at: "2026-11-21T07:30+01:00")
        #expect(scene.rings == ["late 2026-11-20T23:00"])
    }

    @Test func `a journey into the day ends them`() {
        var scene = scene(late)
        scene.pass(until: "2026-11-20T23:30+01:00")
        scene.wake(at: "2026-11-20T23:31+01:00", in: "America/New_York")
        #expect(scene.rings == ["late 2026-11-20T23:00"])
    }

    @Test func `what waits can be done, and does not ring then`() {
        var scene = scene(late)
        scene.pass(until: "2026-11-20T23:30+01:00")
        #expect(scene.answer(.later, "late") == "notOpen")
        #expect(scene.answer(.done) == "late 2026-11-20T23:00")
        scene.pass(until: "2026-11-21T10:00+01:00")
        #expect(scene.rings.isEmpty)
    }

    @Test func `the digest waits for their end`() {
        var scene = scene(Ritual("walk", "daily at 22:00").with { $0.missed = .digest })
        scene.wake(at: "2026-11-20T23:30+01:00")
        scene.pass(until: "2026-11-21T06:59+01:00")
        #expect(scene.digests.isEmpty)
        scene.pass(until: "2026-11-21T07:01+01:00")
        #expect(scene.digests.count == 1)
    }
}
