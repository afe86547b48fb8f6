import Foundation
import TestSupport
import Testing

/// A couple's machine: a session bus with a notification server, and a daemon that the bus starts when it is
/// asked for something.
final class House {
    let bus: PrivateBus
    private(set) var environment: [String: String]
    var folder: TemporaryFolder { bus.folder }

    init(_ rituals: String, server: [String] = ["body", "actions"]) throws {
        bus = try PrivateBus()
        environment = ["DBUS_SESSION_BUS_ADDRESS": bus.address, "HOME": bus.folder.path]
        try write(rituals)
        try FileManager.default.createDirectory(
            atPath: folder.path + "/.local/state/rituald", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let variables = "HOME=\(folder.path) TZ=Europe/Berlin DBUS_SESSION_BUS_ADDRESS=\(bus.address)"
        try folder.write(
            """
            [D-BUS Service]
            Name=org.rituald.Rituals1
            Exec=/usr/bin/env -i \(variables) /bin/sh -c 'exec \(Ritual.program.deletingLastPathComponent().path)/rituald >\(folder.path)/out 2>&1'
            """, to: "services/rituald.service")
        if !server.isEmpty {
            try bus.startServer("--capabilities", server.joined(separator: ","))
            try within { try !self.busctl("status", "org.freedesktop.Notifications").isEmpty }
        }
    }

    deinit {
        if let pid = daemon { kill(pid, SIGKILL) }
    }

    func write(_ rituals: String) throws {
        try folder.write(rituals, to: ".config/rituald/rituals.yaml")
    }

    /// A new notification server, and a new list of what was shown.
    func restartServer() throws {
        bus.stopServer()
        try FileManager.default.removeItem(atPath: bus.log)
        try bus.startServer("--capabilities", "body,actions")
    }

    @discardableResult
    func ritual(_ arguments: String..., input: String = "") throws -> Ritual {
        try Ritual(arguments, input: input, environment: environment)
    }

    /// On a terminal of its own; what that showed.
    func converse(_ arguments: String..., steps: [[String]]) throws -> String {
        try terminal([Ritual.program.path] + arguments, steps: steps)
    }

    /// Any program on a terminal of its own.
    func terminal(_ command: [String], steps: [[String]]) throws -> String {
        let input = String(decoding: try JSONSerialization.data(withJSONObject: steps), as: UTF8.self)
        let variables = environment.merging(["TZ": "Europe/Berlin", "TERM": "dumb"]) { $1 }
        return try Oracle.output(
            of: ["env"] + variables.map { "\($0)=\($1)" } + [
                "python3", Oracle.packageRoot.path + "/Tests/Peers/terminal.py",
            ] + command, input: input)
    }

    @discardableResult
    func busctl(_ arguments: String...) throws -> String {
        try Oracle.output(of: ["busctl", "--address=\(bus.address)"] + arguments)
    }

    /// Calls a method of the daemon's.
    @discardableResult
    func call(_ arguments: String...) throws -> String {
        try Oracle.output(
            of: [
                "busctl", "--address=\(bus.address)", "call", "org.rituald.Rituals1", "/org/rituald/Rituals1",
                "org.rituald.Rituals1",
            ] + arguments)
    }

    /// The process of the daemon; nil where none runs.
    var daemon: pid_t? {
        let name = "org.rituald.Rituals1"
        let bus = "org.freedesktop.DBus"
        let answer = try? busctl(
            "call", bus, "/", bus, "GetConnectionUnixProcessID", "s", name)
        return answer.flatMap { pid_t($0.split(separator: " ").last.map { $0.dropLast() } ?? "") }
    }

    func stopDaemon(_ signal: Int32 = SIGKILL) throws {
        guard let pid = daemon else { return }
        kill(pid, signal)
        try within { self.daemon == nil }
        // Its name goes first; the next one needs its lock too.
        if signal == SIGKILL { try within { kill(pid, 0) != 0 } }
    }

    /// The time of day so many seconds from now, as `when` reads it on the daemon's clock.
    func clock(_ seconds: Double) -> String {
        let formatter = DateFormatter()
        formatter.timeZone = TimeZone(identifier: "Europe/Berlin")
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "HH:mm:ss"
        return formatter.string(from: Date(timeIntervalSinceNow: seconds))
    }

    /// What was shown so far, without what was closed.
    func shown() throws -> [[String: Any]] {
        try bus.calls().filter { $0["method"] as? String == "Notify" }
    }

    /// Waits until something is so; half a minute at most, since other programs may keep the machine busy.
    func within(_ condition: () throws -> Bool) throws {
        let end = Date(timeIntervalSinceNow: 30)
        while (try? condition()) != true {
            guard Date() < end else { throw TimeIsUp() }
            usleep(20_000)
        }
    }

    struct TimeIsUp: Error {}
}
