import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

/// What the newer kinds of schedules mean for what rings and what is remembered.
@Suite("Schedules and what becomes of their occurrences") struct ScheduledLifeTests {
    private func date(_ text: String) -> CivilDate {
        CivilDateTime(parsing: text + "T00:00")?.date ?? CivilDate(dayNumber: 0)
    }

    @Test func `while they are away nothing rings, and the ledger says why`() {
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        scene.configure([Ritual("coffee", "daily at 07:30")], away: date("2026-11-21")...date("2026-11-22"))
        scene.pass(until: "2026-11-23T08:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30", "coffee 2026-11-23T07:30"])
        #expect(scene.ends == ["2026-11-21T07:30 dropped away", "2026-11-22T07:30 dropped away"])
    }

    @Test func `what comes next is told past the time away`() {
        var scene = Scene(at: "2026-11-20T08:00+01:00")
        scene.configure(
            [Ritual("coffee", "daily at 07:30"), Ritual("night", "every 2 hours between 23:00 and 01:00")],
            away: date("2026-11-20")...date("2027-05-31"))
        #expect(scene.keeper.next.map { "\($0.ritual.id) \($0.due.name)" } == "coffee 2027-06-01T07:30")
        #expect(
            scene.keeper.coming(3).map { "\($0.ritual.id) \($0.due.name)" } == [
                "coffee 2027-06-01T07:30", "night 2027-06-01T23:00", "night 2027-06-02T01:00",
            ])
    }

    @Test func `of a window past midnight, the day it begins on is away, also after a restart`() {
        let night = Ritual("night", "every 2 hours between 23:00 and 01:00", grace: Span(seconds: 5400))
        for restarts in [false, true] {
            var scene = Scene(at: "2026-11-20T12:00+01:00")
            scene.configure([night], away: date("2026-11-21")...date("2026-11-21"))
            scene.pass(until: "2026-11-22T00:30+01:00")
            if restarts { scene.restart(at: "2026-11-22T01:10+01:00") }
            scene.pass(until: "2026-11-23T02:00+01:00")
            #expect(
                scene.rings == [
                    "night 2026-11-20T23:00", "night 2026-11-21T01:00", "night 2026-11-22T23:00",
                    "night 2026-11-23T01:00",
                ])
            #expect(
                scene.history.filter { $0.hasSuffix("dropped") } == [
                    "night 2026-11-21T23:00 dropped", "night 2026-11-22T01:00 dropped",
                ])
        }
    }

    @Test func `what rang before they went away stays open, and a reminder of its own rings`() {
        var scene = Scene(Ritual("coffee", "daily at 07:30"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T07:40+01:00")
        let due = CivilDateTime(parsing: "2026-11-20T09:00") ?? CivilDateTime(wallSeconds: 0)
        let once = Ritual(id: Ritual.ID(oneOff: 1), schedule: Schedule(once: due))
        scene.configure(
            [Ritual("coffee", "daily at 07:30"), once], away: date("2026-11-20")...date("2026-11-30"))
        scene.pass(until: "2026-11-20T10:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30", "once-1 2026-11-20T09:00"])
        #expect(scene.answer(.done, "coffee") == "coffee 2026-11-20T07:30")
    }

    @Test func `sometime is known by its date: another window does not ring twice a day`() {
        var scene = Scene(Ritual("gesture", "sometime between 10:00 and 12:00"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T12:30+01:00")
        #expect(scene.rings == ["gesture 2026-11-20"])
        scene.configure([Ritual("gesture", "sometime between 15:00 and 16:00")])
        scene.pass(until: "2026-11-20T20:00+01:00")
        #expect(scene.rings == ["gesture 2026-11-20"])
        scene.restart(at: "2026-11-20T20:01+01:00")
        scene.pass(until: "2026-11-21T20:00+01:00")
        #expect(scene.rings == ["gesture 2026-11-20", "gesture 2026-11-21"])
        // By its date, or by the minute that was drawn.
        #expect(scene.answer(.done, "gesture", due: "2026-11-20").hasPrefix("gesture 2026-11-20"))
        #expect(scene.answer(.done, "gesture", due: "2026-11-21T15:10").hasPrefix("gesture 2026-11-21"))
        #expect(scene.history.map { $0.suffix(4) } == ["done", "done"])
    }

    @Test func `its ring keeps its minute through a restart`() {
        var scene = Scene(Ritual("gesture", "sometime between 10:00 and 12:00"), at: "2026-11-20T07:00+01:00")
        scene.pass(until: "2026-11-20T12:30+01:00")
        let minute = scene.announcements.last?.civil
        scene.restart()
        scene.server()
        #expect(scene.reposts == ["gesture 2026-11-20"] && scene.announcements.last?.civil == minute)
    }

    @Test func `the sun rings when it sets, and a journey does not move it`() {
        let terms = Terms(place: Place(latitude: 52.52, longitude: 13.4))
        var scene = Scene(Ritual("walk", "daily at sunset", terms: terms), at: "2026-12-19T12:00+01:00")
        scene.pass(until: "2026-12-19T15:00+01:00")
        // On London's clock the same sun sets at 14:53.
        scene.wake(at: "2026-12-19T14:10Z", in: "Europe/London")
        scene.pass(until: "2026-12-19T18:00Z")
        #expect(scene.rings == ["walk 2026-12-19"])
    }

    private var walk: Ritual {
        Ritual("walk", "daily at sunset", terms: Terms(place: Place(latitude: 52.52, longitude: 13.4)))
    }

    @Test func `a sunset that a sleep and a journey together pass over rings within its grace`() {
        var scene = Scene(walk, at: "2026-12-19T12:00+01:00")
        scene.pass(until: "2026-12-19T15:00+01:00")
        scene.wake(at: "2026-12-19T15:10Z", in: "Europe/London")
        #expect(scene.rings == ["walk 2026-12-19"])
    }

    @Test func `a sunset that was done ahead stays done on another clock`() {
        var scene = Scene(walk, at: "2026-12-19T12:00+01:00")
        #expect(scene.answer(.done, "walk") == "walk 2026-12-19T15:53")
        scene.wake(at: "2026-12-19T12:00Z", in: "Europe/London")
        scene.pass(until: "2026-12-19T18:00Z")
        #expect(scene.rings == [])
    }

    @Test func `a sunset that rang stays open on another clock, through a restart and an edit`() {
        var scene = Scene(walk, at: "2026-12-19T12:00+01:00")
        scene.pass(until: "2026-12-19T16:00+01:00")
        scene.wake(at: "2026-12-19T15:10Z", in: "Europe/London")
        scene.restart(at: "2026-12-19T15:20Z")
        scene.configure([walk, Ritual("tea", "daily at 17:00")])
        #expect(scene.ends == [] && scene.rings == ["walk 2026-12-19"])
        #expect(scene.answer(.done, "walk") == "walk 2026-12-19T15:53")
    }

    @Test func `a count goes on through a restart, and another first date is another schedule`() {
        func ritual(_ starting: String) -> Ritual {
            Ritual("date", "every other friday at 19:30", terms: Terms(starting: date(starting)))
        }
        var scene = Scene(ritual("2026-11-06"), at: "2026-11-20T12:00+01:00")
        scene.restart(at: "2026-11-20T20:00+01:00")
        #expect(scene.rings == ["date 2026-11-20T19:30"])
        scene.configure([ritual("2026-11-13")])
        scene.pass(until: "2026-12-05T00:00+01:00")
        #expect(scene.rings == ["date 2026-11-20T19:30", "date 2026-11-27T19:30"])
        #expect(scene.ends == ["2026-11-20T19:30 withdrawn edited"])
    }
}
