import ArgumentParser
import Configuration
import Glibc
import Host
import Rituals

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a first file, in a short conversation.",
        discussion: """
            Asks for your names, your mornings and evenings, and which of six rituals you would like, for a date to remember and for \
            what you both enjoy, shows the coming week, and writes the file once you agree. Enter takes what stands in brackets. A file that is there is never touched.
            """)

    @Flag(help: "Ask nothing, and take every default.")
    var yes = false

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("Write FILE instead of the usual one.", valueName: "FILE"))
    var path: String?

    private var file: String { path ?? Places.configuration }
    private var name: String { Places.short(file).harmless }

    func run() throws {
        let known = try beforehand()
        let conversation = Conversation(isSilent: yes)
        let answers: FirstInterview.Answers
        do {
            answers = try FirstInterview(file: file, known: known, conversation: conversation).answers()
        } catch is Conversation.Ended {
            throw CommandFailure(message: "Stopped; nothing was written.")
        }
        guard answers.isAgreed else { return Output.line("Nothing was written.") }
        try FirstFile.create(file, Array(answers.file.text.utf8))
        let me = LoadedConfiguration.mePath(beside: file)
        if known.me == nil, !FirstFile.isThere(me) { try FirstFile.create(me, Array("\(answers.me)\n".utf8)) }
        Output.line("\(name) is written.\n")
        // The rest is worth knowing whatever becomes of the service.
        defer { sayWhatIsNext(answers.file.rituals.first) }
        try offerService(conversation)
    }

    /// What is there before anything has been asked, or a failure.
    private func beforehand() throws -> Household {
        guard !FirstFile.isThere(file) else {
            throw CommandFailure(
                message: "\(name) is there already; it stays as it is",
                hint: "`ritual add` puts one more ritual into it, `ritual edit` opens it")
        }
        let loaded = LoadedConfiguration.load(file, unsaved: [file: []])
        guard let household = loaded.household else {
            throw CommandFailure(message: loaded.problems.map(\.description).joined(separator: "\n"))
        }
        return household
    }

    // MARK: Afterwards

    private func offerService(_ conversation: Conversation) throws {
        guard file == Places.configuration else {
            return Output.line("What rings is rituald:\n  rituald --config \(name)")
        }
        guard UserService.isInstalled else {
            return Output.line(
                "What rings is rituald. In this terminal, or where it is installed, now and at each login:\n"
                    + "  rituald\n  \(UserService.start)")
        }
        do {
            guard try conversation.confirm("Start rituald now and at each login?") else {
                return Output.line("It can be started any time: `\(UserService.start)`.")
            }
        } catch is Conversation.Ended {
            throw CommandFailure(
                message: "Nobody answered, so rituald was not started.",
                hint: "`\(UserService.start)` does it")
        }
        try UserService.enable()
        Output.line("rituald runs, and starts again at each login.")
    }

    private func sayWhatIsNext(_ first: RitualDraft?) {
        let option = path == nil ? "" : " --config \(name)"
        Output.line("\nTo type next:")
        var rows = [
            ["  ritual next\(option)", "what comes next"], ["  ritual edit\(option)", "your own words"],
        ]
        if let first { rows.insert(["  ritual ring \(first.id)\(option)", "see a first bubble"], at: 0) }
        Output.table(rows)
        fflush(nil)
    }
}
