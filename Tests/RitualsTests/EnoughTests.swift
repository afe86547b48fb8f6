import CivilTime
import Rituals
import TestSupport
import Testing

@Suite("Enough") struct EnoughTests {
    private let lunch = Ritual("lunch", "tue, thu at 12:15").with { $0.enough = Enough(1, a: .week) }

    /// From a Monday on.
    private func scene(_ rituals: Ritual...) -> Scene {
        var scene = Scene(at: "2026-11-16T08:00+01:00")
        scene.configure(rituals)
        scene.effects = []
        return scene
    }

    @Test func `after so many are done the rest of the week is not needed, and the next week is`() {
        var scene = scene(lunch)
        scene.pass(until: "2026-11-17T12:20+01:00")
        scene.answer(.done)
        scene.pass(until: "2026-11-24T13:00+01:00")
        #expect(scene.rings == ["lunch 2026-11-17T12:15", "lunch 2026-11-24T12:15"])
        #expect(scene.ends == ["2026-11-19T12:15 dropped enough"])
    }

    @Test func `what was not done does not count`() {
        var scene = scene(lunch)
        scene.pass(until: "2026-11-17T12:20+01:00")
        scene.answer(.skip)
        scene.pass(until: "2026-11-19T13:00+01:00")
        #expect(scene.rings.count == 2)
    }

    @Test func `done late by its name, it ends the one that is open`() {
        var scene = scene(lunch)
        scene.pass(until: "2026-11-19T12:20+01:00")
        #expect(scene.answer(.done, "lunch", due: "2026-11-17T12:15") == "lunch 2026-11-17T12:15")
        #expect(scene.ends == ["2026-11-19T12:15 dropped enough"])
        #expect(scene.withdrawn.contains(.ritual(lunch.id)))
    }

    @Test func `weeks begin on Monday, by the due date`() {
        var scene = scene(Ritual("call", "sun, mon at 12:00").with { $0.enough = Enough(1, a: .week) })
        scene.pass(until: "2026-11-22T12:10+01:00")
        #expect(scene.rings == ["call 2026-11-16T12:00", "call 2026-11-22T12:00"])
        scene.answer(.done)
        scene.pass(until: "2026-11-23T12:10+01:00")
        #expect(scene.rings.last == "call 2026-11-23T12:00")
    }

    @Test func `a month is counted through restarts, and needs the ledger only once`() {
        var scene = scene(Ritual("visit", "daily at 12:00").with { $0.enough = Enough(2, a: .month) })
        scene.pass(until: "2026-11-16T12:10+01:00")
        scene.answer(.done)
        scene.pass(until: "2026-11-17T12:10+01:00")
        scene.answer(.done)
        scene.restart(at: "2026-11-28T08:00+01:00")
        scene.pass(until: "2026-11-28T12:10+01:00")
        #expect(scene.rings.count == 2)
        scene.pass(until: "2026-12-01T12:10+01:00")
        #expect(scene.rings.last == "visit 2026-12-01T12:00")
    }

    @Test func `an edit that asks for less ends what is open`() {
        var scene = scene(lunch.with { $0.enough = nil })
        scene.pass(until: "2026-11-17T12:20+01:00")
        scene.answer(.done)
        scene.pass(until: "2026-11-19T12:20+01:00")
        scene.configure([lunch])
        #expect(scene.ends == ["2026-11-19T12:15 dropped enough"])
    }

    @Test func `done ahead, it counts at once`() {
        var scene = scene(
            Ritual("stretch", "daily at 10:00 and 15:00").with { $0.enough = Enough(1, a: .day) })
        #expect(scene.answer(.done, "stretch", due: "2026-11-16T15:00") == "stretch 2026-11-16T15:00")
        scene.pass(until: "2026-11-16T16:00+01:00")
        #expect(scene.rings.isEmpty && scene.ends == ["2026-11-16T10:00 dropped enough"])
    }

    @Test func `periods of days, weeks and months have their first and last dates`() {
        let day = Zone.utc.civil(at: Instant("2026-02-11T00:00Z")).date
        func text(_ period: Enough.Period) -> String {
            let dates = period.dates(around: day)
            return "\(dates.lowerBound) \(dates.upperBound)"
        }
        #expect(
            Enough.Period.allCases.map(text) == [
                "2026-02-11 2026-02-11", "2026-02-09 2026-02-15", "2026-02-01 2026-02-28",
            ])
    }
}
