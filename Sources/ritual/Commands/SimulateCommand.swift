import ArgumentParser
import CivilTime
import Rituals

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Show what this file would do in a time to come.",
        discussion: """
            By the same rules as the service, with a clock that jumps from one moment to the next; nobody answers. \
            Nothing that was kept so far counts. Example: ritual simulate --from 2026-12-01 --to 2026-12-31 \
            --off 2026-12-24T10:00..2026-12-26 --zone Asia/Tokyo@2026-12-28

            With --json: a list of {"at" (RFC 3339), "what" ("ring", "nudge", "ahead", "end", "wait", "silent", "over", \
            "digest"), "ritual", "title", "due" (as the schedule has it), "rule", "outcome", "until", "late" (in seconds)}; \
            what there is not is left out, and a private ritual has no "title" without --private.
            """)

    @Argument(
        help: ArgumentHelp("Only this ritual; the others are played all the same.", valueName: "RITUAL"))
    var ritual: String?

    @OptionGroup var scenario: Scenario
    @OptionGroup var file: FileOptions
    @OptionGroup var printing: PrintOptions

    func run() throws {
        let present = Present()
        let household = try file.household()
        let only = try ritual.map { try household.required($0).id }
        let reading = try scenario.read(present)
        var happenings: [Happening] = []
        var zone = reading.zone
        var script = reading.script[...]
        let rehearsal = Rehearsal(
            of: household, after: reading.start, zone: reading.zone, script: reading.script)
        for step in rehearsal {
            guard step.at <= reading.end else { break }
            while let next = script.first, next.at <= step.at {
                script.removeFirst()
                if case .moves(let new) = next.event { zone = new }
            }
            happenings += Happening.all(in: step, zone).filter { only == nil || $0.ritual == only }
        }
        if printing.json { return try Output.json(happenings.map { row($0, household) }) }
        show(happenings, household, reading)
    }

    private struct Row: Encodable {
        let at: String
        let what: String
        let ritual: String?
        let title: String?
        let due: String?
        let rule: String?
        let outcome: String?
        let until: String?
        let late: Int?
    }

    private func row(_ happening: Happening, _ household: Household) -> Row {
        let ritual = happening.ritual.flatMap(household.ritual)
        let isShown = ritual.map { !$0.isPrivate || printing.showsPrivate } ?? false
        func time(_ instant: Instant) -> String { Timestamp(instant, in: happening.zone).description }
        return Row(
            at: time(happening.at), what: happening.what.rawValue,
            ritual: happening.ritual?.description, title: isShown ? ritual?.title : nil,
            due: happening.due?.description, rule: happening.rule?.rawValue,
            outcome: happening.outcome?.rawValue, until: happening.until.map(time),
            late: happening.late.map { Int($0.components.seconds) })
    }

    private func show(_ happenings: [Happening], _ household: Household, _ reading: Scenario.Reading) {
        let year = reading.zone.civil(at: reading.start).date.year
        let rows = happenings.filter { $0.what != .over }.map { happening -> [String] in
            let civil = happening.zone.civil(at: happening.at)
            let ritual = happening.ritual.flatMap(household.ritual)
            return [
                "\(Wording.date(civil.date, thisYear: year)) \(civil.time)", happening.words,
                ritual.map(printing.title) ?? "", Output.dim(happening.note),
            ]
        }
        Output.table(rows)
        func count(_ what: Happening.What) -> Int { happenings.filter { $0.what == what }.count }
        let silent = count(.silent)
        Output.line(
            "\(Wording.count(count(.ring), "ring"))" + (silent == 0 ? "" : ", \(silent) left out or missed"))
    }
}
