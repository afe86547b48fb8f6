import ArgumentParser
import CivilTime
import Rituals
import Schedules

struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Tell why a ritual rang, or did not.",
        discussion: """
            Of any occurrence, past or to come; without its time, of what is open or waits, else of the last and the next. \
            Without a ritual it tells why nothing is ringing, and `ritual why insight` what the program has said by itself, and by \
            which rule. Examples: ritual why, ritual why lunch, \
            ritual why lunch 2026-11-24T12:15, ritual why lunch 12:15

            With --json: a list of {"ritual", "title", "due", "at" (RFC 3339), "outcome", "rule", "held" (which rule made it \
            wait), "rang", "words" (the sentences)}; without a ritual {"words"}. What there is not is left out, and a private \
            ritual has no "title" without --private. Of insight: a list of {"rule" ("lighter", "help", "offer"), "week", "at", \
            "words"}.
            """)

    @Argument(help: ArgumentHelp("Which ritual, by its name in the file.", valueName: "RITUAL"))
    var ritual: String?

    @Argument(
        help: ArgumentHelp(
            "Its time, as 2026-11-21T21:15, 2026-11-21, or 21:15 for today's.", valueName: "DUE"))
    var due: String?

    @OptionGroup var file: FileOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var printing: PrintOptions

    func run() throws {
        let present = Present()
        guard let ritual else { return try silence(present) }
        if ritual == InsightWords.name { return try insights(present) }
        let reasons = try Reasons(ritual, file, state, present)
        let found = try due.map { try reasons.about(try name($0, present), $0) } ?? reasons.lastAndNext()
        if printing.json { return try Output.json(found.map { row($0, reasons, present) }) }
        for (index, reason) in found.enumerated() {
            if index > 0 { Output.line() }
            let title = reasons.ritual.map(printing.title) ?? ritual.harmless
            Output.line("\(title), \(reason.due.words(today: present.today))")
            for sentence in reason.words { Output.line("  \(sentence.harmless)") }
        }
    }

    private func name(_ text: String, _ present: Present) throws -> Due.Name {
        if let name = Due.Name(parsing: text) { return name }
        if let time = try? TimeOfDay(parsing: text) { return .time(present.today.at(time)) }
        throw CommandFailure(
            message: "`\(text.harmless)` is no time", hint: "as in 2026-11-21T21:15 or 21:15")
    }

    private struct Row: Encodable {
        let ritual: String
        let title: String?
        let due: String
        let at: String
        let outcome: String?
        let rule: String?
        let held: String?
        let rang: String?
        let words: [String]
    }

    private func row(_ reason: Reason, _ reasons: Reasons, _ present: Present) -> Row {
        func time(_ instant: Instant) -> String { Timestamp(instant, in: present.zone).description }
        let isShown = reasons.ritual.map { !$0.isPrivate || printing.showsPrivate } ?? false
        return Row(
            ritual: reasons.id.description, title: isShown ? reasons.ritual?.title : nil,
            due: reason.due.description, at: time(reason.at), outcome: reason.outcome?.rawValue,
            rule: reason.rule?.rawValue, held: reason.held?.rawValue, rang: reason.rang.map(time),
            words: reason.words)
    }

    // MARK: What was said by itself

    private func insights(_ present: Present) throws {
        let words = InsightWords(try file.household(), try state.ledger(), present)
        if printing.json { return try Output.json(try words.rows()) }
        for (index, row) in try words.rows().enumerated() {
            if index > 0 { Output.line() }
            Output.line(row.title.harmless)
            for sentence in row.words { Output.line("  \(sentence.harmless)") }
        }
        if let rest = try words.rest() { Output.line(rest) }
    }

    // MARK: Why nothing is ringing

    private struct Silence: Encodable {
        let words: [String]
    }

    private func silence(_ present: Present) throws {
        let status = try Status.ofDaemon() ?? Status.ofFiles(file, state, present)
        let household = try? file.household()
        let words = SilenceWords.words(status, household, present)
        if printing.json { return try Output.json(Silence(words: words)) }
        for sentence in words { Output.line(sentence.harmless) }
    }
}
