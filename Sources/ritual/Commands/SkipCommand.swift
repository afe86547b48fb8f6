import ArgumentParser

struct SkipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Not today.",
        discussion: """
            Answers as `ritual done` does. Today's next, left out ahead of its time, does not ring; the days after it come \
            as always.
            """)

    @OptionGroup var target: AnswerTarget

    func run() throws {
        let answered = try target.answer(.skip)
        Output.line("Not today: \(answered.name), \(answered.due).")
    }
}
