import Glibc

/// What the program was started with.
package enum Environment {
    /// The value of a variable; nil where it is unset or empty.
    package static func value(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// Whether a variable is there, be it empty.
    package static func isSet(_ name: String) -> Bool {
        getenv(name) != nil
    }

    /// What programs that this one starts are given: all but what the service manager told this one alone
    /// (sd_notify(3), sd_watchdog_enabled(3), systemd.exec(5)).
    package static var forPrograms: [String] {
        let own = [
            "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES",
            "INVOCATION_ID", "JOURNAL_STREAM", "SYSTEMD_EXEC_PID",
        ]
        var variables: [String] = []
        var next = environ
        while let text = next.pointee {
            let variable = String(cString: text)
            if !own.contains(where: { variable.hasPrefix($0 + "=") }) { variables.append(variable) }
            next += 1
        }
        return variables
    }

    /// Gives this process the user's runtime folder where its shell has none, as after su, over ssh or in cron, and there is
    /// one all the same: it holds the session bus (pam_systemd(8)).
    package static func findRuntimeFolder() {
        let folder = "/run/user/\(getuid())"
        var status = stat()
        guard value("XDG_RUNTIME_DIR") == nil, value("DBUS_SESSION_BUS_ADDRESS") == nil,
            stat(folder + "/bus", &status) == 0, status.st_uid == getuid()
        else { return }
        setenv("XDG_RUNTIME_DIR", folder, 1)
    }

    /// Whether programs that this one starts would find a screen.
    package static var hasDisplay: Bool {
        value("DISPLAY") != nil || value("WAYLAND_DISPLAY") != nil
    }

    /// The user's home folder: `$HOME`, else the password file's.
    package static var home: String {
        if let home = value("HOME") { return home }
        if let entry = getpwuid(getuid()), let directory = entry.pointee.pw_dir {
            return String(cString: directory)
        }
        return "/"
    }
}
