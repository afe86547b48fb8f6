import CivilTime
import Host
import Rituals

/// The file of the deck `ours`, as plain text in the couple's hands, and how it reads with one line more.
package struct KeptText {
    /// The whole file.
    package let bytes: [UInt8]

    private static let head = """
        # What the two of you wanted to keep, a line each; `ritual keep TEXT` adds one. They come back when a month
        # is over, and on their own day a year later. It is all yours: change it, or take a line away.

        """

    /// `path` is where it stands, or is going to; `old` what is there, nil where nothing is.
    ///
    /// Only a line at its end is added; every other byte stays. Throws what is wrong with the file.
    package init(adding line: KeptLine, to old: [UInt8]?, at path: String) throws(Problem) {
        var text = old ?? Array(KeptText.head.utf8)
        if let last = text.last, last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        let before = old == nil ? 0 : try KeptText.deck(text, path).kept.count
        text += KeptText.text(of: line).utf8
        let after = try? KeptText.deck(text, path).kept
        guard after?.count == before + 1, after?.last == line else {
            let source = try Source.read(old ?? [], from: path)
            throw source.problem(.unusualDeck, at: Mark(line: 1, column: 1))
        }
        bytes = text
    }

    /// As `- {date: 2026-05-03, by: Alex, text: We danced in the kitchen}`.
    private static func text(of line: KeptLine) -> String {
        let fields = [
            line.date.map { "date: \($0)" }, line.by.map { "by: \(YAMLScalar.text($0, in: .flow))" },
            "text: \(YAMLScalar.text(line.text, in: .flow))",
        ]
        return "- {\(fields.compactMap { $0 }.joined(separator: ", "))}\n"
    }

    private static func deck(_ bytes: [UInt8], _ path: String) throws(Problem) -> Deck {
        var reader = HouseholdReader(zones: .system, decks: .shipped) { CivilDate(dayNumber: 0) }
        let deck = reader.deck(named: Deck.ours, in: path) { () throws(Problem) in
            try Source.read(bytes, from: path)
        }
        if let problem = reader.problems.first { throw problem }
        return deck
    }
}
