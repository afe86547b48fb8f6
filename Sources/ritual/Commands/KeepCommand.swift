import ArgumentParser
import CivilTime
import Host

struct KeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Keep a line for the two of you.",
        discussion: """
            It goes into decks/ours.yaml beside your rituals, with today's date and your name: plain text in your own hands. \
            A ritual with `prompts: ours` brings it back, a month later at the earliest, and on its own day a year after.
            """)

    @Argument(help: ArgumentHelp("What to keep.", valueName: "TEXT"))
    var words: [String]

    @Option(
        name: .customLong("date"),
        help: ArgumentHelp("When it was, where that is not today.", valueName: "DATE"))
    var day: String?

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("Keep it beside FILE instead of the usual one.", valueName: "FILE"))
    var path: String?

    func run() throws {
        let date = try day.map { day in
            guard let date = try? CivilDate(parsing: day) else {
                throw CommandFailure(message: "`\(day.harmless)` is no date", hint: "as in --date 2026-05-03")
            }
            return date
        }
        let text = words.joined(separator: " ")
        let configuration = path ?? Places.configuration
        let today = Present().today
        guard date.map({ $0 <= today }) != false else {
            throw CommandFailure(message: "`\(day?.harmless ?? "")` is still to come")
        }
        let kept = try KeptFile(keeping: text, on: date ?? today, beside: configuration)
        try kept.write()
        Output.line(kept.thanks)
    }
}
