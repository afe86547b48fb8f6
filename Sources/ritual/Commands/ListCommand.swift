import ArgumentParser
import CivilTime
import Rituals
import Schedules

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the rituals there are.",
        discussion: """
            With --json: a list of {"ritual", "title", "say", "when" (a list of normal forms), "conditions" (what \
            the keys beside it say, where they say something), "zone", "enabled", "private", \
            "urgency", "notify", "next" (RFC 3339), "turn" (whose the next one is), "decks" (by name), "occasion" (its kind)}; \
            a private ritual has no "title" and no "say" without --private.
            """)

    @OptionGroup var file: FileOptions
    @OptionGroup var printing: PrintOptions

    private struct Row: Encodable {
        let ritual: String
        let title: String?
        let say: String?
        let when: [String]
        let conditions: String?
        let zone: String
        let enabled: Bool
        let `private`: Bool
        let urgency: String
        let notify: [String]
        let next: String?
        let turn: String?
        let decks: [String]?
        let occasion: String?
    }

    func run() throws {
        let household = try file.household()
        let present = Present()
        if printing.json {
            return try Output.json(household.rituals.map { row($0, of: household, present) })
        }
        let rows = household.rituals.map { ritual in
            var notes = ritual.isEnabled ? [] : ["off"]
            if ritual.isPrivate { notes.append("private") }
            if let turn = next(of: ritual, household, present)?.turn {
                notes.append("next: " + Wording.shortTurn(of: turn, me: household.me).harmless)
            }
            if let zone = ritual.zone, zone != present.zone { notes.append(zone.identifier) }
            return [
                ritual.id.description, printing.title(of: ritual),
                ritual.schedule.description,
                Output.dim(notes.joined(separator: ", ")),
            ]
        }
        rows.isEmpty ? Output.line("There are no rituals yet.") : Output.table(rows)
    }

    private func row(_ ritual: Ritual, of household: Household, _ present: Present) -> Row {
        let zone = ritual.zone ?? present.zone
        let next = next(of: ritual, household, present)
        let decks = ritual.prompts.compactMap(\.name)
        let isShown = !ritual.isPrivate || printing.showsPrivate
        return Row(
            ritual: ritual.id.description, title: isShown ? ritual.title : nil,
            say: isShown ? ritual.say : nil,
            when: ritual.schedule.normalForm, conditions: ritual.schedule.conditions, zone: zone.identifier,
            enabled: ritual.isEnabled,
            private: ritual.isPrivate,
            urgency: ritual.urgency.name, notify: ritual.channels.map(\.rawValue),
            next: next.map { Timestamp($0.due.instant, in: zone).description }, turn: next?.turn,
            decks: decks.isEmpty ? nil : decks, occasion: ritual.occasion?.kind.rawValue)
    }

    /// The next one, and whose turn it is; nil where none is to come.
    private func next(
        of ritual: Ritual, _ household: Household, _ present: Present
    ) -> (due: Due, turn: String?)? {
        guard ritual.isEnabled else { return nil }
        let zone = ritual.zone ?? present.zone
        return household.next(of: ritual, after: present.now, in: zone).map {
            ($0, ritual.turn(for: $0, in: zone))
        }
    }
}
