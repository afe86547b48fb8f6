import ArgumentParser
import Configuration
import Host
import Rituals
import Schedules

struct AddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Write one more ritual into the file.",
        discussion: """
            Example: ritual add sunday-tea sundays at 4 pm --title "Tea, and nothing else"

            It comes last; everything else in the file stays as it is. Nothing is written before the whole is found good.
            """)

    @Argument(help: ArgumentHelp("Its name: a letter, then letters, digits, - and _.", valueName: "ID"))
    var ritual: String

    @Argument(help: ArgumentHelp("When, as `ritual explain` reads it.", valueName: "PHRASE"))
    var phrase: [String]

    @Option(help: ArgumentHelp("What it is headed; without it, made of the name.", valueName: "T"))
    var title: String?

    @Option(help: ArgumentHelp("A line of its own under the title.", valueName: "T"))
    var say: String?

    @Option(help: ArgumentHelp("The date that `every other ...` counts from.", valueName: "D"))
    var starting: String?

    @Flag(name: .customLong("private"), help: "Show only its name outside its own bubble.")
    var isPrivate = false

    @OptionGroup var file: FileOptions

    func validate() throws {
        for (name, text) in [("--title", title), ("--say", say), ("--starting", starting)]
        where text?.allSatisfy(\.isWhitespace) == true {
            throw ValidationError("\(name) takes a text.")
        }
    }

    func run() throws {
        let path = file.path ?? Places.configuration
        let id = try newID(path)
        let when = phrase.joined(separator: " ")
        do {
            _ = try Phrase(parsing: when)
        } catch {
            throw Explanation.Failure(error).failure(of: when)
        }
        var files = try ChangedFiles(path)
        if files.household.ritual(id) != nil {
            throw CommandFailure(
                message:
                    "there is a ritual `\(id)` already, at \(files.place(of: id) ?? Places.short(path).harmless)",
                hint: "another name, or `ritual edit` to change it")
        }
        let ritual = try files.add(
            RitualDraft(
                id: id, title: title, say: say, when: when, starting: starting, isPrivate: isPrivate))
        try files.write()
        Output.line("\(id) is in \(Places.short(path).harmless) now.")
        let present = Present()
        Output.explanation(
            Explanation(
                of: ritual.schedule, in: ritual.zone ?? present.zone, after: present.now, count: 3))
        if !ritual.isEnabled {
            Output.line("It is off, as `defaults:` has it; `ritual enable \(id)` turns it on.")
        }
    }

    /// The name as that of a ritual, or a failure in the words of `ritual check`.
    private func newID(_ path: String) throws -> Ritual.ID {
        func failure(_ kind: Problem.Kind) -> CommandFailure {
            let problem = Problem(file: path, line: 1, column: 1, kind: kind)
            return CommandFailure(message: problem.message, hint: problem.hint)
        }
        guard let id = Ritual.ID(ritual) else { throw failure(.invalidID(ritual)) }
        guard !id.isReserved else { throw failure(.reservedID(ritual)) }
        return id
    }
}
