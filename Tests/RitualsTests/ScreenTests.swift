import CivilTime
import Rituals
import TestSupport
import Testing

@Suite("A locked screen") struct ScreenTests {
    private let coffee = Ritual("coffee", "daily at 07:30")
    private let secret = Ritual("secret", "daily at 07:30").with {
        $0.isPrivate = true
        $0.title = "The gift"
        $0.say = "In the blue box."
    }

    private func scene(_ rituals: Ritual...) -> Scene {
        var scene = Scene(at: "2026-11-20T07:00+01:00")
        scene.configure(rituals)
        scene.effects = []
        return scene
    }

    @Test func `what falls due waits, and rings on unlock`() {
        var scene = scene(coffee)
        scene.lock()
        scene.pass(until: "2026-11-20T07:50+01:00")
        #expect(scene.rings.isEmpty && scene.held == ["coffee locked"])
        scene.unlock()
        #expect(scene.rings == ["coffee 2026-11-20T07:30"])
        #expect(scene.announcements.last?.lines == ["It was meant for 07:30."])
    }

    @Test func `past its grace it is missed, and history knows why`() throws {
        var scene = scene(coffee)
        scene.lock()
        scene.pass(until: "2026-11-20T09:00+01:00")
        #expect(scene.ends == ["2026-11-20T07:30 missed grace"])
        #expect(try scene.ledger.history(of: nil, since: nil, limit: 9).map(\.held) == [.locked])
    }

    @Test func `locked ring rings, locked drop drops`() {
        var scene = scene(
            coffee.with { $0.locked = .ring }, Ritual("drop", "daily at 07:31").with { $0.locked = .drop })
        scene.lock()
        scene.pass(until: "2026-11-20T07:40+01:00")
        #expect(
            scene.rings == ["coffee 2026-11-20T07:30"] && scene.ends == ["2026-11-20T07:31 dropped locked"])
    }

    @Test func `drop looks at the due time, also where the machine slept on`() {
        var scene = scene(coffee.with { $0.locked = .drop })
        scene.lock()
        scene.now = Instant("2026-11-20T07:40+01:00")
        scene.unlock()
        #expect(scene.rings.isEmpty && scene.ends == ["2026-11-20T07:30 dropped locked"])
    }

    @Test func `as long as nobody has said how it is, what asks for it waits`() throws {
        var scene = scene(coffee, Ritual("loud", "daily at 07:30").with { $0.locked = .ring })
        scene.restart(at: "2026-11-20T07:31+01:00", isLocked: nil)
        #expect(scene.rings == ["loud 2026-11-20T07:30"])
        scene.unlock()
        #expect(scene.rings == ["loud 2026-11-20T07:30", "coffee 2026-11-20T07:30"])
        #expect(try scene.ledger.history(of: nil, since: nil, limit: 9).allSatisfy { $0.held == nil })
    }

    @Test func `and is not lost if the program ends before`() {
        var scene = scene(coffee, Ritual("other", "daily at 07:40").with { $0.locked = .ring })
        scene.restart(at: "2026-11-20T07:31+01:00", isLocked: nil)
        scene.pass(until: "2026-11-20T07:45+01:00")
        scene.restart()
        #expect(scene.rings.last == "coffee 2026-11-20T07:30")
    }

    @Test func `a private bubble is taken down on lock and comes back on unlock, without a sound`() {
        var scene = scene(secret, coffee)
        scene.pass(until: "2026-11-20T07:40+01:00")
        scene.lock()
        #expect(scene.withdrawn.contains(.ritual(secret.id)) && !scene.withdrawn.contains(.ritual(coffee.id)))
        scene.server()
        #expect(
            scene.reposts == ["coffee 2026-11-20T07:30"],
            "a new server on a locked screen shows no words of it")
        scene.unlock()
        #expect(scene.reposts == ["coffee 2026-11-20T07:30", "secret 2026-11-20T07:30"])
        #expect(scene.announcements.last?.sound == nil && scene.announcements.last?.title == "The gift")
    }

    @Test func `one that a person closed does not come back`() {
        var scene = scene(secret)
        scene.pass(until: "2026-11-20T07:40+01:00")
        scene.take(
            scene.keeper.notificationClosed(
                .ring(secret.dueOn("2026-11-20T07:30")), byPerson: true, at: scene.now))
        scene.lock()
        scene.unlock()
        #expect(scene.reposts.isEmpty)
    }

    @Test func `one that expired meanwhile is shown again once`() {
        var scene = scene(coffee)
        scene.pass(until: "2026-11-20T07:40+01:00")
        scene.lock()
        scene.take(
            scene.keeper.notificationClosed(
                .ring(coffee.dueOn("2026-11-20T07:30")), byPerson: false, at: scene.now))
        scene.unlock()
        scene.lock()
        scene.unlock()
        #expect(scene.reposts == ["coffee 2026-11-20T07:30"])
    }

    @Test func `a private ritual that rings on a locked screen shows no word`() {
        var scene = scene(secret.with { $0.locked = .ring })
        scene.lock()
        scene.pass(until: "2026-11-20T07:30+01:00")
        #expect(
            scene.announcements.map(\.title) == ["A private ritual"]
                && scene.announcements.map(\.lines) == [[]])
        scene.unlock()
        #expect(scene.announcements.last?.title == "The gift" && scene.shown.last == "repost secret")
    }

    @Test func `do not disturb is as a lock for private rituals, and for no others`() {
        var scene = scene(secret, coffee)
        scene.disturbing(isUnwanted: true)
        scene.pass(until: "2026-11-20T07:40+01:00")
        #expect(scene.rings == ["coffee 2026-11-20T07:30"] && scene.held == ["secret undisturbed"])
        scene.disturbing(isUnwanted: false)
        #expect(scene.rings.last == "secret 2026-11-20T07:30")
    }

    @Test func `the digest waits for the unlock, and comes 20 seconds after it`() {
        var scene = scene(coffee.with { $0.missed = .digest })
        scene.lock()
        scene.pass(until: "2026-11-20T09:00+01:00")
        #expect(scene.digests.isEmpty)
        scene.unlock()
        scene.pass(until: "2026-11-20T09:00:19+01:00")
        #expect(scene.digests.isEmpty)
        scene.pass(until: "2026-11-20T09:00:20+01:00")
        #expect(scene.digests.count == 1)
    }
}

extension Ritual {
    /// The occurrence with this time as written.
    func dueOn(_ civil: String) -> Occurrence.ID {
        guard let civil = CivilDateTime(parsing: civil) else { preconditionFailure("no time: \(civil)") }
        return Occurrence.ID(ritual: id, due: .time(civil))
    }
}
