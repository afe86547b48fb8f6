import CivilTime
import Glibc
import Rituals
import Schedules

/// Questions at a terminal or through a pipe, each with a default that Enter takes.
struct Conversation {
    /// The input has ended: nobody is there to answer.
    struct Ended: Error {}

    /// Why an answer cannot be taken; it is asked for again.
    struct Refusal: Error {
        let message: String
        var hint: String?
    }

    /// Takes every default and asks nothing.
    var isSilent = false

    func ask<Answer>(
        _ question: String, default known: String, read: (String) throws(Refusal) -> Answer
    ) throws -> Answer {
        guard !isSilent else { return try read(known) }
        while true {
            let answer = try line(known.isEmpty ? "\(question) " : "\(question) [\(known.harmless)] ")
            do throws(Refusal) {
                return try read(answer.isEmpty ? known : answer)
            } catch {
                Output.line("  \(error.message.harmless)")
                if let hint = error.hint { Output.line("  hint: \(hint.harmless)") }
            }
        }
    }

    func confirm(_ question: String, default known: Bool = true) throws -> Bool {
        guard !isSilent else { return known }
        while true {
            switch try line("\(question) \(known ? "[Y/n]" : "[y/N]") ").lowercased() {
            case "": return known
            case "y", "yes": return true
            case "n", "no": return false
            default: Output.line("  `y` or `n`, please")
            }
        }
    }

    /// An answer that Enter leaves out; nil where it does, or where nobody is asked.
    func optional<Answer>(
        _ question: String, read: (String) throws(Refusal) -> Answer
    ) throws -> Answer? {
        guard !isSilent else { return nil }
        return try ask(question, default: "") { text throws(Refusal) in
            text.isEmpty ? nil : try read(text)
        }
    }

    private func line(_ prompt: String) throws(Ended) -> String {
        print(prompt, terminator: "")
        fflush(nil)
        guard let line = readLine() else {
            Output.line()
            throw Ended()
        }
        // A terminal shows what is typed, and the line end; a pipe does not.
        if isatty(STDIN_FILENO) == 0 { Output.line(line.harmless) }
        return Conversation.trimmed(line)
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}

/// The answers that `ritual init` reads.
extension Conversation {
    func name(_ question: String, default known: String, unlike other: String? = nil) throws -> String {
        try ask(question, default: known) { answer throws(Refusal) in
            // `me` holds it as it is, and has no way to write what cannot be seen.
            guard answer.harmless == answer, !answer.unicodeScalars.contains("\t") else {
                throw Refusal(message: "there is a character in it that cannot be seen: \(answer.harmless)")
            }
            guard answer.unicodeScalars.count <= 64 else {
                throw Refusal(message: "a name of more than 64 letters fits in no bubble")
            }
            guard answer.lowercased() != other?.lowercased() else {
                throw Refusal(message: "that is the first name again", hint: "a nickname does as well")
            }
            return answer
        }
    }

    /// A date of the year, as it is typed; nil for none.
    func yearlyDate(_ question: String) throws -> String? {
        try optional(question) { answer throws(Refusal) in
            guard YearlyDate(parsing: answer) != nil else {
                throw Refusal(
                    message: "`\(answer)` is no date", hint: "as in `2016-06-18`, `06-18` or `june 18`")
            }
            return answer
        }
    }

    /// Up to so many lines; Enter ends them.
    func lines(_ most: Int) throws -> [String] {
        var lines: [String] = []
        while lines.count < most {
            let line = try optional("\(lines.count + 1).") { answer throws(Refusal) in
                guard !lines.contains(answer) else { throw Refusal(message: "that is there already") }
                return answer
            }
            guard let line else { break }
            lines.append(line)
        }
        return lines
    }

    func time(_ question: String, default known: String) throws -> TimeOfDay {
        try ask(question, default: known) { answer throws(Refusal) in
            do throws(PhraseError) {
                return try TimeOfDay(parsing: answer)
            } catch {
                throw Refusal(message: error.message, hint: error.hint)
            }
        }
    }
}
