import ArgumentParser
import CivilTime
import Rituals
import Schedules

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the rituals there are.",
        discussion: """
            With --print: this week as a page for the fridge, from Saturday on the next one; without what is private, or for one \
            of you alone.

            With --json: a list of {"ritual", "title", "say", "when" (a list of normal forms), "conditions" (what \
            the keys beside it say, where they say something), "zone", "enabled", "private", \
            "urgency", "notify", "next" (RFC 3339), "turn" (whose the next one is), "decks" (by name), "occasion" (its kind)}; \
            a private ritual has no "title" and no "say" without --private.
            """)

    @Flag(name: .customLong("print"), help: "Make the week a page of HTML, to print.")
    var prints = false

    @OptionGroup var pages: PageOptions
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

    func validate() throws {
        guard prints || pages.path == nil else { throw ValidationError("--out goes with --print") }
        guard !prints || !printing.json else { throw ValidationError("--print does not go with --json") }
    }

    func run() throws {
        let household = try file.household()
        let present = Present()
        if prints { return try deliver(household, present) }
        if printing.json {
            return try Output.json(household.rituals.map { row($0, of: household, present) })
        }
        let rows = household.rituals.map { ritual in
            var notes = ritual.isEnabled ? [] : ["off"]
            if ritual.isPrivate { notes.append("private") }
            if printing.shows(ritual), let turn = next(of: ritual, household, present)?.turn {
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
        let week = Week(of: household, around: present.today, zone: present.zone)
        if let time = week.setAside { Output.line("\nSet aside this week: \(time)") }
    }

    private func deliver(_ household: Household, _ present: Present) throws {
        // At the weekend it is the week to come that people plan.
        let isWeekend = present.today.weekday >= .saturday
        let date = present.today.adding(days: isWeekend ? 7 : 0)
        let week = Week(of: household, around: date, zone: present.zone)
        try pages.deliver(
            WeekPage(week, showsPrivate: printing.showsPrivate).page, as: "week-\(week.monday).html")
    }

    private func row(_ ritual: Ritual, of household: Household, _ present: Present) -> Row {
        let zone = ritual.zone ?? present.zone
        let next = next(of: ritual, household, present)
        let decks = ritual.prompts.compactMap(\.name)
        let isShown = printing.shows(ritual)
        return Row(
            ritual: ritual.id.description, title: isShown ? ritual.title : nil,
            say: isShown ? ritual.say : nil,
            when: ritual.schedule.normalForm, conditions: ritual.schedule.conditions, zone: zone.identifier,
            enabled: ritual.isEnabled,
            private: ritual.isPrivate,
            urgency: ritual.urgency.name, notify: ritual.channels.map(\.rawValue),
            next: next.map { Timestamp($0.due.instant, in: zone).description },
            turn: isShown ? next?.turn : nil,
            decks: decks.isEmpty || !isShown ? nil : decks,
            occasion: isShown ? ritual.occasion?.kind.rawValue : nil)
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
