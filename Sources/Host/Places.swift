import Glibc

/// Where things are, by the XDG Base Directory Specification.
package enum Places {
    /// The couple's file: `rituald/rituals.yaml` in `$XDG_CONFIG_HOME`.
    package static var configuration: String { base("XDG_CONFIG_HOME", ".config") + "/rituald/rituals.yaml" }

    /// The folder for what the daemon keeps: `rituald` in `$XDG_STATE_HOME`.
    package static var state: String { base("XDG_STATE_HOME", ".local/state") + "/rituald" }

    /// A path that begins in the home folder, with `~` for it, as people know it.
    package static func short(_ path: String) -> String {
        let home = Environment.home
        return home != "/" && path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
    }

    /// The specification has relative paths ignored.
    private static func base(_ variable: String, _ fallback: String) -> String {
        if let path = Environment.value(variable), path.hasPrefix("/") { return path }
        return Environment.home + "/" + fallback
    }
}

extension String {
    /// The folder part of a path: `.` where it has none.
    package var folder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// The same path from the root on.
    package var absolute: String {
        guard !hasPrefix("/"), let working = getcwd(nil, 0) else { return self }
        defer { free(working) }
        return String(cString: working) + "/" + self
    }

    /// The last part of a path.
    package var fileName: String {
        lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self
    }
}
