import ArgumentParser
import Rituals
import Systemd

struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "End a pause.",
        discussion: """
            What fell into the pause is not caught up; what was open before it is shown again. Alone it ends the pause of all, \
            and where there is none, those of single rituals. With names only those rituals go on.
            """)

    @Argument(help: ArgumentHelp("Only these.", valueName: "RITUAL"))
    var rituals: [String] = []

    func run() throws {
        let wasPaused = try DaemonClient().call("Resume", .texts(rituals)).first == .boolean(true)
        ResumeCommand.tell(wasPaused: wasPaused, rituals)
    }

    /// Says what goes on now, and what does not.
    static func tell(wasPaused: Bool, _ rituals: [String]) {
        let names = rituals.map(\.harmless).joined(separator: ", ")
        let goesOn = names.isEmpty ? "The pause is over." : "\(names) may ring again."
        let nothing = names.isEmpty ? "Nothing was paused." : "\(names) was not paused."
        Output.line(wasPaused ? goesOn : nothing)
        for sentence in ResumeWords.rest((try? Status.ofDaemon())??.pauses ?? [], Present()) {
            Output.line(sentence)
        }
    }
}
