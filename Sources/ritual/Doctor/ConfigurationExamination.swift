import Configuration
import Glibc
import Host
import Rituals

/// Whether the files can be read.
struct ConfigurationExamination: Examination {
    let path: String
    let loaded: LoadedConfiguration
    /// Whether a daemon runs that has read them as they were before.
    let isUnread: Bool

    init(_ machine: Machine) {
        let daemon = Inquiry.Object("org.rituald.Rituals1", "/org/rituald/Rituals1")
        func told(_ property: String) -> String? {
            machine.session.property(property, of: daemon, daemon.name)?.text
        }
        func isUnread() -> Bool {
            guard told("Files") == machine.configuration.absolute else { return false }
            return told("FilesRead").map { $0 != FileImage(of: machine.configuration).digest } ?? false
        }
        // An edit of this moment is taken over in a fraction of a second.
        var patience = 15
        while patience > 0, isUnread() {
            usleep(100_000)
            patience -= 1
        }
        self.init(
            path: machine.configuration, loaded: .load(machine.configuration), isUnread: patience == 0)
    }

    init(path: String, loaded: LoadedConfiguration, isUnread: Bool = false) {
        self.path = path
        self.loaded = loaded
        self.isUnread = isUnread
    }

    private static let subject = "configuration"
    private var name: String { Places.short(path) }
    private var isUsual: Bool { path == Places.configuration }

    var findings: [Finding] {
        let unread = Finding(
            Self.subject, .warn, "the daemon hasn't read the files as they are now",
            remedy: "systemctl --user reload rituald")
        return contents + (isUnread ? [unread] : [])
    }

    private var contents: [Finding] {
        guard let household = loaded.household else { return [problems] }
        let count = Wording.count(household.rituals.count, "ritual")
        return [Finding(Self.subject, .ok, "\(name) is fine: \(count)")]
            + loaded.warnings.map { warning in
                let hint = warning.hint.map { ": \($0)" } ?? ""
                return Finding(
                    Self.subject, .warn, "\(warning.file): \(warning.publicMessage)\(hint)", remedy: check)
            }
    }

    private var problems: Finding {
        let isMissing = loaded.problems.contains { $0.kind == .unreadable(.missing) && $0.file == name }
        if isMissing, loaded.problems.count == 1 {
            return Finding(
                Self.subject, .warn, "there is no \(name) yet, so there is nothing to ring",
                remedy: "ritual init" + (isUsual ? "" : " --config \(Machine.word(path))"))
        }
        let first = loaded.problems.first.map { "; the first: \($0.place): \($0.publicMessage)" } ?? ""
        return Finding(
            Self.subject, .fail,
            "the files have \(Wording.count(loaded.problems.count, "problem"))\(first)", remedy: check)
    }

    private var check: String { "ritual check" + (isUsual ? "" : " \(Machine.word(path))") }
}
