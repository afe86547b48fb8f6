import ArgumentParser
import CivilTime
import Configuration
import Host
import Ledger
import Rituals
import Schedules

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show what became of each ring.",
        discussion: """
            Reads the ledger, oldest first.

            With --json: a list of {"ritual", "title", "due" (the wall-clock time as written), "at" (when that was, RFC 3339), \
            "zone", "outcome" ("done", "skipped", "shown", "lapsed", "missed", "dropped", "withdrawn"; not there while it is \
            not over), "rule", "rang", "later", "again" (how often it was shown again in case it had not been seen), \
            "answers": [{"answer", "at", "until", "by"}]}; a private ritual has no "title" without --private.
            """)

    @Argument(
        help: ArgumentHelp("Only this ritual, also one that the file has no more.", valueName: "RITUAL"))
    var ritual: String?

    @Option(name: .short, help: "How many, the latest.")
    var n = 50

    @OptionGroup var file: FileOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var printing: PrintOptions

    func validate() throws {
        guard (1...1_000_000).contains(n) else {
            throw ValidationError("-n takes a number from 1 to 1000000")
        }
    }

    func run() throws {
        let ledger = try state.ledger()
        let loaded = LoadedConfiguration.load(file.path ?? Places.configuration)
        let oneOffs = try ledger?.allOneOffs().map(\.ritual) ?? []
        let household = (loaded.household ?? Household()).adding(oneOffs)
        let id = try ritual.map(Ritual.ID.init(typed:))
        let kept = try ledger?.history(of: id, since: nil, limit: n) ?? []
        // What exists on the other's machine alone is not told here.
        let entries = kept.filter { !household.others.contains($0.occurrence.ritual) }
        // A name that neither the ledger nor the file knows is a slip.
        if entries.isEmpty, let ritual, loaded.household != nil { _ = try household.required(ritual) }
        let zones = Zones()
        if printing.json { return try Output.json(entries.map { row($0, household, zones) }) }
        defer {
            if loaded.household != nil, id == nil || entries.isEmpty { tellFormerNames(ledger, household) }
        }
        guard !entries.isEmpty else { return Output.line("Nothing has been kept yet.") }
        let present = Present()
        Output.table(
            entries.map { entry in
                let ritual = household.ritual(entry.occurrence.ritual)
                let civil = entry.occurrence.due.civil
                let clock = ritual?.zone.map { " \($0.identifier.harmless)" } ?? ""
                return [
                    "\(Wording.date(civil.date, thisYear: present.today.year)) \(civil.time)\(clock)",
                    ritual.map(printing.title) ?? entry.occurrence.ritual.description.harmless,
                    HistoryWords.words(for: entry, in: zones.zone(of: entry, ritual), present),
                ]
            })
    }

    /// How to tie what is kept under a name that the file has no more to the ritual that it is now.
    private func tellFormerNames(_ ledger: Ledger?, _ household: Household) {
        let kept = (try? ledger?.knownRituals()) ?? []
        let names = kept.filter {
            household.ritual($0) == nil && !household.others.contains($0) && !$0.isOneOff
        }
        guard let example = names.first else { return }
        let list = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ") + (names.count > 3 ? ", …" : "")
        Output.complain(
            "\(list) \(names.count == 1 ? "is" : "are") in the file no more. "
                + "If one has another name now, `was: \(example)` in that ritual ties its past to it.")
    }

    private struct Row: Encodable {
        struct Given: Encodable {
            let answer: String
            let at: String
            let until: String?
            let by: String?
        }

        let ritual: String
        let title: String?
        let due: String
        let at: String
        let zone: String
        let outcome: String?
        let rule: String?
        let rang: String?
        let later: String?
        let again: Int
        let answers: [Given]
    }

    /// By whose clock an occurrence was due, read once for each name.
    private final class Zones {
        private var known: [String: Zone] = [:]

        func zone(of entry: Ledger.Entry, _ ritual: Rituals.Ritual?) -> Zone {
            if let zone = ritual?.zone ?? known[entry.zone] { return zone }
            let zone = (try? ZoneDatabase.system.zone(named: entry.zone)) ?? ZoneDatabase.system.local().zone
            known[entry.zone] = zone
            return zone
        }
    }

    private func row(_ entry: Ledger.Entry, _ household: Household, _ zones: Zones) -> Row {
        let ritual = household.ritual(entry.occurrence.ritual)
        let zone = zones.zone(of: entry, ritual)
        func time(_ instant: Instant) -> String { Timestamp(instant, in: zone).description }
        let isShown = ritual.map { !$0.isPrivate || printing.showsPrivate } ?? false
        return Row(
            ritual: entry.occurrence.ritual.description, title: isShown ? ritual?.title : nil,
            due: entry.occurrence.due.name.description, at: time(entry.occurrence.due.instant),
            zone: entry.zone, outcome: entry.outcome?.rawValue,
            rule: (entry.outcomeRule ?? entry.rule)?.rawValue, rang: entry.rangAt.map(time),
            later: entry.later.map(time), again: entry.timesAgain,
            answers: entry.answers.map {
                Row.Given(
                    answer: $0.answer.rawValue, at: time($0.at), until: $0.until.map(time), by: $0.person)
            })
    }
}
