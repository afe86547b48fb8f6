import ArgumentParser
import Rituals

struct DoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Say that a ritual took place.",
        discussion: """
            Without a name it is the one that is open. With one it is the open one of that ritual, else today's next or the \
            latest of the last two days, whichever is nearer: what was done ahead does not ring, and what was missed counts \
            as done.

            At a terminal, the Done of a ritual with `pulse: true` is followed by the four questions of `ritual pulse`, once a week.
            """)

    @OptionGroup var target: AnswerTarget

    // Known, and refused by name until a later version.
    @Option(name: .short, help: .hidden) var message: String?

    func validate() throws {
        if message != nil { throw ValidationError("-m cannot be used yet in this version") }
    }

    func run() throws {
        let answered = try target.answer(.done)
        Output.line("Done: \(answered.name), \(answered.due).")
        try askPulse(after: answered.name)
    }

    /// Whoever has just been together may have a minute left; q leaves it.
    private func askPulse(after name: String) throws {
        guard PulseInterview.isAtTerminal, let household = try? FileOptions.parse([]).household(),
            Ritual.ID(name).flatMap(household.ritual)?.asksPulse == true,
            !PulseSession.hasThisWeek(
                try? StateOptions.parse([]).ledger(), of: household.me, Present())
        else { return }
        Output.line()
        try PulseSession.run(try DaemonClient(), isSecond: false, isOffered: true)
    }
}
