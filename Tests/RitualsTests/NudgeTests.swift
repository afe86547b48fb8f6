import CivilTime
import Rituals
import TestSupport
import Testing

@Suite("Nudges") struct NudgeTests {
    private let lunch = Ritual("lunch", "daily at 12:15").with {
        $0.nudge = Nudge(every: Span(seconds: 600), times: 2)
    }

    private func scene(_ rituals: Ritual..., quiet: String? = nil) -> Scene {
        var scene = Scene(at: "2026-11-20T12:00+01:00")
        scene.configure(rituals, quiet: quiet)
        scene.effects = []
        return scene
    }

    @Test func `it rings again while nobody has answered, so often and no more`() {
        var scene = scene(lunch)
        scene.pass(until: "2026-11-20T12:25+01:00")
        #expect(scene.shown == ["ring lunch", "nudge lunch"])
        scene.pass(until: "2026-11-20T14:00+01:00")
        #expect(scene.shown == ["ring lunch", "nudge lunch", "nudge lunch"])
        #expect(scene.announcements.last?.sound != nil && scene.announcements.last?.actions.count == 3)
    }

    @Test(arguments: [Answer.Kind.done, .skip])
    func `an answer ends them`(_ answer: Answer.Kind) {
        var scene = scene(lunch)
        scene.pass(until: "2026-11-20T12:26+01:00")
        scene.answer(answer)
        scene.pass(until: "2026-11-20T14:00+01:00")
        #expect(scene.shown == ["ring lunch", "nudge lunch"])
    }

    @Test func `a bubble that a person closes ends them, one that expires does not`() {
        let id = lunch.dueOn("2026-11-20T12:15")
        var scene = scene(lunch)
        scene.pass(until: "2026-11-20T12:20+01:00")
        scene.take(scene.keeper.notificationClosed(.ring(id), byPerson: false, at: scene.now))
        scene.pass(until: "2026-11-20T12:26+01:00")
        #expect(scene.shown == ["ring lunch", "nudge lunch"])
        scene.take(scene.keeper.notificationClosed(.nudge(id), byPerson: true, at: scene.now))
        scene.pass(until: "2026-11-20T14:00+01:00")
        #expect(scene.shown == ["ring lunch", "nudge lunch"])
    }

    @Test func `after Later they start anew`() {
        var scene = scene(lunch)
        scene.pass(until: "2026-11-20T12:26+01:00")
        scene.answer(.later, later: "2026-11-20T13:00+01:00")
        scene.pass(until: "2026-11-20T15:00+01:00")
        #expect(scene.shown == ["ring lunch", "nudge lunch", "ring lunch", "nudge lunch", "nudge lunch"])
    }

    @Test func `one inside its own time is left out but counted`() {
        var scene = scene(lunch.with { $0.duration = Span(seconds: 900) })
        scene.pass(until: "2026-11-20T14:00+01:00")
        #expect(scene.shown == ["ring lunch", "nudge lunch"])
        #expect(scene.announcements.count == 2)
    }

    @Test func `one that meets a pause, a lock, quiet hours or an unplug is left out but counted`() {
        var paused = scene(lunch)
        paused.pass(until: "2026-11-20T12:20+01:00")
        paused.pause(until: "2026-11-20T12:30+01:00")
        paused.pass(until: "2026-11-20T14:00+01:00")
        #expect(paused.shown == ["ring lunch", "repost lunch", "nudge lunch"])

        var locked = scene(lunch)
        locked.pass(until: "2026-11-20T12:20+01:00")
        locked.lock()
        locked.pass(until: "2026-11-20T12:30+01:00")
        locked.unlock()
        locked.pass(until: "2026-11-20T14:00+01:00")
        #expect(locked.shown == ["ring lunch", "nudge lunch"])

        var quiet = scene(lunch, quiet: "12:20-12:30")
        quiet.pass(until: "2026-11-20T14:00+01:00")
        #expect(quiet.shown == ["ring lunch", "nudge lunch"])

        let dinner = Ritual("dinner", "daily at 12:20").with {
            $0.duration = Span(seconds: 600)
            $0.unplugs = true
        }
        var unplugged = scene(lunch, dinner)
        unplugged.pass(until: "2026-11-20T14:00+01:00")
        #expect(unplugged.shown == ["ring lunch", "ring dinner", "end dinner", "nudge lunch"])

        var undisturbed = scene(lunch)
        undisturbed.pass(until: "2026-11-20T12:20+01:00")
        undisturbed.disturbing(isUnwanted: true)
        undisturbed.pass(until: "2026-11-20T14:00+01:00")
        #expect(undisturbed.shown == ["ring lunch"])
    }

    @Test func `those that would hold nothing of it let it nudge`() {
        var scene = scene(
            lunch.with {
                $0.locked = .ring
                $0.quiet = .ring
            }, quiet: "12:00-13:00")
        scene.lock()
        scene.pass(until: "2026-11-20T14:00+01:00")
        #expect(scene.shown == ["ring lunch", "nudge lunch", "nudge lunch"])
    }

    @Test func `a restart neither repeats nor loses one`() {
        var scene = scene(lunch)
        scene.pass(until: "2026-11-20T12:26+01:00")
        scene.restart()
        scene.pass(until: "2026-11-20T12:34+01:00")
        scene.restart()
        scene.pass(until: "2026-11-20T14:00+01:00")
        #expect(scene.shown == ["ring lunch", "nudge lunch", "nudge lunch"])
    }

    @Test func `those that the machine slept through are left out`() {
        var scene = scene(lunch)
        scene.pass(until: "2026-11-20T12:20+01:00")
        scene.wake(at: "2026-11-20T12:40+01:00")
        scene.pass(until: "2026-11-20T14:00+01:00")
        #expect(scene.shown == ["ring lunch"])
    }

    @Test func `a bubble that expired and came back once is nudged on, and does not come back again`() {
        let id = lunch.dueOn("2026-11-20T12:15")
        var scene = scene(lunch)
        scene.pass(until: "2026-11-20T12:20+01:00")
        scene.take(scene.keeper.notificationClosed(.ring(id), byPerson: false, at: scene.now))
        scene.server()
        scene.server()
        scene.restart()
        scene.pass(until: "2026-11-20T12:26+01:00")
        #expect(scene.shown == ["ring lunch", "repost lunch", "nudge lunch"])
        scene.server()
        #expect(scene.shown.last == "repost lunch", "the nudge is a bubble of its own")
    }
}
