import ArgumentParser
import CivilTime
import Configuration
import Glibc
import Host
import Rituals
import Systemd

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Show what rituald has told of.",
        discussion: """
            Reads the journal, oldest first; where it cannot be read, the ledger, which knows less. Examples: \
            ritual log -f, ritual log -x --since yesterday, ritual log --since "friday 18:00" morning-coffee

            With --json, a line each: {"at" (RFC 3339), "message", "priority" (3 error, 4 warning, 5 notice, 6 information), \
            "kind" ("ready", "stopped", "read", "refused", "rang", "held", "nudged", "renamed", "waiting", "ended", "answered", "paused", "kept", \
            "undelivered", "clock", "trouble"), "ritual", "due" (as the schedule has it), "event" ("ring", "hold", "nudge", "wait", "answer", \
            "end"), "outcome", "rule", "answer" ("done", "later", "skip"), "explanation" (with -x)}; what there is not is left out.
            """)

    @Argument(
        help: ArgumentHelp("Only this ritual, also one that the file has no more.", valueName: "RITUAL"))
    var ritual: String?

    @Flag(name: .shortAndLong, help: "Go on with new entries as they come, until Ctrl-C.")
    var follow = false

    @OptionGroup var since: SinceOption

    @Option(name: .short, help: "How many, the latest: usually 100, with -f 10, with --since all.")
    var n: Int?

    @Flag(name: [.customShort("x"), .long], help: "Explain each entry.")
    var explain = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var file: FileOptions
    @OptionGroup var state: StateOptions

    private var count: Int? { n ?? (since.since != nil ? nil : follow ? 10 : 100) }

    func validate() throws {
        if let n, !(1...1_000_000).contains(n) {
            throw ValidationError("-n takes a number from 1 to 1000000")
        }
        guard !follow || state.folder == nil else {
            throw ValidationError("-f follows the journal, and --state has a ledger read.")
        }
    }

    func run() throws {
        let present = Present()
        let id = try ritual.map(Ritual.ID.init(typed:))
        let start = try since.instant(present)
        let printer = LogPrinter(present: present, isJSON: json, explains: explain)
        let others = LoadedConfiguration.load(file.path ?? Places.configuration).household?.others ?? []
        if let id, others.contains(id) { _ = try file.household().required(id.description) }
        guard let journal = try journal(present) else {
            let log = try LedgerLog(file, state)
            if let id { try log.require(id) }
            let entries = try log.entries(of: id, present).filter { $0.at >= start ?? $0.at }
            let latest = count.map(entries.suffix) ?? entries[...]
            for entry in latest { try printer.show(entry, or: nil) }
            if latest.isEmpty { printer.showNothing(since: start, ofOne: id != nil) }
            return
        }
        do {
            try show(journal, of: id, without: others, since: start, printer)
        } catch let error as JournalError {
            throw CommandFailure(message: error.description)
        }
    }

    private func show(
        _ journal: JournalLog, of id: Ritual.ID?, without others: Set<Ritual.ID>, since start: Instant?,
        _ printer: LogPrinter
    ) throws {
        if let id {
            try journal.narrow(to: id)
            if try journal.isEmpty() { try LedgerLog(file, state).require(id) }
        }
        try journal.seek(since: start, latest: count)
        var hasShown = false
        repeat {
            while let entry = try journal.next() {
                // What exists on the other's machine alone is not told here.
                if let name = entry.fields["RITUAL_ID"].flatMap(Ritual.ID.init), others.contains(name) {
                    continue
                }
                try printer.show(entry, or: journal.explanation)
                hasShown = true
            }
            fflush(nil)
        } while try follow && journal.wait()
        if !hasShown, !follow { printer.showNothing(since: start, ofOne: id != nil) }
    }

    /// The journal; nil where the ledger stands in for it.
    private func journal(_ present: Present) throws -> JournalLog? {
        // A ledger that is named is that of another daemon than the journal's.
        guard state.folder == nil else { return nil }
        let journal: JournalLog
        let isEmpty: Bool
        do {
            journal = try JournalLog()
            isEmpty = try journal.isEmpty()
        } catch {
            guard !follow else {
                throw CommandFailure(
                    message: "there is nothing to follow: \(error)", hint: LogCommand.wayOut(of: error))
            }
            Output.complain("The ledger is read in place of the journal: \(error).")
            return nil
        }
        guard isEmpty else { return journal }
        if follow {
            Output.complain("The journal has nothing of rituald so far.")
            return journal
        }
        guard try !LedgerLog(file, state).entries(of: nil, present).isEmpty else { return journal }
        Output.complain("The ledger is read in place of the journal, which has nothing of rituald.")
        return nil
    }

    private static func wayOut(of error: JournalError) -> String? {
        switch error {
        case .missing: "rituald in a terminal tells there what happens; without -f the ledger is read"
        case .unreadable:
            "`sudo usermod -aG systemd-journal \"$USER\"` lets you read it after your next login; without -f the ledger is read"
        case .system: nil
        }
    }
}
