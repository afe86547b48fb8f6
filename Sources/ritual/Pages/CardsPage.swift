import Rituals

/// A deck as a sheet of cards to cut out, ten on a page of A4 or Letter.
struct CardsPage {
    let deck: String
    let lines: [String]

    /// In scalars: from here on a line is set smaller, and past this it would not fit on a card.
    private static let long = 140
    private static let longest = 280

    var page: Page {
        Page(
            kind: .cards, title: "Cards: \(deck)",
            body: """
                <main><h1><bdi>\(deck.escaped)</bdi></h1>
                <ul>
                \(lines.map(card).joined(separator: "\n"))
                </ul></main>
                """)
    }

    private func card(_ line: String) -> String {
        let size = line.unicodeScalars.count > CardsPage.long ? " class=\"long\"" : ""
        return """
            <li\(size)><p dir="auto">\(line.clipped(to: CardsPage.longest).escaped)</p><small><bdi>\(deck.escaped)</bdi></small></li>
            """
    }
}
