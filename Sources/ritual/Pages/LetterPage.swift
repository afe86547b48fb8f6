import CivilTime
import Rituals

/// A letter to the two about one of their years: what was kept in it, and nothing of what was not.
struct LetterPage {
    let year: Int
    let partners: [String]
    /// All that is known, of any year.
    let past: LookingBack
    /// All lines that they kept, of any year.
    let lines: [KeptLine]
    let today: CivilDate

    var page: Page {
        Page(
            kind: .letter, title: "A letter about \(year)",
            body: "<main>\n\(parts.joined(separator: "\n"))\n</main>")
    }

    private var parts: [String] {
        let past = past.year(year)
        let words = LetterWords(year: year, past: past, isOver: today.year > year)
        let head = """
            <header><p class="about">A letter about \(year)</p>
            <h1>\(names)</h1></header>
            <p>\(words.opening.escaped)</p>
            """
        guard !past.days.isEmpty else { return [head, keptLines(room: 12), foot] }
        return [head, YearPicture(year: year, days: past.days).figure, kept(past), keptLines(room: 3), foot]
    }

    private var names: String {
        partners.isEmpty
            ? "The two of you"
            : partners.map { "<bdi>\($0.escaped)</bdi>" }.joined(separator: " and ")
    }

    /// What was kept, by its name.
    private func kept(_ past: LookingBack) -> String {
        let known = past.entries.filter { $0.title != nil && !$0.dates.isEmpty }
        var rows = known.map { row("<bdi>\($0.name.escaped)</bdi>", $0.dates.count) }
        // What their names might tell cannot be known any more.
        let former = past.entries.lazy.filter { $0.title == nil }.map(\.dates.count).reduce(0, +)
        if former > 0 {
            rows.append(row(known.isEmpty ? "What had its time" : "And what has had its time", former))
        }
        return """
            <section><h2>What you kept</h2>
            <dl>
            \(rows.joined(separator: "\n"))
            </dl></section>
            """
    }

    private func row(_ name: String, _ count: Int) -> String {
        "<div><dt>\(name)</dt><dd>\(LookingBackWords.times(count))</dd></div>"
    }

    /// The year's lines; where there are none, room on paper to write some.
    private func keptLines(room: Int) -> String {
        let lines = lines.compactMap { line in line.date.map { (date: $0, line: line) } }
            .filter { $0.date.year == year }.sorted { $0.date < $1.date }
        guard !lines.isEmpty else {
            return """
                <section class="room"><h2>In your own hand</h2>
                \(String(repeating: "<hr>", count: room))</section>
                """
        }
        let quotes = lines.map { date, line in
            let by = line.by.map { "<bdi>\($0.escaped)</bdi>, " } ?? ""
            return """
                <blockquote><p dir="auto">\(line.text.escaped)</p><footer>\(by)\(date.dayAndMonth)</footer></blockquote>
                """
        }
        return """
            <section><h2>In your own words</h2>
            \(quotes.joined(separator: "\n"))</section>
            """
    }

    private var foot: String {
        """
        <footer class="foot"><p>What nobody wrote down was yours all the same.</p>
        <p>Made on \(today.dayAndMonth) \(today.year), by your own machine and for you alone.</p></footer>
        """
    }
}
