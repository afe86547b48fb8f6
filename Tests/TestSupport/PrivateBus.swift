import Foundation

/// A dbus-daemon of the test's own, and notification servers on it.
package final class PrivateBus {
    package let folder = TemporaryFolder()
    package var address: String { "unix:path=\(folder.path)/bus" }
    /// What the notification servers have been called with.
    package var log: String { folder.path + "/calls.jsonl" }
    private var daemon: Process?
    private var server: Process?

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
        stopServer()
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

    private func arguments(_ options: [String]) -> [String] {
        [Oracle.packageRoot.path + "/Tests/Peers/notification_server.py", log] + options
    }

    /// Starts a server; whoever waits for it sees its name come on the bus.
    package func startServer(_ options: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = arguments(options)
        process.environment = ["DBUS_SESSION_BUS_ADDRESS": address, "PATH": "/usr/bin:/bin"]
        try process.run()
        server = process
    }

    package func stopServer() {
        end(server)
        server = nil
    }

    /// Dispatch's threads block most signals, and a child inherits that: SIGTERM would not reach it.
    private func end(_ process: Process?) {
        guard let process else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Lets the bus start a server when it is asked to.
    package func makeServerActivatable() throws {
        let command = (["/usr/bin/python3"] + arguments([])).joined(separator: " ")
        try folder.write(
            "[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=\(command)\n",
            to: "services/notifications.service")
    }

    /// Presses a button of a bubble, which closes it.
    package func press(_ number: Int, _ key: String) throws {
        try hands("Press", "us", "\(number)", key)
    }

    /// Closes a bubble for a reason of the specification.
    package func close(_ number: Int, reason: Int) throws {
        try hands("Close", "uu", "\(number)", "\(reason)")
    }

    private func hands(_ arguments: String...) throws {
        _ = try Oracle.output(
            of: [
                "busctl", "--address=\(address)", "call", "org.freedesktop.Notifications",
                "/org/freedesktop/Notifications", "org.rituald.Hands",
            ] + arguments)
    }

    /// The calls so far, each as its JSON object.
    package func calls() throws -> [[String: Any]] {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        }
    }
}
