import CivilTime
import Rituals
import TestSupport
import Testing

@Suite("Rituals that last, and unplug") struct UnplugTests {
    private let dinner = Ritual("dinner", "daily at 19:00").with {
        $0.duration = Span(seconds: 3600)
        $0.unplugs = true
    }
    private let walk = Ritual("walk", "daily at 19:30")
    private let call = Ritual("call", "daily at 19:40")

    private func scene(_ rituals: Ritual..., quiet: String? = nil) -> Scene {
        var scene = Scene(at: "2026-11-20T18:00+01:00")
        scene.configure(rituals, quiet: quiet)
        scene.effects = []
        return scene
    }

    @Test func `others that fall due meanwhile wait, and come as one bubble after the line at its end`() {
        var scene = scene(dinner, walk, call)
        scene.pass(until: "2026-11-20T19:59:59+01:00")
        #expect(scene.shown == ["ring dinner"] && scene.held == ["walk unplugged", "call unplugged"])
        scene.pass(until: "2026-11-20T20:00+01:00")
        #expect(scene.shown == ["ring dinner", "end dinner", "several walk call"])
        let end = scene.announcements.dropFirst().first
        #expect(end?.lines == ["The phones may come back whenever you like."] && end?.sound == nil)
        #expect(end?.actions.count == 3, "nobody has answered")
        #expect(
            scene.announcements[2].lines == ["Walk", "Call"]
                && scene.announcements[2].title == "2 rituals waited meanwhile")
    }

    @Test func `one alone comes as itself`() {
        var scene = scene(dinner, walk)
        scene.pass(until: "2026-11-20T20:00+01:00")
        #expect(scene.shown == ["ring dinner", "end dinner", "ring walk"])
    }

    @Test func `what is past its grace by then does not come`() {
        var scene = scene(dinner, walk.with { $0.grace = Span(seconds: 600) })
        scene.pass(until: "2026-11-20T20:00+01:00")
        #expect(
            scene.shown == ["ring dinner", "end dinner"] && scene.ends == ["2026-11-20T19:30 missed grace"])
    }

    @Test(arguments: [Answer.Kind.done, .skip, .later])
    func `an answer ends it before its time, and no line comes`(_ answer: Answer.Kind) {
        var scene = scene(dinner, walk)
        scene.pass(until: "2026-11-20T19:35+01:00")
        scene.answer(answer, "dinner")
        #expect(scene.shown.prefix(2) == ["ring dinner", "ring walk"])
        scene.pass(until: "2026-11-20T20:10+01:00")
        #expect(!scene.shown.contains("end dinner"))
    }

    @Test func `after Later its time counts anew`() {
        var scene = scene(dinner, walk, call)
        scene.pass(until: "2026-11-20T19:05+01:00")
        scene.answer(.later, "dinner", later: "2026-11-20T19:35+01:00")
        scene.pass(until: "2026-11-20T20:34+01:00")
        #expect(
            scene.shown == ["ring dinner", "ring walk", "ring dinner"] && scene.held == ["call unplugged"])
        scene.pass(until: "2026-11-20T20:35+01:00")
        #expect(scene.shown.suffix(2) == ["end dinner", "ring call"])
    }

    @Test func `another that unplugs does not wait, nor what fell due before it or at once`() {
        let early = Ritual("early", "daily at 18:50")
        var scene = scene(
            dinner, Ritual("same", "daily at 19:00"), early,
            call.with {
                $0.duration = Span(seconds: 600)
                $0.unplugs = true
            })
        scene.hasServer = false
        scene.pass(until: "2026-11-20T18:55+01:00")
        scene.hasServer = true
        scene.pass(until: "2026-11-20T19:10+01:00")
        scene.server()
        scene.pass(until: "2026-11-20T19:45+01:00")
        #expect(
            Set(scene.rings) == [
                "dinner 2026-11-20T19:00", "same 2026-11-20T19:00", "early 2026-11-20T18:50",
                "call 2026-11-20T19:40",
            ])
    }

    @Test func `one that wants no answer lasts all the same, and its line has no buttons`() {
        var scene = scene(dinner.with { $0.wantsAnswer = false }, walk)
        scene.pass(until: "2026-11-20T19:45+01:00")
        #expect(scene.held == ["walk unplugged"])
        scene.pass(until: "2026-11-20T20:00+01:00")
        #expect(scene.shown == ["ring dinner", "end dinner", "ring walk"])
        #expect(scene.announcements.dropFirst().first?.actions.isEmpty == true)
    }

    @Test func `one that nothing could show holds nobody`() {
        var scene = scene(dinner, walk)
        scene.hasServer = false
        scene.pass(until: "2026-11-20T19:35+01:00")
        #expect(scene.held.isEmpty)
        scene.server()
        #expect(Set(scene.shown.suffix(2)) == ["ring dinner", "ring walk"])
    }

    @Test func `a restart in the middle changes nothing`() {
        var scene = scene(dinner, walk, call)
        scene.pass(until: "2026-11-20T19:35+01:00")
        scene.restart()
        scene.pass(until: "2026-11-20T19:50+01:00")
        #expect(scene.held == ["walk unplugged", "call unplugged"])
        scene.restart()
        scene.pass(until: "2026-11-20T20:00+01:00")
        #expect(scene.shown.suffix(2) == ["end dinner", "several walk call"])
        scene.restart()
        scene.pass(until: "2026-11-20T20:10+01:00")
        #expect(scene.shown.filter { $0 == "end dinner" }.count == 1)
    }

    @Test func `off at its end, the line is left out and the others ring`() {
        var scene = scene(dinner, walk)
        scene.pass(until: "2026-11-20T19:35+01:00")
        scene.restart(at: "2026-11-20T20:05+01:00")
        #expect(scene.shown.last == "ring walk" && !scene.shown.contains("end dinner"))
    }

    @Test func `the line passes quiet hours, waits for a lock, and is left out in a pause`() {
        var scene = scene(dinner, quiet: "19:30-23:00")
        scene.pass(until: "2026-11-20T20:00+01:00")
        #expect(scene.shown == ["ring dinner", "end dinner"])
        scene = self.scene(dinner)
        scene.pass(until: "2026-11-20T19:50+01:00")
        scene.lock()
        scene.pass(until: "2026-11-20T20:10+01:00")
        #expect(scene.shown == ["ring dinner"])
        scene.unlock()
        #expect(scene.shown == ["ring dinner", "end dinner"])
        scene = self.scene(dinner)
        scene.pass(until: "2026-11-20T19:50+01:00")
        scene.pause()
        scene.pass(until: "2026-11-20T20:10+01:00")
        scene.resume()
        #expect(scene.shown == ["ring dinner", "repost dinner"])
    }

    @Test func `without unplug the end is a row, and with note a line`() throws {
        let talk = Ritual("talk", "daily at 19:00").with { $0.duration = Span(seconds: 1800) }
        var scene = scene(
            talk,
            Ritual("note", "daily at 19:00").with {
                $0.duration = Span(seconds: 1800)
                $0.notesEnd = true
            })
        scene.pass(until: "2026-11-20T19:40+01:00")
        #expect(scene.shown.suffix(1) == ["end note"])
        #expect(
            scene.effects.filter { if case .record(.occurrence(_, _, .over)) = $0 { true } else { false } }
                .count == 2)
        #expect(!scene.announcements.contains { $0.lines.joined().lowercased().contains("time's up") })
    }

    @Test func `an edit that shortens it ends it`() {
        var scene = scene(dinner, walk)
        scene.pass(until: "2026-11-20T19:35+01:00")
        scene.configure([dinner.with { $0.duration = Span(seconds: 1200) }, walk])
        #expect(scene.rings.last == "walk 2026-11-20T19:30" && scene.held.isEmpty)
    }

    @Test func `the digest waits for its end, and comes 20 seconds after it`() {
        let old = Ritual("old", "daily at 18:30").with {
            $0.missed = .digest
            $0.grace = Span(seconds: 60)
        }
        var scene = scene(dinner, old)
        scene.wake(at: "2026-11-20T19:00+01:00")
        #expect(scene.ends == ["2026-11-20T18:30 missed grace"])
        scene.pass(until: "2026-11-20T20:00:19+01:00")
        #expect(scene.digests.isEmpty)
        scene.pass(until: "2026-11-20T20:00:20+01:00")
        #expect(scene.digests.count == 1)
    }

    @Test func `the usual grace is the longer of its time and half an hour`() {
        func grace(_ duration: Span?) -> Span { Ritual.usualGrace(lasting: duration) }
        #expect(grace(nil) == Span(seconds: 3600) && grace(Span(seconds: 600)) == Span(seconds: 1800))
        #expect(grace(Span(seconds: 7200)) == Span(seconds: 7200) && grace(Span(days: 1)) == Span(days: 1))
    }
}
