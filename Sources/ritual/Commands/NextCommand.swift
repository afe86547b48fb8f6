import ArgumentParser
import CivilTime
import Rituals

struct NextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Show what comes next.",
        discussion: """
            What a pause or quiet hours keep silent is shown with the reason; dates on which you are away are left out.

            With --json: a list of {"ritual", "title", "due" (the wall-clock time as written), "at" (when that is, RFC 3339), \
            "zone", "private", "rings" (when it does, where that is later), "rule" (what it waits for, or what keeps it silent: \
            "quiet", "paused"), "silent" (true where it does not ring), "turn" (whose it is), "count" (of an occasion's years)}; \
            a private ritual has no "title" without --private.
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
        let rings: String?
        let rule: String?
        let silent: Bool?
        let turn: String?
        let count: String?
    }

    func validate() throws {
        guard (1...100_000).contains(n) else { throw ValidationError("-n takes a number from 1 to 100000") }
    }

    func run() throws {
        let present = Present()
        let known = try Known(file, state, present)
        let coming = Prospect.coming(n, of: known, present)
        if printing.json {
            return try Output.json(
                coming.compactMap { prospect in
                    known.household.ritual(prospect.occurrence.ritual).map { row(prospect, $0, present) }
                })
        }
        let rows = coming.compactMap { prospect -> [String]? in
            guard let ritual = known.household.ritual(prospect.occurrence.ritual) else { return nil }
            let due = prospect.occurrence.due.instant
            return [
                // On the clock of this machine, which is the one that is looked at.
                Wording.moment(present.zone.civil(at: due), today: present.today),
                printing.title(of: ritual), Output.dim(note(prospect, ritual, known, present)),
            ]
        }
        rows.isEmpty ? Output.line("Nothing is to come.") : Output.table(rows)
    }

    /// Whose turn it is, the count of years, and what it waits for.
    private func note(
        _ prospect: Prospect, _ ritual: Ritual, _ known: Known, _ present: Present
    ) -> String {
        let due = prospect.occurrence.due
        let isShown = printing.shows(ritual)
        let turn = isShown ? ritual.turn(for: due, in: ritual.zone ?? present.zone) : nil
        let notes = [
            isShown ? ritual.occasion?.count(in: due.day.year) : nil,
            turn.map { Wording.shortTurn(of: $0, me: known.household.me).harmless }, prospect.note(present),
        ]
        return notes.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private func row(_ prospect: Prospect, _ ritual: Ritual, _ present: Present) -> Row {
        let zone = ritual.zone ?? present.zone
        let due = prospect.occurrence.due
        let isShown = printing.shows(ritual)
        func time(_ instant: Instant) -> String { Timestamp(instant, in: zone).description }
        return Row(
            ritual: ritual.id.description,
            title: isShown ? ritual.title : nil,
            due: due.name.description, at: time(due.instant), zone: zone.identifier,
            private: ritual.isPrivate,
            rings: prospect.ringsAt.flatMap { $0 > due.instant ? time($0) : nil },
            rule: prospect.rule?.rawValue, silent: prospect.isSilent ? true : nil,
            turn: isShown ? ritual.turn(for: due, in: zone) : nil,
            count: isShown ? ritual.occasion?.count(in: due.day.year) : nil)
    }
}
