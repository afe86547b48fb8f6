import Glibc
import Systemd
import TestSupport
import Testing

@testable import Delivery

/// Sessions of logind's at the start, and whether they make a locked screen.
private struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sessions: [String]
    let isLocked: Bool

    init(_ description: String, _ sessions: [String], isLocked: Bool) {
        testDescription = description
        self.sessions = sessions
        self.isLocked = isLocked
    }
}

private let desktop = "1:user:x11:active:no"
private let locked = "1:user:x11:active:yes"
private let shared = "org.freedesktop.ScreenSaver"
private let sharedPath = "/org/freedesktop/ScreenSaver"
private let gnome = "org.gnome.ScreenSaver"
private let gnomePath = "/org/gnome/ScreenSaver"
/// Short enough to wait for it, and longer than any restart.
private let impatience = Duration.milliseconds(200)
private let endlessPatience = Duration.seconds(100)

@Suite("The lock screen", .serialized, .timeLimit(.minutes(2))) @MainActor final class LockWatchTests {
    private let scene: PresenceScene
    private var watch: LockWatch?

    init() throws {
        scene = try PresenceScene()
    }

    private func begin(patience: Duration = Bus.patience) {
        watch = LockWatch(system: scene.systemBus, session: scene.sessionBus, patience: patience) {
            [scene] in
            scene.told.append($0)
        }
    }

    // MARK: logind's sessions

    @Test(
        "is there while every graphical session of ours is locked",
        arguments: [
            Row("no session", [], isLocked: false),
            Row("one that is not", [desktop], isLocked: false),
            Row("one that is, on X11", [locked], isLocked: true),
            Row("on Wayland", ["1:user:wayland:active:yes"], isLocked: true),
            Row("on Mir", ["1:user:mir:online:yes"], isLocked: true),
            Row("on a terminal", ["1:user:tty:active:yes"], isLocked: false),
            Row("the greeter's", ["1:greeter:x11:active:yes"], isLocked: false),
            Row("a lock screen's own", ["1:lock-screen:x11:active:yes"], isLocked: false),
            Row("one in the background", ["1:background:x11:active:yes"], isLocked: false),
            Row("the user manager's", ["1:manager:unspecified:active:yes"], isLocked: false),
            Row("one that is ending", ["1:user:x11:closing:yes"], isLocked: false),
            Row("another person's", ["1:user:x11:active:yes:\(getuid() + 1)"], isLocked: false),
            Row("one of two", [locked, "2:user:wayland:online:no"], isLocked: false),
            Row("both of two", [locked, "2:user:wayland:online:yes"], isLocked: true),
            Row("beside a terminal", [locked, "2:user:tty:online:no"], isLocked: true),
            Row("beside a greeter", [locked, "c1:greeter:wayland:active:no"], isLocked: true),
            Row("beside one that is ending", [locked, "2:user:x11:closing:no"], isLocked: true),
            Row(
                "beside another person's", [locked, "2:user:x11:active:no:\(getuid() + 1)"], isLocked: true),
        ])
    fileprivate func counts(_ row: Row) async throws {
        try await scene.startLogind(row.sessions)
        begin()
        #expect(await scene.news(1) == [row.isLocked])
    }

    @Test func `each change is told once, and what a signal carries is not asked for`() async throws {
        try await scene.startLogind([desktop])
        begin()
        #expect(await scene.news(1) == [false])
        for lock in ["true", "true", "false", "true"] { try scene.logind("Lock", "sb", "1", lock) }
        #expect(await scene.news(4) == [false, true, false, true])
        #expect(
            try scene.system.calls().compactMap { $0["method"] as? String } == ["ListSessions", "GetAll"])
    }

    @Test func `what a signal does not carry is asked for`() async throws {
        try await scene.startLogind([desktop])
        begin()
        #expect(await scene.news(1) == [false])
        try scene.logind("LockWithoutValue", "sb", "1", "true")
        #expect(await scene.news(2) == [false, true])
    }

    @Test func `a session that comes later counts, and one that has gone no longer does`() async throws {
        try await scene.startLogind([])
        begin()
        #expect(await scene.news(1) == [false])
        try scene.logind("Open", "s", locked)
        #expect(await scene.news(2) == [false, true])
        try scene.logind("Open", "s", "2:user:wayland:online:no")
        #expect(await scene.news(3) == [false, true, false])
        try scene.logind("Lock", "sb", "2", "true")
        #expect(await scene.news(4) == [false, true, false, true])
        try scene.logind("Lock", "sb", "1", "false")
        #expect(await scene.news(5) == [false, true, false, true, false])
        try scene.logind("Close", "s", "1")
        #expect(await scene.news(6) == [false, true, false, true, false, true])
        try scene.logind("Close", "s", "2")
        #expect(await scene.news(7) == [false, true, false, true, false, true, false])
    }

    @Test func `that somebody has logged out is seen when the next session comes`() async throws {
        try await scene.startLogind([locked])
        begin()
        #expect(await scene.news(1) == [true])
        try scene.logind("Leave", "s", "1")
        try scene.logind("Open", "s", "c1:greeter:wayland:active:no:\(getuid() + 1)")
        #expect(await scene.news(2) == [true, false])
    }

    @Test func `nothing is told while sessions are being asked`() async throws {
        try await scene.startLogind([locked, "2:user:wayland:online:yes"], "--slow", "200")
        begin()
        #expect(await scene.news(1) == [true])
        try scene.logind("Open", "s", "3:user:x11:online:yes")
        await scene.within {
            ((try? scene.system.calls()) ?? []).contains { ($0["path"] as? String)?.last == "3" }
        }
        try scene.logind("Lock", "sb", "3", "false")
        #expect(await scene.news(2) == [true, false])
    }

    // MARK: Screen savers

    @Test(
        "without a word of logind's, a screen saver's counts",
        arguments: [
            (shared, [sharedPath]), (shared, ["/ScreenSaver"]), (shared, [sharedPath, "/ScreenSaver"]),
            (gnome, [gnomePath]),
        ])
    func covers(_ name: String, _ paths: [String]) async throws {
        try await scene.startSaver(name, paths, isActive: true)
        begin()
        #expect(await scene.news(1) == [true])
        try scene.cover(name, paths[0], false)
        #expect(await scene.news(2) == [true, false])
        try scene.cover(name, paths[0], true)
        #expect(await scene.news(3) == [true, false, true])
    }

    @Test func `a screen saver counts where no session says that it is locked, and only there`() async throws
    {
        try await scene.startLogind([desktop, "2:user:x11:online:no"])
        try await scene.startSaver(gnome, [gnomePath], isActive: true)
        begin()
        #expect(await scene.news(1) == [true])
        try scene.logind("Lock", "sb", "1", "true")
        #expect(await scene.news(2) == [true, false])
        try scene.logind("Lock", "sb", "2", "true")
        #expect(await scene.news(3) == [true, false, true])
        try scene.cover(gnome, gnomePath, false)
        await scene.settle()
        #expect(scene.told == [true, false, true])
    }

    @Test func `a screen saver that comes later counts, one that has left does not`() async throws {
        begin(patience: impatience)
        #expect(await scene.news(1) == [false])
        try await scene.startSaver(shared, [sharedPath], isActive: true)
        #expect(await scene.news(2) == [false, true])
        scene.session.stopPeer(shared)
        #expect(await scene.news(3) == [false, true, false])
    }

    // MARK: Nobody to ask

    @Test func `without any bus it is not there, which is known at once`() {
        let nothing = "unix:path=/nonexistent/bus"
        var told: [Bool] = []
        watch = LockWatch(system: LastingBus(address: nothing), session: LastingBus(address: nothing)) {
            told.append($0)
        }
        #expect(told == [false])
    }

    @Test func `without logind and screen savers it is not there`() async throws {
        begin()
        #expect(await scene.news(1) == [false])
    }

    @Test func `without a system bus a screen saver is believed`() async throws {
        scene.system.stop()
        try await scene.startSaver(gnome, [gnomePath], isActive: true)
        begin()
        #expect(await scene.news(1) == [true])
    }

    @Test func `a logind that never answers is not waited for longer than for anybody`() async throws {
        try await scene.startLogind([locked], "--hanging")
        begin()
        #expect(await scene.news(1) == [false])
    }

    @Test func `and is heard when it answers after all`() async throws {
        try await scene.startLogind([locked], "--hanging-once")
        begin()
        #expect(await scene.news(2) == [false, true])
    }

    @Test func `a bus that never answers is not either`() async throws {
        try await scene.startLogind([locked])
        scene.session.freeze()
        scene.system.freeze()
        begin()
        await scene.within { scene.told.count == 1 }
        #expect(scene.told == [false])
    }

    // MARK: Coming and going

    @Test func `a logind that restarts while the screen is locked changes nothing`() async throws {
        try await scene.startLogind([locked])
        begin(patience: endlessPatience)
        #expect(await scene.news(1) == [true])
        scene.system.stopPeer("logind")
        try await scene.startLogind([locked])
        await scene.settle()
        #expect(scene.told == [true])
        try scene.logind("Lock", "sb", "1", "false")
        #expect(await scene.news(2) == [true, false])
    }

    @Test func `a logind that has left for good knows of no lock`() async throws {
        try await scene.startLogind([locked])
        begin(patience: impatience)
        #expect(await scene.news(1) == [true])
        scene.system.stopPeer("logind")
        #expect(await scene.news(2) == [true, false])
        try await scene.startLogind([locked])
        #expect(await scene.news(3) == [true, false, true])
    }

    @Test func `buses that restart while the screen is locked change nothing`() async throws {
        try await scene.startLogind([desktop])
        try await scene.startSaver(gnome, [gnomePath], isActive: true)
        begin(patience: endlessPatience)
        #expect(await scene.news(1) == [true])
        for bus in [scene.system, scene.session] { bus.stop() }
        await scene.within { scene.systemBus.bus == nil && scene.sessionBus.bus == nil }
        scene.system.stopPeer("logind")
        scene.session.stopPeer(gnome)
        for bus in [scene.system, scene.session] { try bus.start() }
        // Nobody but the connections themselves looks for them.
        await scene.within { scene.systemBus.bus != nil && scene.sessionBus.bus != nil }
        try await scene.startLogind([desktop])
        try await scene.startSaver(gnome, [gnomePath], isActive: true)
        await scene.settle()
        #expect(scene.told == [true])
        try scene.cover(gnome, gnomePath, false)
        #expect(await scene.news(2) == [true, false])
        try scene.logind("Lock", "sb", "1", "true")
        #expect(await scene.news(3) == [true, false, true])
    }

    @Test func `a bus that has gone for good knows of no lock, one that comes later does`() async throws {
        try await scene.startLogind([locked])
        begin(patience: impatience)
        #expect(await scene.news(1) == [true])
        scene.system.stop()
        await scene.within { scene.told == [true, false] }
        scene.system.stopPeer("logind")
        try scene.system.start()
        try await scene.startLogind([locked])
        #expect(await scene.news(3) == [true, false, true])
    }
}
