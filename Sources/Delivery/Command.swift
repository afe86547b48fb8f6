import Rituals

/// A program to run, with all that it is given.
package struct Command: Hashable, Sendable {
    /// Whose it is, in a sentence, for the one who looks at what runs.
    package let purpose: String
    /// As the file has it.
    package let program: String
    package let arguments: [String]
    /// What it reads; nil: nothing.
    package let input: String?
    /// Assignments, beside what every program of the user's is given.
    package let environment: [String]
    package let timeout: Duration

    /// What became of it.
    package enum Result: Hashable, Sendable {
        case done
        /// Why it failed, in words for the journal; `maybeSeen`: it may have done its work all the same.
        case failed(String, maybeSeen: Bool = false)
    }

    package init(
        purpose: String, program: String, arguments: [String] = [], input: String? = nil,
        environment: [String] = [], timeout: Duration = CommandChannel.usualTimeout
    ) {
        self.purpose = purpose
        self.program = program
        self.arguments = arguments
        self.input = input
        self.environment = environment
        self.timeout = timeout
    }

    /// What a channel runs when it is told something.
    ///
    /// What has happened and to which ritual stands in its environment as well, under the journal's names.
    package init(_ channel: CommandChannel, _ notice: CommandNotice) {
        func filled(_ text: CommandText) -> String { notice.filling(text, for: channel) }
        let names = notice.rituals.map(\.description).joined(separator: " ")
        let answer = notice.answer.map { ["RITUAL_ANSWER=\($0.rawValue)"] } ?? []
        self.init(
            purpose: channel.name.words, program: channel.program, arguments: channel.arguments.map(filled),
            input: channel.input.map(filled),
            environment: ["RITUAL_EVENT=\(notice.event.rawValue)", "RITUAL_ID=\(names)"] + answer,
            timeout: channel.timeout)
    }
}
