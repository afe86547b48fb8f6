import CivilTime
import Rituals
import TestSupport
import Testing

@Suite("A rehearsal") struct RehearsalTests {
    private let tea = Ritual("tea", "every 30 minutes between 09:00 and 17:00").with {
        $0.grace = Span(seconds: 60)
    }

    private func rings(_ script: (at: String, event: Rehearsal.Event)...) -> [String] {
        let rehearsal = Rehearsal(
            of: Household(rituals: [tea]), after: Instant("2026-11-24T09:45+01:00"),
            zone: .named("Europe/Berlin"),
            script: script.map { (Instant($0.at), $0.event) })
        return rehearsal.prefix { $0.at < Instant("2026-11-24T13:00+01:00") }.flatMap { step in
            step.effects.compactMap { effect in
                if case .record(.occurrence(let about, _, .ringing)) = effect {
                    about.due.civil.time.description
                } else {
                    nil
                }
            }
        }
    }

    @Test func `what happens while it sleeps is learned on waking`() {
        #expect(
            rings(
                ("2026-11-24T10:10+01:00", .sleeps), ("2026-11-24T10:20+01:00", .locks),
                ("2026-11-24T11:10+01:00", .unlocks), ("2026-11-24T11:45+01:00", .wakes))
                == ["10:00", "12:00", "12:30"])
    }

    @Test func `a lock that it wakes into holds`() {
        #expect(
            rings(
                ("2026-11-24T10:10+01:00", .sleeps), ("2026-11-24T10:20+01:00", .locks),
                ("2026-11-24T11:45+01:00", .wakes), ("2026-11-24T12:10+01:00", .unlocks))
                == ["10:00", "12:30"])
    }

    @Test func `a pause leaves out what falls into it`() {
        #expect(
            rings(
                ("2026-11-24T10:10+01:00", .pauses(until: Instant("2026-11-24T12:10+01:00"), .all))) == [
                    "10:00", "12:30",
                ])
    }
}
