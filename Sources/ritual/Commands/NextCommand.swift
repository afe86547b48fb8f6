import ArgumentParser
import CivilTime
import Rituals

struct NextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Show what comes next.",
        discussion: """
            With --json: a list of {"ritual", "title", "due" (the wall-clock time as written), "at" (when that is, RFC 3339), \
            "zone", "private"}; a private ritual has no "title" without --private.
            """)

    @Option(name: .short, help: "How many.")
    var n = 7

    @OptionGroup var file: FileOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var printing: PrintOptions

    private struct Row: Encodable {
        let ritual: String
        let title: String?
        let due: String
        let at: String
        let zone: String
        let `private`: Bool
    }

    func validate() throws {
        guard (1...100_000).contains(n) else { throw ValidationError("-n takes a number from 1 to 100000") }
    }

    func run() throws {
        let present = Present()
        let ledger = try state.ledger()
        let oneOffs = try ledger?.oneOffs(since: present.now).map(\.ritual) ?? []
        let household = try file.household().adding(oneOffs)
        // What was answered ahead of its time does not ring.
        let known = try ledger?.states(since: present.now) ?? []
        let coming = Forecast(of: household, after: present.now, zone: present.zone, knowing: known).lazy
            .prefix(n)
            .compactMap { occurrence in household.ritual(occurrence.ritual).map { ($0, occurrence) } }
        if printing.json {
            try Output.json(
                coming.map { ritual, occurrence in
                    let zone = ritual.zone ?? present.zone
                    return Row(
                        ritual: ritual.id.description,
                        title: ritual.isPrivate && !printing.showsPrivate ? nil : ritual.title,
                        due: occurrence.due.name.description,
                        at: Timestamp(occurrence.due.instant, in: zone).description,
                        zone: zone.identifier, private: ritual.isPrivate)
                })
            return
        }
        let rows = coming.map { ritual, occurrence in
            // On the clock of this machine, which is the one that is looked at.
            [
                Wording.moment(present.zone.civil(at: occurrence.due.instant), today: present.today),
                printing.title(of: ritual),
            ]
        }
        rows.isEmpty ? Output.line("Nothing is to come.") : Output.table(Array(rows))
    }
}
