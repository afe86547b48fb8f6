import ArgumentParser
import CivilTime
import Rituals
import Systemd

/// What `ritual in` and `ritual at` share.
struct ReminderOptions: ParsableArguments {
    @Flag(
        name: .customLong("public"),
        help: "Let its words be seen in the journal, in terminals and in status bars.")
    var isPublic = false

    /// Divides the words into the longest beginning that can be read, and the text after it.
    static func split<Read>(_ words: [String], _ read: (String) -> Read?) throws -> (Read?, String) {
        for count in stride(from: min(words.count, 5), through: 1, by: -1) {
            guard let found = read(words.prefix(count).joined(separator: " ")) else { continue }
            guard count < words.count else {
                // All of it is a time; a shorter beginning leaves words that may be meant as the text.
                if words.count > 1 { continue }
                throw CommandFailure(
                    message: "a reminder needs words", hint: "as in `ritual in 20m take the bread out`")
            }
            return (found, words.dropFirst(count).joined(separator: " "))
        }
        return (nil, "")
    }

    func remind(_ text: String, due: CivilDateTime, offset: String, shown: Instant) throws {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure(message: "a reminder needs words")
        }
        let answer = try DaemonClient().call(
            "Remind", .string(text), .string(due.description), .string(offset), .boolean(!isPublic))
        let name = answer.first?.text?.harmless ?? ""
        Output.line("\(name): \(Present().moment(shown)). `ritual skip \(name)` takes it back.")
    }
}
