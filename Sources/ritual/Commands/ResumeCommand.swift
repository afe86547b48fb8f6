import ArgumentParser
import Systemd

struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "End a pause.",
        discussion: "What fell into the pause is not caught up; what was open before it is shown again.")

    func run() throws {
        let wasPaused = try DaemonClient().call("Resume").first == .boolean(true)
        Output.line(wasPaused ? "The pause is over." : "Nothing was paused.")
    }
}
