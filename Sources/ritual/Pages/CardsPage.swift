/// A deck as a sheet of cards to cut out, ten on a page of A4 or Letter.
struct CardsPage {
    let deck: String
    let lines: [String]

    var page: Page {
        let cards = lines.map { line in
            "<li><p dir=\"auto\">\(line.escaped)</p><small><bdi>\(deck.escaped)</bdi></small></li>"
        }
        return Page(
            kind: .cards, title: "Cards: \(deck)",
            body: """
                <main><h1><bdi>\(deck.escaped)</bdi></h1>
                <ul>
                \(cards.joined(separator: "\n"))
                </ul></main>
                """)
    }
}
