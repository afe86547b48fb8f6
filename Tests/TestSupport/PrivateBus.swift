import Foundation

/// A dbus-daemon of the test's own, and stand-ins for the programs on it.
package final class PrivateBus {
    package let folder = TemporaryFolder()
    package var address: String { "unix:path=\(folder.path)/bus" }
    /// What the stand-ins have been called with.
    package var log: String { folder.path + "/calls.jsonl" }
    private var daemon: Process?
    private var peers: [String: Process] = [:]

    package init() throws {
        try folder.write(
            """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>\(address)</listen>
              <servicedir>\(folder.path)/services</servicedir>
              <policy context="default">
                <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
              </policy>
            </busconfig>
            """, to: "bus.conf")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/services", withIntermediateDirectories: true)
        try start()
    }

    deinit {
        for peer in peers.values { end(peer) }
        stop()
    }

    package func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/dbus-daemon")
        process.arguments = [
            "--config-file=\(folder.path)/bus.conf", "--nofork", "--nopidfile", "--print-address",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It prints its address when it listens.
        _ = output.fileHandleForReading.availableData
        daemon = process
    }

    package func stop() {
        end(daemon)
        daemon = nil
    }

    /// Lets the bus hang: it takes connections, and answers nobody.
    package func freeze() {
        if let daemon { kill(daemon.processIdentifier, SIGSTOP) }
    }

    private func path(of script: String) -> String { Oracle.packageRoot.path + "/Tests/Peers/" + script }

    /// Starts a stand-in, a script of `Tests/Peers` that gets the path of the log before its arguments;
    /// whoever waits for it sees its name come on the bus.
    package func startPeer(_ name: String, _ arguments: [String], script: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [path(of: script), log] + arguments
        process.environment = ["DBUS_SESSION_BUS_ADDRESS": address, "PATH": "/usr/bin:/bin"]
        try process.run()
        peers[name] = process
    }

    package func stopPeer(_ name: String) {
        end(peers.removeValue(forKey: name))
    }

    /// Starts a notification server.
    package func startServer(_ options: String...) throws {
        try startPeer("server", options, script: "notification_server.py")
    }

    package func stopServer() {
        stopPeer("server")
    }

    /// Dispatch's threads block most signals, and a child inherits that: SIGTERM would not reach it.
    private func end(_ process: Process?) {
        guard let process else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Lets the bus start a server when it is asked to.
    package func makeServerActivatable() throws {
        let command = "/usr/bin/python3 \(path(of: "notification_server.py")) \(log)"
        try folder.write(
            "[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=\(command)\n",
            to: "services/notifications.service")
    }

    /// Presses a button of a bubble, which closes it.
    package func press(_ number: Int, _ key: String) throws {
        try hands("Press", "us", "\(number)", key)
    }

    /// Has a server answer all that it has held back.
    package func release() throws {
        try hands(on: "org.freedesktop.Notifications", "/org/freedesktop/Notifications", ["Release"])
    }

    /// Closes a bubble for a reason of the specification.
    package func close(_ number: Int, reason: Int) throws {
        try hands("Close", "uu", "\(number)", "\(reason)")
    }

    private func hands(_ arguments: String...) throws {
        try hands(on: "org.freedesktop.Notifications", "/org/freedesktop/Notifications", arguments)
    }

    /// Lets a person's hands do something with a stand-in: a method, and its arguments as busctl(1) takes
    /// them.
    package func hands(on name: String, _ path: String, _ arguments: [String]) throws {
        _ = try Oracle.output(
            of: ["busctl", "--address=\(address)", "call", name, path, "org.rituald.Hands"] + arguments)
    }

    /// The calls so far, each as its JSON object.
    package func calls() throws -> [[String: Any]] {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        }
    }
}
