import ArgumentParser
import CivilTime
import Configuration
import Host
import Rituals

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Show every problem of the file.",
        discussion: """
            Reads what the daemon would read, and says how many bubbles it brings. Ends with 1 where there is a problem.

            With --json: {"rituals", "problems": [{"file", "line", "column", "message", "hint"}], "warnings": the same, \
            "days" (how many were looked at, 371 unless the file is too full for that), "busiestDay", "busiestWeek", "busiestMinute": {"at", "rituals"}, "silenced" (rituals that can never ring, since all of \
            it falls into quiet hours)}; days and weeks are told in bubbles, and not there with \
            a problem, nor is the minute where no more than three rituals ring in one.
            """)

    @Argument(help: ArgumentHelp("The file; without it, the usual one.", valueName: "FILE"))
    var path: String?

    @Flag(help: "Print JSON.")
    var json = false

    private struct Entry: Encodable {
        let file: String
        let line: Int
        let column: Int
        let message: String
        let hint: String?

        init(_ problem: Problem) {
            (file, line, column) = (problem.file, problem.line, problem.column)
            (message, hint) = (problem.message, problem.hint)
        }
    }

    private struct Answer: Encodable {
        let rituals: Int
        let problems: [Entry]
        let warnings: [Entry]
        let days: Int?
        let busiestDay: Int?
        let busiestWeek: Int?
        let busiestMinute: Crowd?
        let silenced: [String]?

        struct Crowd: Encodable {
            let at: String
            let rituals: [String]
        }
    }

    /// Whoever edits waits for no more than a second: 0.6 s of reading and looking ahead, and what printing takes.
    ///
    /// In processor time, so that a busy machine says the same of a file as an idle one.
    private static let patience: Duration = .milliseconds(600)

    func run() throws {
        let loaded = LoadedConfiguration.load(path ?? Places.configuration, decks: .all)
        let present = Present()
        let load = loaded.household.map { household in
            Load(of: household, after: present.now, zone: present.zone) {
                SystemClock.processorTime() < CheckCommand.patience
            }
        }
        if json {
            try Output.json(
                Answer(
                    rituals: loaded.household?.rituals.count ?? 0, problems: loaded.problems.map(Entry.init),
                    warnings: loaded.warnings.map(Entry.init), days: load?.days, busiestDay: load?.busiestDay,
                    busiestWeek: load?.busiestWeek,
                    busiestMinute: load?.crowd.map { crowd in
                        Answer.Crowd(
                            at: Timestamp(crowd.instant, in: present.zone).description,
                            rituals: crowd.rituals.map(\.description))
                    }, silenced: load?.silenced.map(\.description)))
        } else {
            for warning in loaded.warnings { Output.complain("warning: \(warning)") }
            if let household = loaded.household, let load { describe(household, load) }
        }
        guard loaded.household == nil else { return }
        if !json { Output.complain(loaded.problems.map(\.description).joined(separator: "\n")) }
        throw ExitCode(1)
    }

    /// What was left out where a file brings too many rings to count those of a year.
    private func lookAhead(of load: Load) -> String {
        switch load.days {
        case Load.wholeYear: ""
        case 0: " (of the first hours only: there's too much in the file to look further ahead)"
        case let days:
            " (of the next \(Wording.count(days, "day")) only: there's too much in the file to look further ahead)"
        }
    }

    private func describe(_ household: Household, _ load: Load) {
        let file = Places.short(path ?? Places.configuration)
        Output.line("\(file): \(Wording.count(household.rituals.count, "ritual")), no problems")
        Output.line(
            "up to \(Wording.count(load.busiestDay, "bubble")) on a busy day, \(load.busiestWeek) in a busy week"
                + lookAhead(of: load))
        if let crowd = load.crowd {
            let names = crowd.rituals.prefix(5).map(\.description).joined(separator: ", ")
            let others = crowd.rituals.count > 5 ? " and \(crowd.rituals.count - 5) more" : ""
            Output.complain(
                "warning: \(crowd.rituals.count) rituals ring at \(Present().moment(crowd.instant)): \(names)\(others); "
                    + "more than \(Load.manyAtOnce) at once come as one bubble")
        }
        for id in load.silenced {
            Output.complain(
                "warning: \(id) can never ring: all of it falls into quiet hours, `quiet: \(household.quiet?.description ?? "")`\n"
                    + "  hint: `quiet: ring` in the ritual, another time, or a longer `grace`")
        }
        if load.busiestDay > Load.muchForOneDay {
            Output.complain(
                "warning: more than \(Load.muchForOneDay) bubbles on one day are soon closed unread")
        }
    }
}
