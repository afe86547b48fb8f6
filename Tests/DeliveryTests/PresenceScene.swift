import Systemd
import TestSupport
import Testing

/// A system bus and a session bus of the test's own, those who know of the lock on them, and what was told.
@MainActor
final class PresenceScene {
    let system: PrivateBus
    let session: PrivateBus
    private(set) lazy var systemBus = LastingBus(address: system.address)
    private(set) lazy var sessionBus = LastingBus(address: session.address)
    /// What the watch under test has told, the first word included.
    var told: [Bool] = []

    init() throws {
        system = try PrivateBus()
        session = try PrivateBus()
    }

    /// Starts a stand-in for logind and waits until it is there; a session is `id:class:type:state:locked`,
    /// with the user's number behind it where that is not our own.
    func startLogind(_ sessions: [String], _ options: String...) async throws {
        try system.startPeer("logind", ["logind"] + options + sessions, script: "presence.py")
        await wait(for: "org.freedesktop.login1", on: systemBus)
    }

    func startSaver(_ name: String, _ paths: [String], isActive: Bool = false) async throws {
        let options = isActive ? ["--active"] : []
        try session.startPeer(name, ["saver", name] + paths + options, script: "presence.py")
        await wait(for: name, on: sessionBus)
    }

    /// Does something with logind: a method of its hands and its arguments, as busctl(1) takes them.
    func logind(_ arguments: String...) throws {
        try system.hands(on: "org.freedesktop.login1", "/org/freedesktop/login1", arguments)
    }

    func cover(_ name: String, _ path: String, _ isActive: Bool) throws {
        try session.hands(on: name, path, ["Cover", "b", "\(isActive)"])
    }

    /// Waits until so much has been told and all is answered, and returns it all.
    func news(_ count: Int) async -> [Bool] {
        await within { self.told.count >= count }
        await settle()
        return told
    }

    /// Waits until what has happened up to now has been heard, and asked about.
    func settle() async {
        for _ in 1...3 {
            await ping(systemBus, "org.freedesktop.login1")
            for name in ["ScreenSaver", "Notifications"] {
                await ping(sessionBus, "org.freedesktop." + name)
            }
            await ping(sessionBus, "org.gnome.ScreenSaver")
        }
    }

    /// Waits until something is so, half a minute at most.
    func within(_ condition: () async -> Bool) async {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(30)
        while await !condition() {
            guard clock.now < end else {
                Issue.record("it has not come to that")
                return
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    func wait(for name: String, on bus: LastingBus) async {
        await within { await self.ping(bus, name) }
    }

    @discardableResult
    private func ping(_ connection: LastingBus, _ name: String) async -> Bool {
        guard let bus = connection.connect() else { return false }
        return await withCheckedContinuation { continuation in
            bus.call(name, "/", "org.freedesktop.DBus.Peer", "Ping") { answer in
                continuation.resume(returning: (try? answer.get()) != nil)
            }
        }
    }
}
