import CivilTime
import Schedules
import TestSupport
import Testing

@Suite("Moments as people type them") struct NamedMomentTests {
    private let zone = Zone.named("Europe/Berlin")
    /// A Saturday.
    private let now = Instant("2026-11-21T21:15+01:00")

    @Test(
        "the last one before now",
        arguments: [
            ("08:00", "2026-11-21T08:00+01:00"), ("22:00", "2026-11-20T22:00+01:00"),
            ("today", "2026-11-21T00:00+01:00"), ("Yesterday", "2026-11-20T00:00+01:00"),
            ("yesterday 18:00", "2026-11-20T18:00+01:00"), ("friday 6 pm", "2026-11-20T18:00+01:00"),
            ("saturday", "2026-11-21T00:00+01:00"), ("2026-11-20", "2026-11-20T00:00+01:00"),
            ("2026-11-20 08:00", "2026-11-20T08:00+01:00"),
            // The clocks skipped it.
            ("2026-03-29 02:30", "2026-03-29T03:30+02:00"),
        ])
    func past(_ text: String, _ moment: String) throws {
        #expect(try NamedMoment.past(parsing: text, before: now, in: zone) == Instant(moment))
    }

    @Test("what is to come is no past", arguments: ["tomorrow", "today 21:16", "2027-01-01"])
    func future(_ text: String) throws {
        #expect(try NamedMoment.past(parsing: text, before: now, in: zone) == nil)
    }

    @Test func `and the first one after it`() throws {
        #expect(
            try NamedMoment.due(parsing: "friday 18:00", after: now, in: zone)?.instant
                == Instant("2026-11-27T18:00+01:00"))
        #expect(
            try NamedMoment.due(parsing: "next friday 18:00", after: now, in: zone)?.instant
                == Instant("2026-11-27T18:00+01:00"))
        #expect(
            try NamedMoment.due(parsing: "tonight at 10", after: now, in: zone)?.instant
                == Instant("2026-11-21T22:00+01:00"))
        #expect(try NamedMoment.due(parsing: "yesterday", after: now, in: zone) == nil)
    }
}
