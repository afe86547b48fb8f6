import Glibc
import Host
import Ledger
import Rituals
import Systemd

/// Whether what happens is kept, and kept private.
struct LedgerExamination: Examination {
    enum State: Hashable {
        case missing
        case sound(occurrences: Int)
        case damaged(String)
        case newer(String)
        /// The folder or a file in it is another user's, as after a command with sudo.
        case forbidden
        case unusable(String)
    }

    let folder: String
    let state: State
    /// Whether anybody else may look into the folder, or read the file.
    var isFolderOpen = false
    var isFileOpen = false
    /// What the daemon says is wrong.
    var troubles: [String] = []
    /// Ledgers that were damaged and put aside, by their names.
    var setAside: [String] = []

    private static let subject = "ledger"
    private var file: String { Ledger.path(in: folder) }

    var findings: [Finding] {
        var findings = [found]
        if isFileOpen {
            findings.append(
                fail("others may read \(Places.short(file))", "chmod 600 \(Machine.word(file))"))
        }
        if isFolderOpen {
            findings.append(
                warn("others may look into \(Places.short(folder))", "chmod 700 \(Machine.word(folder))"))
        }
        findings += troubles.map { fail($0, remedy(for: $0)) }
        if !setAside.isEmpty {
            findings.append(
                warn(
                    "\(Wording.count(setAside.count, "former one")) put aside, which can go once nothing in it is needed",
                    "rm \(setAside.map { Machine.word(folder + "/" + $0) }.joined(separator: " "))"))
        }
        return findings
    }

    /// What to look at, by what the daemon or SQLite says.
    private func remedy(for trouble: String) -> String {
        if trouble.includes("full") || trouble.includes("No space") { return "df -h \(Machine.word(folder))" }
        if trouble.includes("locked") { return "fuser -v \(Machine.word(file))" }
        return "ls -la \(Machine.word(folder))"
    }

    private var found: Finding {
        switch state {
        case .missing: Finding(Self.subject, .ok, "it begins with the first ring")
        case .sound(let count):
            Finding(Self.subject, .ok, "it is sound, and remembers \(Wording.count(count, "occurrence"))")
        case .damaged(let words):
            fail("it is damaged (\(words)); once it is away, another is begun", replacing)
        case .newer(let words): fail(words, "make install")
        case .forbidden:
            fail(
                "you may not write in \(Places.short(folder))",
                "sudo chown -R \"$USER\": \(Machine.word(folder))")
        case .unusable(let words): fail("it cannot be read: \(words)", "ls -l \(Machine.word(folder))")
        }
    }

    /// Its whole folder goes: what belongs to a ledger is in files of its own beside it.
    private var replacing: String {
        let (here, there) = (Machine.word(folder), Machine.word(folder + ".damaged"))
        return "mv \(here) \(there) && mkdir -m 700 \(here) && systemctl --user restart rituald"
    }

    private func warn(_ words: String, _ remedy: String) -> Finding {
        Finding(Self.subject, .warn, words, remedy: remedy)
    }

    private func fail(_ words: String, _ remedy: String) -> Finding {
        Finding(Self.subject, .fail, words, remedy: remedy)
    }
}

extension LedgerExamination {
    init(_ machine: Machine) {
        let folder = machine.state
        let daemon = Inquiry.Object("org.rituald.Rituals1", "/org/rituald/Rituals1")
        let troubles = machine.session.property("Troubles", of: daemon, daemon.name)?.texts ?? []
        self.init(
            folder: folder, state: State(folder),
            isFolderOpen: LedgerExamination.isOpen(folder),
            isFileOpen: LedgerExamination.isOpen(Ledger.path(in: folder)),
            // Those of the files are told with the files.
            troubles: troubles.filter {
                !$0.contains("`ritual check`") && !ChannelExamination.isAboutChannel($0)
            },
            setAside: Ledger.setAside(in: folder))
    }

    /// Whether its mode lets anybody but its owner at it.
    private static func isOpen(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }
}

extension LedgerExamination.State {
    fileprivate init(_ folder: String) {
        let file = Ledger.path(in: folder)
        for (path, rights) in [(folder, R_OK | W_OK | X_OK), (file, R_OK | W_OK)] {
            if access(path, rights) != 0, errno == EACCES {
                self = .forbidden
                return
            }
        }
        do throws(LedgerError) {
            guard let health = try Ledger.health(in: folder) else {
                self = .missing
                return
            }
            self = health.damage.map(Self.damaged) ?? .sound(occurrences: health.occurrences)
        } catch {
            self =
                switch error.kind {
                case .corrupt: .damaged(error.description)
                case .newer: .newer(error.description)
                case .unusable, .busy: .unusable(error.description)
                }
        }
    }
}
