import ArgumentParser
import CivilTime
import Glibc
import Host
import Rituals

struct LaterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "later", abstract: "Ring an open ritual again, a little later.",
        discussion: """
            Without a span it is the first of the ritual's `snooze`, ten minutes where it has none; at a terminal one of \
            several can be chosen. Example: ritual later 1h evening-reflection
            """)

    @Argument(
        help: ArgumentHelp(
            "How long, as 20m or 1h30m, and which ritual; either may be left out.", valueName: "SPAN RITUAL"))
    var words: [String] = []

    @OptionGroup var due: DueOption

    private var span: Span? { words.first.flatMap { try? Span(parsing: $0) } }

    private var name: String? { words.dropFirst(span == nil ? 0 : 1).first }

    func validate() throws {
        guard words.count <= (span == nil ? 1 : 2) else {
            throw ValidationError("Give a span and one ritual.")
        }
        if let name, name.first?.isNumber == true {
            throw ValidationError("`\(name.harmless)` is no span; one is as 20m, 1h30m or 2 hours")
        }
        guard name != nil || due.due == nil else { throw ValidationError("--due needs a ritual.") }
    }

    func run() throws {
        let present = Present()
        let span = try self.span ?? chosenSpan()
        let until = span.map { present.zone.instant($0, after: present.now) }
        let answered = try AnswerTarget.answer(.later, ritual: name, due: due.name(), until: until)
        let moment = answered.until.map { present.moment($0) } ?? "later"
        Output.line("Later: \(answered.name) rings again \(moment).")
    }

    /// Where the ritual has several spans and a person sits at the terminal, the one that they choose; nil: its
    /// first.
    private func chosenSpan() throws -> Span? {
        guard isatty(STDIN_FILENO) == 1, let household = try? FileOptions.parse([]).household() else {
            return nil
        }
        let open = try Status.ofDaemon()?.open.filter { $0.state != .waiting } ?? []
        let only = name ?? (open.count == 1 ? open[0].ritual : nil)
        guard let ritual = only.flatMap(Ritual.ID.init).flatMap(household.ritual), ritual.snooze.count > 1
        else {
            return nil
        }
        let spans = ritual.snooze.map(\.description)
        return try Conversation().ask("How long? \(spans.joined(separator: ", "))", default: spans[0]) {
            answer throws(Conversation.Refusal) in
            do {
                return try Span(parsing: answer)
            } catch {
                throw Conversation.Refusal(
                    message: "`\(answer.harmless)` is no span", hint: "as in 20m or 1h30m")
            }
        }
    }
}
