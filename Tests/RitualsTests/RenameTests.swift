import CivilTime
import Rituals
import TestSupport
import Testing

@Suite("A ritual with another name") struct RenameTests {
    private let old = Ritual("talk", "daily at 19:00")
    private var new: Ritual { Ritual("our-talk", "daily at 19:00").with { $0.formerIDs = [old.id] } }

    private func scene() -> Scene {
        var scene = Scene(at: "2026-11-20T18:00+01:00")
        scene.configure([old])
        scene.effects = []
        return scene
    }

    @Test func `its history, what is open and a Later go along, for good`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T19:10+01:00")
        scene.answer(.done)
        scene.pass(until: "2026-11-21T19:10+01:00")
        scene.answer(.later, later: "2026-11-21T20:00+01:00")
        scene.configure([new])
        #expect(scene.history == ["our-talk 2026-11-20T19:00 done", "our-talk 2026-11-21T19:00 open"])
        scene.pass(until: "2026-11-21T20:00+01:00")
        #expect(scene.rings.last == "our-talk 2026-11-21T19:00")
        scene.configure([new.with { $0.formerIDs = [] }])
        #expect(scene.history == ["our-talk 2026-11-20T19:00 done", "our-talk 2026-11-21T19:00 open"])
    }

    @Test func `an open bubble comes back under the new name`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T19:10+01:00")
        scene.configure([new])
        #expect(scene.withdrawn == [.ritual(old.id)] && scene.reposts == ["our-talk 2026-11-20T19:00"])
        #expect(scene.answer(.done) == "our-talk 2026-11-20T19:00")
    }

    @Test func `renamed while it did not run, nothing is lost or doubled`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T19:10+01:00")
        scene.household = Household(rituals: [new])
        scene.restart(at: "2026-11-20T19:20+01:00")
        scene.pass(until: "2026-11-21T18:00+01:00")
        #expect(scene.rings.count == 1 && scene.history == ["our-talk 2026-11-20T19:00 lapsed"])
    }

    @Test func `what was due meanwhile rings under the new name`() {
        var scene = scene()
        scene.household = Household(rituals: [new])
        scene.restart(at: "2026-11-20T19:20+01:00")
        #expect(scene.rings == ["our-talk 2026-11-20T19:00"])
    }

    @Test func `without saying so, the new one begins now and the old one is taken back`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T19:10+01:00")
        scene.configure([new.with { $0.formerIDs = [] }])
        #expect(scene.history == ["talk 2026-11-20T19:00 withdrawn"])
    }

    @Test func `a pause of it stays one`() {
        var scene = scene()
        scene.pause(until: nil, .only([old.id]))
        scene.configure([new])
        scene.configure([new.with { $0.formerIDs = [] }])
        scene.household = Household(rituals: [new.with { $0.formerIDs = [] }])
        scene.restart()
        scene.pass(until: "2026-11-20T19:10+01:00")
        #expect(scene.rings.isEmpty)
    }
}
