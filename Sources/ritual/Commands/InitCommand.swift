import ArgumentParser
import CivilTime
import Configuration
import Glibc
import Host
import Rituals

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a first file, in a short conversation.",
        discussion: """
            Asks for your names, your mornings and evenings, and which of six rituals you would like, shows the coming week, and \
            writes the file once you agree. Enter takes what stands in brackets. A file that is there is never touched.
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
        let answers: Answers
        do {
            answers = try ask(conversation, known)
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

    // MARK: The conversation

    private struct Answers {
        let me: String
        let file: FirstFile
        let isAgreed: Bool
    }

    private func ask(_ conversation: Conversation, _ known: Household) throws -> Answers {
        if !yes { Output.line("A few questions; Enter takes what stands in brackets, Ctrl-C leaves.\n") }
        if let me = known.me { Output.line("You are \(me.harmless), as `me` says.") }
        let me = try known.me ?? conversation.name("Your name?", default: InitCommand.userName)
        let partner = try conversation.name(
            "And your partner's?", default: me.lowercased() == "darling" ? "Dearest" : "Darling", unlike: me)
        let morning = try conversation.time("When does a morning together begin?", default: "07:30")
        let evening = try conversation.time("And when is an evening quiet?", default: "21:15")

        // Some may be in `rituals.d` already.
        let proposed = ProposedRitual.all(morning: morning, evening: evening)
            .filter { known.ritual($0.draft.id) == nil }
        if !yes {
            Output.line(
                "\n\(Wording.count(proposed.count, "ritual")) to choose from. Every word can be changed later."
            )
        }
        let rituals = try proposed.filter { ritual in
            if !yes { InitCommand.describe(ritual.draft) }
            return try conversation.confirm("Would you like it?", default: ritual.isUsual)
        }
        let file = FirstFile(partners: [me, partner], rituals: rituals.map(\.draft))
        try preview(file, me: me)
        return Answers(me: me, file: file, isAgreed: try conversation.confirm("Write it to \(name)?"))
    }

    private static func describe(_ ritual: RitualDraft) {
        Output.line("\n  \(ritual.title ?? ritual.id.title)")
        if let say = ritual.say { Output.line("  \(Output.dim(say))") }
        Output.line("  \(ritual.when)")
    }

    /// The coming seven days, as the file will have them; read in full, so that what is written is good.
    private func preview(_ file: FirstFile, me: String) throws {
        let unsaved = [
            self.file: Array(file.text.utf8), LoadedConfiguration.mePath(beside: self.file): Array(me.utf8),
        ]
        let loaded = LoadedConfiguration.load(self.file, unsaved: unsaved)
        guard let household = loaded.household else {
            throw CommandFailure(message: loaded.problems.map(\.description).joined(separator: "\n"))
        }
        let present = Present()
        let end = present.now + .seconds(7 * 86_400)
        let coming = Forecast(of: household, after: present.now, zone: present.zone).prefix {
            $0.due.instant < end
        }
        Output.line("\nThe coming week:")
        Output.table(
            coming.map { occurrence in
                let ritual = household.ritual(occurrence.ritual)
                return [
                    "  "
                        + Wording.moment(present.zone.civil(at: occurrence.due.instant), today: present.today),
                    (ritual.map { $0.isPrivate ? $0.id.description : $0.title } ?? "").harmless,
                ]
            })
        if coming.isEmpty { Output.line("  Nothing yet; `ritual add` and `ritual edit` change that.") }
        Output.line()
    }

    /// The first name in the password file, else the login name.
    private static var userName: String {
        guard let entry = getpwuid(getuid()) else { return "Me" }
        let texts = [entry.pointee.pw_gecos, entry.pointee.pw_name].map {
            $0.map { String(cString: $0) } ?? ""
        }
        let words = texts.compactMap { text in
            text.prefix { $0 != "," }.split(whereSeparator: \.isWhitespace).first
        }
        guard let word = words.first(where: { String($0).harmless == $0 }) else { return "Me" }
        return (word.prefix(1).uppercased() + word.dropFirst()).clipped(to: 63)
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
