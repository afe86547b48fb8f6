import CivilTime
import Rituals
import TestSupport
import Testing

@Suite("Pauses of some") struct PauseTests {
    private let coffee = Ritual("coffee", "daily at 07:30")
    private let walk = Ritual("walk", "daily at 08:00")

    private func scene() -> Scene {
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        scene.configure([coffee, walk])
        scene.effects = []
        return scene
    }

    @Test func `only those that are named rest`() {
        var scene = scene()
        scene.pause(.only([walk.id]))
        scene.pass(until: "2026-11-20T09:00+01:00")
        #expect(
            scene.rings == ["coffee 2026-11-20T07:30"] && scene.ends == ["2026-11-20T08:00 dropped paused"])
    }

    @Test func `all but those that are named rest`() {
        var scene = scene()
        scene.pause(.allBut([walk.id]))
        scene.pass(until: "2026-11-20T09:00+01:00")
        #expect(scene.rings == ["walk 2026-11-20T08:00"])
    }

    @Test func `what is to come leaves out what rests, also without an end`() {
        var scene = scene()
        scene.pause(.only([walk.id]))
        #expect(scene.keeper.coming(3).map(\.ritual.id.description) == ["coffee", "coffee", "coffee"])
        scene.pause(until: "2026-11-22T12:00+01:00")
        #expect(scene.keeper.next?.due.civil.description == "2026-11-23T07:30")
        scene.pause()
        #expect(scene.keeper.coming(3).isEmpty && scene.keeper.next == nil)
        let never = Forecast(
            of: scene.household, after: scene.now, zone: scene.zone, pauses: scene.keeper.pauses)
        #expect(never.first { _ in true } == nil)
    }

    @Test func `a pause of all ends, and a ritual's own goes on, also through a restart`() {
        var scene = scene()
        scene.pause(.only([walk.id]))
        scene.pause(until: "2026-11-20T10:00+01:00")
        scene.restart(at: "2026-11-20T11:00+01:00")
        #expect(scene.keeper.pauses.map(\.scope) == [.only([walk.id])])
        scene.pass(until: "2026-11-21T09:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-21T07:30"])
    }

    @Test func `resume of one leaves the others paused`() {
        var scene = scene()
        scene.pause()
        scene.resume("coffee")
        scene.pass(until: "2026-11-20T09:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
        scene.resume()
        #expect(scene.keeper.pauses.isEmpty)
    }

    @Test func `resume alone ends the pause of all, and only then those of single rituals`() {
        var scene = scene()
        scene.pause(.only([walk.id]))
        scene.pause()
        scene.resume()
        #expect(scene.keeper.pauses.map(\.scope) == [.only([walk.id])])
        scene.resume()
        #expect(scene.keeper.pauses.isEmpty)
    }

    @Test func `a new pause of one ritual takes the place of its earlier one`() {
        var scene = scene()
        scene.pause(.only([coffee.id, walk.id]))
        scene.pause(until: "2026-11-20T07:10+01:00", .only([coffee.id]))
        scene.pass(until: "2026-11-20T09:00+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }

    @Test func `what is open comes back when its own pause is over`() {
        var scene = scene()
        scene.pass(until: "2026-11-20T08:10+01:00")
        scene.pause(until: "2026-11-20T08:30+01:00", .only([walk.id]))
        #expect(scene.withdrawn == [.ritual(walk.id)])
        scene.pass(until: "2026-11-20T08:30+01:00")
        #expect(scene.reposts == ["walk 2026-11-20T08:00"])
    }

    @Test func `what fell due before a pause and waits rings after it, within its grace`() {
        var scene = scene()
        scene.lock()
        scene.pass(until: "2026-11-20T07:40+01:00")
        scene.pause(until: "2026-11-20T07:55+01:00")
        scene.unlock()
        #expect(scene.rings.isEmpty)
        scene.pass(until: "2026-11-20T07:55+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
    }
}

extension Scene {
    fileprivate mutating func pause(_ scope: Pause.Scope) { pause(until: nil, scope) }
}
