import Host

/// rituald as a service of the user's systemd.
enum UserService {
    /// Whether the unit is installed, and a user manager is there to ask.
    static var isInstalled: Bool {
        (try? Program.run(["systemctl", "--user", "cat", "rituald.service"], isQuiet: true)) == 0
    }

    static let start = "systemctl --user enable --now rituald"

    /// Starts it now and at each login.
    static func enable() throws {
        for command in ["systemctl --user daemon-reload", "systemctl --user enable --quiet --now rituald"] {
            let status: Int32
            do {
                status = try Program.run(command.split(separator: " ").map(String.init))
            } catch {
                throw CommandFailure(message: "rituald was not started: \(error)")
            }
            guard status == 0 else {
                throw CommandFailure(
                    message: "rituald was not started: `\(command)` ended with \(status)",
                    hint: "`systemctl --user status rituald` tells more; your file is written all the same")
            }
        }
    }
}
