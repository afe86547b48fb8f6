import Glibc
import Rituals

/// Asks the four questions: by single keys at a terminal, else by lines of standard input.
///
/// What was answered before is never shown beside a question.
struct PulseInterview {
    struct Answers {
        var figures: [Pulse.Question: Int] = [:]
        var note: String?

        var isEmpty: Bool { figures.isEmpty && note == nil }
    }

    /// Ctrl-C: nothing is kept.
    struct Interrupted: Error {}

    private enum Reply {
        case figure(Int)
        case skip
        case stop
    }

    /// Whether a person sits at a terminal that can be read key by key.
    static var isAtTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    private let isAtTerminal = PulseInterview.isAtTerminal

    /// `isSecond`: there is something of this week already.
    func answers(isSecond: Bool) throws -> Answers {
        Output.line("Four small questions, for you alone. One key each: 1 to 5; Enter skips, q stops.")
        if isSecond {
            Output.line("There is something of this week already: what you answer now takes its place.")
        }
        var answers = Answers()
        for question in Pulse.Question.allCases {
            Output.line("\n\(question.words)")
            switch try reply(to: question) {
            case .figure(let figure): answers.figures[question] = figure
            case .skip: continue
            case .stop: return answers
            }
        }
        answers.note = try note()
        return answers
    }

    private func reply(to question: Pulse.Question) throws -> Reply {
        while true {
            let prompt = "  1 \(question.least) … 5 \(question.most): "
            guard isAtTerminal else {
                show(prompt)
                return try line()
            }
            switch Keyboard.key(ask: { show(prompt) }) {
            case .character(let sign):
                if let figure = sign.wholeNumberValue, Pulse.scale.contains(figure) {
                    Output.line("\(figure)")
                    return .figure(figure)
                }
                switch sign {
                case " ", "s", "S", "-": return skip()
                case "q", "Q": return stop()
                default: Output.line("\n  1 to 5, please; Enter skips, q stops.")
                }
            case .enter: return skip()
            case .escape, .end: return stop()
            case .interrupt:
                Output.line()
                throw Interrupted()
            case .other: Output.line("\n  1 to 5, please; Enter skips, q stops.")
            }
        }
    }

    private func skip() -> Reply {
        Output.line("–")
        return .skip
    }

    private func stop() -> Reply {
        Output.line()
        return .stop
    }

    /// A line that is not understood keeps nothing: nobody is there to be asked again.
    private func line() throws -> Reply {
        let text = readLine()
        Output.line()
        switch text?.lowercased().filter({ !$0.isWhitespace }) {
        case nil, "q": return .stop
        case "", "-", "s": return .skip
        case let text?:
            guard let figure = Int(text), Pulse.scale.contains(figure) else {
                throw CommandFailure(
                    message: "an answer is a figure from 1 to 5; nothing is kept",
                    hint: "an empty line skips a question, `q` stops")
            }
            return .figure(figure)
        }
    }

    private func note() throws -> String? {
        Output.line("\nA line about the week, if you like; Enter leaves it out.")
        show("  ")
        guard let line = readLine() else {
            Output.line()
            return nil
        }
        if !isAtTerminal { Output.line() }
        let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ").harmless
        guard words.utf8.count <= Pulse.longestNote else {
            throw CommandFailure(
                message: "the note is longer than \(Pulse.longestNote) bytes; nothing is kept")
        }
        return words.isEmpty ? nil : words
    }

    private func show(_ text: String) {
        print(text, terminator: "")
        fflush(nil)
    }
}
