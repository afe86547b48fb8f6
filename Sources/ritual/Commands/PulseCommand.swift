import ArgumentParser
import CivilTime
import Ledger
import Rituals
import Schedules

struct PulseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pulse", abstract: "Four small questions about the week, for you alone.",
        discussion: """
            One key each, 1 to 5; Enter skips one, q stops, and what was answered until then is kept. A line of your own may \
            follow. Without a terminal, each answer is a line of standard input. Asked a second time in a week, what you answer \
            takes the place of what was there. It stays on this machine, in the ledger, and goes nowhere else.

            With --show --json: a list of {"week" (as 2026-W47), "monday", "talk", "affection", "openness", "together", "note"}, \
            the oldest first; what was not answered is left out.
            """)

    @Flag(help: "Show what you have answered so far, and ask nothing.")
    var show = false

    @Option(
        help: ArgumentHelp(
            "Delete a week for good: as 2026-W47, or a date in it.", valueName: "WEEK"))
    var forget: String?

    @Flag(help: "With --show, print JSON.")
    var json = false

    @OptionGroup var file: FileOptions
    @OptionGroup var state: StateOptions

    func validate() throws {
        guard !show || forget == nil else { throw ValidationError("Take --show or --forget.") }
        guard !json || show else { throw ValidationError("--json goes with --show.") }
        guard show || file.path == nil && state.folder == nil else {
            throw ValidationError("--config and --state go with --show; the rest is the daemon's.")
        }
    }

    func run() throws {
        if show { return try look() }
        let daemon = try DaemonClient()
        if let forget { return try self.forget(forget, daemon) }
        // Before anybody has answered anything.
        try daemon.start()
        let person = try file.household().me
        let isSecond = PulseSession.hasThisWeek(try? state.ledger(), of: person, Present())
        try PulseSession.run(daemon, isSecond: isSecond)
    }

    // MARK: Looking back

    private struct Row: Encodable {
        let week: String
        let monday: String
        let talk: Int?
        let affection: Int?
        let openness: Int?
        let together: Int?
        let note: String?
    }

    private func look() throws {
        let pulses = try state.ledger()?.pulses(of: file.household().me) ?? []
        if json { return try Output.json(pulses.map(row)) }
        guard !pulses.isEmpty else {
            return Output.line("Nothing is kept so far. `ritual pulse` asks four small questions.")
        }
        let thisYear = Present().today.year
        var rows = [["week from"] + Pulse.Question.allCases.map(\.rawValue) + [""]]
        rows += pulses.map { pulse in
            [Wording.date(pulse.week.monday, thisYear: thisYear)]
                + Pulse.Question.allCases.map { question in
                    pulse.figures[question].map { "\($0) \(Pulse.word(for: $0))" } ?? "–"
                } + [pulse.note?.harmless ?? ""]
        }
        Output.table(rows)
    }

    private func row(_ pulse: Pulse) -> Row {
        Row(
            week: pulse.week.description, monday: pulse.week.monday.description, talk: pulse.figures[.talk],
            affection: pulse.figures[.affection], openness: pulse.figures[.openness],
            together: pulse.figures[.together], note: pulse.note)
    }

    // MARK: Forgetting

    private func forget(_ text: String, _ daemon: DaemonClient) throws {
        let date = CivilDateTime(parsing: text + "T00:00")?.date
        guard let week = CivilWeek(parsing: text) ?? date.map(CivilWeek.init) else {
            throw CommandFailure(
                message: "`\(text.harmless)` is no week",
                hint: "as in 2026-W47, or a date in it, as in 2026-11-21")
        }
        let answer = try daemon.call("ForgetPulse", [.string(week.description)])
        guard answer.count == 2, answer[1] == .boolean(true) else {
            throw CommandFailure(
                message: "\(week) is deleted, but another program reads the ledger and holds a copy",
                hint: "the same command again overwrites it, once that has ended")
        }
        guard answer[0] == .boolean(true) else {
            throw CommandFailure(
                message: "nothing is kept of \(week)", hint: "`ritual pulse --show` has what there is")
        }
        Output.line("\(week) is forgotten, for good.")
    }
}
