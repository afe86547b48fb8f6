import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

@Suite("A ritual with pulse: true") struct CheckInTests {
    private let talk = Ritual("talk", "sundays at 19:00").with { $0.asksPulse = true }
    private let step = Insight(.lighter, about: "2026-W46", words: "Ten minutes on the balcony.")

    private func scene(_ rituals: Ritual..., coming: ClosedRange<Int>? = 46...50) -> Scene {
        var scene = Scene(at: "2026-11-22T18:00+01:00")
        scene.configure(rituals.isEmpty ? [talk] : rituals)
        scene.keeper.outlook.coming = coming.map { weeks in
            ComingInsight(insight: step, weeks: week(weeks.lowerBound)...week(weeks.upperBound))
        }
        return scene
    }

    private func week(_ number: Int) -> CivilWeek {
        CivilWeek(parsing: "2026-W\(number)") ?? CivilWeek(of: CivilDate(dayNumber: 0))
    }

    private func ringing(_ scene: Scene) -> [[String]] {
        scene.announcements.filter { if case .ring = $0.kind { true } else { false } }.map(\.lines)
    }

    @Test func `its next ring brings one line, once, and the ledger remembers`() throws {
        var scene = scene()
        scene.pass(until: "2026-12-06T20:00+01:00")
        #expect(ringing(scene) == [["Ten minutes on the balcony."], [], []])
        let said = try scene.ledger.insights(of: nil)
        #expect(said.map(\.insight) == [step] && said.map(\.week) == [week(47)])
        #expect(said.first?.occurrence?.ritual == talk.id)
    }

    @Test func `before its week and after its last it brings nothing`() {
        var early = scene(coming: 48...49)
        early.pass(until: "2026-11-30T00:00+01:00")
        #expect(ringing(early) == [[], ["Ten minutes on the balcony."]])
        var late = scene(coming: 45...46)
        late.pass(until: "2026-11-30T00:00+01:00")
        #expect(ringing(late) == [[], []])
    }

    @Test func `no other ritual brings it`() {
        var scene = scene(talk.with { $0.asksPulse = false }, Ritual("walk", "daily at 19:00"))
        scene.pass(until: "2026-11-23T00:00+01:00")
        #expect(scene.announcements.allSatisfy { $0.lines.isEmpty })
    }

    @Test func `shown again it says the same, and so does Later`() {
        var scene = scene(
            talk.with { $0.nudge = Nudge(every: Span(seconds: 600), times: 1) })
        scene.pass(until: "2026-11-22T19:15+01:00")
        scene.server()
        scene.answer(.later)
        scene.pass(until: "2026-11-22T19:40+01:00")
        #expect(scene.shown == ["ring talk", "nudge talk", "repost talk", "ring talk", "nudge talk"])
        #expect(scene.announcements.allSatisfy { $0.lines.contains("Ten minutes on the balcony.") })
    }

    @Test func `on a locked screen it keeps the line to itself`() {
        var scene = scene(
            talk.with {
                $0.isPrivate = true
                $0.locked = .ring
            })
        scene.lock()
        scene.pass(until: "2026-11-22T19:15+01:00")
        #expect(ringing(scene) == [[]])
        scene.unlock()
        #expect(scene.announcements.last?.lines == [], "it was not brought")
    }

    @Test func `among many at once it waits for a week in which it is read`() {
        let others = (1...3).map { Ritual("r\($0)", "daily at 19:00 except 2026-11-29") }
        var scene = scene(talk, others[0], others[1], others[2])
        scene.pass(until: "2026-11-29T20:00+01:00")
        #expect(scene.announcements.last?.lines == ["Ten minutes on the balcony."])
    }

    // MARK: After Done

    private func answered(_ scene: inout Scene, _ answer: Answer, from source: AnswerSource) throws {
        let occurrence = try scene.keeper.target(of: answer.kind, ritual: nil, at: scene.now)
        scene.take(try scene.keeper.answered(answer, to: occurrence, from: source, at: scene.now))
    }

    @Test func `Done in a bubble is followed by one that names the questions, without a sound`() throws {
        var scene = scene(coming: nil)
        scene.pass(until: "2026-11-22T19:15+01:00")
        try answered(&scene, .done, from: .bubble)
        #expect(scene.shown == ["ring talk", "pulse talk"])
        let bubble = try #require(scene.announcements.last)
        #expect(bubble.sound == nil && bubble.actions.isEmpty && bubble.channels == [.desktop])
        #expect(bubble.isPrivate && bubble.lines[0].contains("`ritual pulse`"))
        #expect(!("\(bubble.title) \(bubble.lines)".contains("alk together")))
    }

    @Test(
        "nothing else is followed by it",
        arguments: [(Answer.done, AnswerSource.command), (.notToday, .bubble), (.notToday, .command)])
    func others(_ answer: Answer, _ source: AnswerSource) throws {
        var scene = scene(coming: nil)
        scene.pass(until: "2026-11-22T19:15+01:00")
        try answered(&scene, answer, from: source)
        #expect(scene.shown == ["ring talk"])
    }

    @Test func `in a week that has a pulse it is not offered again`() throws {
        var scene = scene(coming: nil)
        scene.keeper.outlook.lastPulse = week(47)
        scene.pass(until: "2026-11-22T19:15+01:00")
        try answered(&scene, .done, from: .bubble)
        #expect(scene.shown == ["ring talk"])
        scene.pass(until: "2026-11-29T19:15+01:00")
        try answered(&scene, .done, from: .bubble)
        #expect(scene.shown == ["ring talk", "ring talk", "pulse talk"])
    }
}
