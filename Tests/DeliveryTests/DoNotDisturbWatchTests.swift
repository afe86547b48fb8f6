import Systemd
import TestSupport
import Testing

@testable import Delivery

private let plasma = ["org.freedesktop.Notifications", "Inhibited"]
private let dunst = ["org.dunstproject.cmd0", "paused"]

@Suite("Do not disturb", .serialized, .timeLimit(.minutes(2))) @MainActor final class DoNotDisturbWatchTests {
    private let scene: PresenceScene
    private var watch: DoNotDisturbWatch?

    init() throws {
        scene = try PresenceScene()
    }

    private func begin(patience: Duration = Bus.patience) {
        watch = DoNotDisturbWatch(scene.sessionBus, patience: patience) { [scene] in scene.told.append($0) }
    }

    private func startServer(_ options: [String]) async throws {
        try scene.session.startPeer("server", options, script: "notification_server.py")
        await scene.wait(for: "org.freedesktop.Notifications", on: scene.sessionBus)
    }

    /// Sets it, and has the server say so or not.
    private func set(_ isQuiet: Bool, isTold: Bool = true) throws {
        try scene.session.hands(
            on: "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
            ["Quiet", "bb", "\(isQuiet)", "\(isTold)"])
    }

    @Test("is followed where the server tells", arguments: [plasma, dunst])
    func follows(_ property: [String]) async throws {
        try await startServer(["--quiet"] + property + ["yes"])
        begin()
        #expect(await scene.news(1) == [true])
        try set(true)
        try set(false)
        #expect(await scene.news(2) == [true, false])
        try set(true)
        #expect(await scene.news(3) == [true, false, true])
    }

    @Test("a server that tells nothing is asked once", arguments: [nil, "Brightness"])
    func ignores(_ property: String?) async throws {
        let options = property.map { ["--quiet", "org.freedesktop.Notifications", $0, "yes"] }
        try await startServer(options ?? [])
        begin()
        #expect(await scene.news(1) == [false])
        watch?.ask()
        await scene.settle()
        let questions = try scene.session.calls().filter { $0["method"] as? String == "GetAll" }
        #expect(scene.told == [false] && questions.count == (property == nil ? 0 : 2))
    }

    @Test func `what a server keeps to itself is heard when it is asked`() async throws {
        try await startServer(["--quiet"] + dunst + ["no"])
        begin()
        #expect(await scene.news(1) == [false])
        try set(true, isTold: false)
        await scene.settle()
        #expect(scene.told == [false])
        watch?.ask()
        #expect(await scene.news(2) == [false, true])
    }

    @Test func `without a bus or a server nobody asks for it`() async throws {
        var told: [Bool] = []
        watch = DoNotDisturbWatch(LastingBus(address: "unix:path=/nonexistent/bus")) { told.append($0) }
        #expect(told == [false])
        begin()
        #expect(await scene.news(1) == [false])
    }

    @Test func `a server that comes later counts, one that has left does not`() async throws {
        begin(patience: .milliseconds(200))
        #expect(await scene.news(1) == [false])
        try await startServer(["--quiet"] + plasma + ["yes"])
        #expect(await scene.news(2) == [false, true])
        scene.session.stopServer()
        #expect(await scene.news(3) == [false, true, false])
    }

    @Test func `each server speaks for itself, and between two nothing is told`() async throws {
        try await startServer(["--quiet"] + plasma + ["yes"])
        begin(patience: .seconds(100))
        #expect(await scene.news(1) == [true])
        scene.session.stopServer()
        try await startServer(["--quiet"] + dunst + ["yes"])
        await scene.settle()
        #expect(scene.told == [true])
        scene.session.stopServer()
        try await startServer([])
        #expect(await scene.news(2) == [true, false])
    }
}
