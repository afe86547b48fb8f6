import ArgumentParser
import CivilTime
import Host
import Rituals

struct LaterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "later", abstract: "Ring an open ritual again, a little later.",
        discussion: """
            Without a span it is the first of the ritual's `snooze`, ten minutes where it has none. Example: \
            ritual later 1h evening-reflection
            """)

    @Argument(help: ArgumentHelp("A span, as 20m or 1h30m, and which ritual.", valueName: "SPAN] [RITUAL"))
    var words: [String] = []

    @OptionGroup var due: DueOption

    func run() throws {
        var words = words[...]
        let span = words.first.flatMap { try? Span(parsing: $0) }
        if span != nil { words.removeFirst() }
        guard words.count <= 1 else { throw ValidationError("Give a span and one ritual.") }
        let name = words.first
        if span == nil, let name, name.first?.isNumber == true {
            throw ValidationError("`\(name.harmless)` is no span; one is as 20m, 1h30m or 2 hours")
        }
        let present = Present()
        let until = span.map { present.zone.instant($0, after: present.now) }
        let answered = try AnswerTarget.answer(.later, ritual: name, due: due.civil(), until: until)
        let moment = answered.until.map { present.moment($0) } ?? "later"
        Output.line("Later: \(answered.name) rings again \(moment).")
    }
}
