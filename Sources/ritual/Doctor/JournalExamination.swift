import Glibc
import Host
import Systemd

/// Whether the journal keeps what rituald tells it, and lets it be read.
struct JournalExamination: Examination {
    enum Storage: Hashable {
        case none
        /// In memory: gone with the next boot.
        case volatile
        case persistent
    }

    let storage: Storage
    /// Whether this user may read the entries of programs of their own; nil where there are none yet.
    let isReadable: Bool?
    /// Whether `journalctl -x` explains rituald's entries.
    let isExplained: Bool

    private static let subject = "journal"

    var findings: [Finding] {
        switch storage {
        case .none: [Finding(Self.subject, .ok, "there is none; rituald writes to standard error")]
        case .volatile: [volatile] + catalogue
        case .persistent: [persistent] + catalogue
        }
    }

    private var volatile: Finding {
        Finding(
            Self.subject, .warn,
            "it is kept in memory, forgets all at each boot"
                + (isReadable == true ? "" : ", and you may not read it"),
            remedy: "sudo mkdir -p /var/log/journal && sudo systemctl restart systemd-journald")
    }

    private var persistent: Finding {
        guard isReadable == false else {
            let words = isReadable == nil ? "" : ", and you may read what rituald tells"
            return Finding(Self.subject, .ok, "it is kept on disk" + words)
        }
        return Finding(
            Self.subject, .warn, "you may not read it; a member of this group may, from the next login on",
            remedy: "sudo usermod -aG systemd-journal \"$USER\"")
    }

    private var catalogue: [Finding] {
        isExplained
            ? []
            : [
                Finding(
                    Self.subject, .warn, "`journalctl -x` does not explain rituald's entries",
                    remedy: "sudo make install-catalog")
            ]
    }
}

extension JournalExamination {
    /// The id of the entry by which the daemon says that it is ready, as rituald.catalog has it.
    static let ready = "5bea870578284ecf9d4e4ccd138d2e92"

    /// Where journald keeps its files (systemd-journald.service(8)).
    init(_ machine: Machine) {
        let id = (try? BoundedFile.read("/etc/machine-id", limit: 64)).map {
            String(decoding: $0, as: UTF8.self).prefix { $0 != "\n" }
        }
        let folders = ["/run/log/journal/", "/var/log/journal/"].map { $0 + (id ?? "") }
        let hasJournal = access("/run/systemd/journal/socket", F_OK) == 0
        // What was kept in memory is gone from there once it is on the disk.
        let storage: Storage =
            !hasJournal ? .none : Folder.exists(folders[0]) ? .volatile : .persistent
        self.init(
            storage: storage,
            isReadable: JournalExamination.isReadable(
                storage == .volatile ? folders[0] : folders[1], by: machine.user),
            isExplained: JournalCatalogue.explains(JournalExamination.ready))
    }

    /// Each user's entries are in a file of their own, which only a journal on disk has.
    static func isReadable(_ folder: String, by user: uid_t) -> Bool? {
        let own = "\(folder)/user-\(user).journal"
        if access(own, F_OK) == 0 { return access(own, R_OK) == 0 }
        if access(folder + "/system.journal", R_OK) == 0 { return true }
        return folder.hasPrefix("/run/") ? false : nil
    }
}
