import Glibc
import Host
import Systemd

/// The machine that is examined: nothing on it is changed, and nothing is started.
struct Machine {
    /// The path of `rituals.yaml`.
    let configuration: String
    /// The folder of the ledger.
    let state: String
    let user = getuid()
    let session: Inquiry
    let system: Inquiry

    static let manager = Inquiry.Object("org.freedesktop.systemd1", "/org/freedesktop/systemd1")
    static let logind = Inquiry.Object("org.freedesktop.login1", "/org/freedesktop/login1")

    /// Whether a program that the bus starts would find a screen; as `Desktop` does, it asks the user manager,
    /// and else this process's own environment.
    var hasDisplay: Bool {
        guard
            let variables = session.property(
                "Environment", of: Machine.manager, "org.freedesktop.systemd1.Manager")?.texts
        else { return Environment.hasDisplay }
        return variables.contains { variable in
            ["DISPLAY=", "WAYLAND_DISPLAY="].contains { variable.hasPrefix($0) && variable.count > $0.count }
        }
    }

    /// The user's sessions, as logind knows them; nil where there is no logind.
    var sessions: [Inquiry.Object]? {
        guard
            case .array(_, let items)? = try? system.call(
                Machine.logind, "org.freedesktop.login1.Manager", "ListSessions"
            ).first
        else { return nil }
        return items.compactMap { item in
            guard case .structure(let members) = item, members.count > 4, members[1] == .uint32(user),
                let path = members[4].text
            else { return nil }
            return Inquiry.Object(Machine.logind.name, path)
        }
    }

    /// The command that installs a package here, going by the package manager that is there.
    static func installing(_ package: String) -> String {
        let managers = [
            ("apt-get", "apt install"), ("dnf", "dnf install"), ("pacman", "pacman -S"),
            ("zypper", "zypper install"),
        ]
        let manager = managers.first { access("/usr/bin/" + $0.0, X_OK) == 0 } ?? managers[0]
        return "sudo \(manager.1) \(package)"
    }

    /// A path as one word of a shell's.
    static func word(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            let scalar = Unicode.Scalar(byte)
            return scalar.properties.isAlphabetic && scalar.isASCII || ("0"..."9").contains(scalar)
                || "/._-+".unicodeScalars.contains(scalar)
        }
        if isPlain { return Places.short(path) }
        return "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "'"
    }
}
