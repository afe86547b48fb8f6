import ArgumentParser
import Glibc
import Host

/// The command line, one command a file.
struct RitualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ritual",
        abstract: "Answer your rituals, look at them, and change them.",
        discussion: """
            Rituals are described in \(Places.short(Places.configuration)); rituald.yaml(5) explains the file. \
            Exit codes: 0 fine, 1 the file or the request has a problem, 2 wrong usage, 3 no daemon where one is needed.
            """,
        version: "ritual \(Version.current)",
        subcommands: [ImportCommand.self, WatchCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Answering:",
                subcommands: [
                    DoneCommand.self, LaterCommand.self, SkipCommand.self, PauseCommand.self,
                    ResumeCommand.self, PulseCommand.self,
                ]),
            CommandGroup(
                name: "Looking:",
                subcommands: [
                    StatusCommand.self, NextCommand.self, ListCommand.self, HistoryCommand.self,
                    LogCommand.self, WhyCommand.self, ExplainCommand.self,
                    SimulateCommand.self, CheckCommand.self, DoctorCommand.self,
                ]),
            CommandGroup(name: "Talking:", subcommands: [PromptCommand.self, KeepCommand.self]),
            CommandGroup(name: "Looking back:", subcommands: [StatsCommand.self, LetterCommand.self]),
            CommandGroup(name: "Taking along:", subcommands: [ExportCommand.self]),
            CommandGroup(
                name: "Reminding:", subcommands: [InCommand.self, AtCommand.self, RingCommand.self]),
            CommandGroup(
                name: "Changing the file:",
                subcommands: [
                    InitCommand.self, AddCommand.self, EnableCommand.self, DisableCommand.self,
                    EditCommand.self,
                ]),
        ])
}

/// What went wrong with the file or the request; ends the program with 1.
struct CommandFailure: Error {
    let message: String
    var hint: String?
    /// The last part of the error's name on the bus, where the daemon has refused.
    var name: String?
}

@main
enum Main {
    static func main() {
        // A reader of our output that has gone ends us quietly, as it does others.
        signal(SIGPIPE, SIG_DFL)
        // So that wcwidth(3) knows every character, whatever the user's language.
        setlocale(LC_CTYPE, "C.UTF-8")
        Environment.findRuntimeFolder()
        do {
            var command = try RitualCommand.parseAsRoot()
            try command.run()
            Output.finish()
        } catch let failure as CommandFailure {
            Output.complain(failure.message + (failure.hint.map { "\n  hint: \($0)" } ?? ""))
            exit(1)
        } catch let absent as DaemonClient.Absent {
            if let running = RunningDaemon(in: Places.state) {
                Output.complain("\(running.failure.message)\n  hint: \(running.failure.hint)")
            } else {
                Output.complain(
                    "no daemon answers: \(absent.reason)\n  hint: `systemctl --user start rituald` starts it")
            }
            exit(3)
        } catch {
            // The parser would end with 64 (sysexits.h) where this program says 2.
            let code = RitualCommand.exitCode(for: error)
            let message = RitualCommand.fullMessage(for: error)
            guard code.isSuccess else {
                if !message.isEmpty { Output.complain(message) }
                exit(code == .validationFailure ? 2 : code.rawValue)
            }
            Output.line(message)
            Output.finish()
        }
    }
}
