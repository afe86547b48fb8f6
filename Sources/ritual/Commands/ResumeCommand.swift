import ArgumentParser
import Rituals
import Systemd

struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "End a pause.",
        discussion: """
            What fell into the pause is not caught up; what was open before it is shown again. With names only those rituals \
            go on, and the others stay paused.
            """)

    @Argument(help: ArgumentHelp("Only these.", valueName: "RITUAL"))
    var rituals: [String] = []

    func run() throws {
        let wasPaused = try DaemonClient().call("Resume", .texts(rituals)).first == .boolean(true)
        Output.line(wasPaused ? "The pause is over." : "Nothing was paused.")
    }
}
