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
