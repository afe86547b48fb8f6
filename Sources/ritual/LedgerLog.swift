import CivilTime
import Configuration
import Host
import Ledger
import Rituals

/// The log as far as the ledger has it: what rang, what was answered, and how the rest ended.
struct LedgerLog {
    private let ledger: Ledger?
    private let household: Household
    private let hasFile: Bool

    init(_ file: FileOptions, _ state: StateOptions) throws {
        ledger = try state.ledger()
        let loaded = LoadedConfiguration.load(file.path ?? Places.configuration)
        hasFile = loaded.household != nil
        household = (loaded.household ?? Household()).adding(try ledger?.allOneOffs().map(\.ritual) ?? [])
    }

    /// Fails for a name that neither the file nor the ledger knows, which is a slip.
    func require(_ id: Ritual.ID) throws {
        guard hasFile, try ledger?.history(of: id, since: nil, limit: 1).isEmpty != false else { return }
        _ = try household.required(id.description)
    }

    /// Oldest first; of one ritual, or of all.
    func entries(of ritual: Ritual.ID?, _ present: Present) throws -> [LogEntry] {
        try (ledger?.history(of: ritual, since: nil, limit: .max) ?? [])
            .filter { !household.others.contains($0.occurrence.ritual) }
            .flatMap { entry in
                let id = entry.occurrence.ritual
                return entry.log(title: household.ritual(id)?.publicTitle ?? id.description, present)
            }
            .sorted { $0.at < $1.at }
    }
}

extension Ledger.Entry {
    /// What the journal would have told of it, in nearly the same words.
    fileprivate func log(title: String, _ present: Present) -> [LogEntry] {
        var entries: [LogEntry] = []
        func tell(_ kind: MessageID, at instant: Instant, _ words: String, _ more: [String: String]) {
            let fields = [
                "MESSAGE": title + words, "PRIORITY": "5", "MESSAGE_ID": kind.rawValue,
                "RITUAL_ID": occurrence.ritual.description, "RITUAL_DUE": occurrence.due.name.description,
            ]
            entries.append(LogEntry(at: instant, fields.merging(more) { $1 }))
        }
        if let rangAt {
            tell(.rang, at: rangAt, " rang", ["RITUAL_EVENT": "ring", "RITUAL_RULE": Rule.rings.rawValue])
        }
        for given in answers {
            var fields = ["RITUAL_EVENT": "answer", "RITUAL_RULE": Rule.answered.rawValue]
            fields["RITUAL_ANSWER"] = given.answer.rawValue
            fields["RITUAL_OUTCOME"] = given.outcome?.rawValue
            tell(.answered, at: given.at, ": \(given.words(in: present.zone))", fields)
        }
        switch outcome {
        case .lapsed, .missed, .dropped, .withdrawn:
            guard let endedAt else { break }
            var fields = ["RITUAL_EVENT": "end", "RITUAL_OUTCOME": outcome?.rawValue]
            fields["RITUAL_RULE"] = outcomeRule?.rawValue
            tell(
                .ended, at: endedAt, ": \(HistoryWords.words(for: self, in: present.zone, present))",
                fields.compactMapValues(\.self))
        case .done, .skipped, .shown, nil: break
        }
        return entries
    }
}

extension Ledger.Entry.Given {
    fileprivate var outcome: Outcome? {
        switch answer {
        case .done: .done
        case .skip: .skipped
        case .later: nil
        }
    }

    fileprivate func words(in zone: Zone) -> String {
        answer.label.lowercased() + (person.map { " (\($0))" } ?? "")
            + (until.map { ", until \(zone.civil(at: $0).time.minutes)" } ?? "")
    }
}
