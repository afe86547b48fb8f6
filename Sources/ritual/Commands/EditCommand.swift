import ArgumentParser
import Configuration
import Glibc
import Host
import Rituals

struct EditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change the file in your editor; it is checked before it counts.",
        discussion: """
            The editor is $VISUAL, else $EDITOR, else vi. It gets a copy; the file itself is replaced when everything is understood. \
            Otherwise you see what is wrong and can go back in, at the line.
            """)

    @OptionGroup var file: FileOptions

    private var path: String { file.path ?? Places.configuration }
    private var name: String { Places.short(path).harmless }

    func run() throws {
        let old = try oldText()
        // Better said before the work than after it.
        guard access(path, W_OK) == 0 else {
            throw CommandFailure(message: "\(name) cannot be written: \(SystemError("access", path).reason)")
        }
        let before = LoadedConfiguration.load(path, unsaved: [path: old])
        let copy: EditedCopy
        do {
            copy = try EditedCopy(of: path, old)
        } catch {
            throw CommandFailure(message: "a copy to edit cannot be made: \(error)")
        }
        var line = firstLine(of: before.problems)
        while true {
            let new = try edited(copy, old, atLine: line)
            guard new != old else {
                copy.discard()
                return Output.line("Nothing was changed.")
            }
            let loaded = LoadedConfiguration.load(path, unsaved: [path: new])
            let own = loaded.problems.filter { isOwn($0) || !before.problems.contains($0) }
            guard !own.isEmpty else { return try save(new, over: old, copy, loaded) }
            Output.complain(own.map(\.description).joined(separator: "\n"))
            guard wantsBackIn() else { throw kept(copy, "\(name) stays as it is.") }
            line = firstLine(of: own)
        }
    }

    private func oldText() throws -> [UInt8] {
        do {
            return try BoundedFile.read(path, limit: .max)
        } catch {
            if error == .missing { try FirstFile.refuseLinkToNowhere(path) }
            let problem = Problem(file: Places.short(path), line: 1, column: 1, kind: .unreadable(error))
            throw CommandFailure(message: "\(name): \(problem.message)", hint: problem.hint)
        }
    }

    private func edited(_ copy: EditedCopy, _ old: [UInt8], atLine line: Int?) throws -> [UInt8] {
        let editor = Editor.preferred
        let trouble: String?
        do {
            let status = try editor.open(copy.path, atLine: line)
            trouble =
                switch status {
                case 0: nil
                case 127: "there is no editor `\(editor.command.harmless)`"
                default: "the editor `\(editor.command.harmless)` ended with \(status)"
                }
        } catch {
            trouble = "the editor cannot be started: \(error)"
        }
        let new = try? copy.read()
        if let trouble {
            let hint = "VISUAL and EDITOR name another, as in `EDITOR=nano ritual edit`"
            guard let new, new != old else {
                copy.discard()
                throw CommandFailure(message: "\(trouble); \(name) stays as it is", hint: hint)
            }
            throw kept(copy, "\(trouble); \(name) stays as it is.")
        }
        guard let new else {
            copy.discard()
            throw CommandFailure(message: "the editor has left no file; \(name) stays as it is")
        }
        return new
    }

    private func save(_ new: [UInt8], over old: [UInt8], _ copy: EditedCopy, _ loaded: LoadedConfiguration)
        throws
    {
        do {
            let lock = try ChangedFiles.lock(path)
            try withExtendedLifetime(lock) { try ChangedFiles.replace(path, old, with: new) }
        } catch let failure as CommandFailure {
            throw kept(copy, failure.message + ".")
        }
        copy.discard()
        for warning in loaded.warnings { Output.complain("warning: \(warning)") }
        guard let household = loaded.household else {
            // They were there before, in other files.
            Output.complain(loaded.problems.map(\.description).joined(separator: "\n"))
            throw CommandFailure(message: "\(name) is saved; the problems above are in other files.")
        }
        Output.line("\(name): \(Wording.count(household.rituals.count, "ritual")), no problems")
    }

    private func kept(_ copy: EditedCopy, _ message: String) -> CommandFailure {
        CommandFailure(message: "\(message)\nYour edit is kept in \(Places.short(copy.keep()).harmless)")
    }

    private func wantsBackIn() -> Bool {
        guard isatty(STDIN_FILENO) == 1 else { return false }
        return (try? Conversation().confirm("Go back in?")) ?? false
    }

    private func isOwn(_ problem: Problem) -> Bool { problem.file == Places.short(path).harmless }

    private func firstLine(of problems: [Problem]) -> Int? { problems.first(where: isOwn)?.line }
}
