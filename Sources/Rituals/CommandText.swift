/// A text for a program, in which names in braces are filled in: `{title}`.
///
/// What is filled in is not looked at again, so that no title can name another text.
package struct CommandText: Hashable, Sendable {
    package enum Blank: String, CaseIterable, Sendable {
        case title, prompt, say, due, ritual
    }

    /// The braces hold a word that stands for nothing.
    package struct UnknownBlank: Error, Hashable {
        package let name: String
    }

    private enum Piece: Hashable, Sendable {
        case words(String)
        case blank(Blank)
    }

    private let pieces: [Piece]

    /// Braces around anything but a word, as JSON has them, and those of a shell's variable, as `${HOME}`, stand
    /// for themselves.
    package init(parsing text: String) throws(UnknownBlank) {
        var pieces: [Piece] = []
        var words = ""
        var rest = Substring(text)
        while let first = rest.first {
            let opens = first == "{" && words.last != "$"
            let name = opens ? rest.dropFirst().prefix(while: \.isLetter) : ""
            guard !name.isEmpty, rest.dropFirst(name.count + 1).first == "}" else {
                words.append(rest.removeFirst())
                continue
            }
            guard let blank = Blank(rawValue: String(name)) else { throw UnknownBlank(name: String(name)) }
            if !words.isEmpty { pieces.append(.words(words)) }
            words = ""
            pieces.append(.blank(blank))
            rest = rest.dropFirst(name.count + 2)
        }
        if !words.isEmpty { pieces.append(.words(words)) }
        self.pieces = pieces
    }

    /// Whether something is filled in.
    package var hasBlanks: Bool {
        pieces.contains { if case .blank = $0 { true } else { false } }
    }

    package func filled(_ value: (Blank) -> String) -> String {
        pieces.map { piece in
            switch piece {
            case .words(let words): words
            case .blank(let blank): value(blank)
            }
        }.joined()
    }
}
