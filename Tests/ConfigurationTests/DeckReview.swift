import Rituals
import TestSupport

/// Looks through the decks that come with rituald, as an editor would.
struct DeckReview {
    let decks: [Deck]

    private static let sizes = [
        "morning": 90, "check-in": 90, "reflection": 90, "gratitude": 90, "gestures": 90, "fun-list": 12,
        "memories": 30, "dreams": 30, "openers": 30, "listening": 30, "repair": 30, "needs": 30,
        "affection": 30, "adventures": 30, "reading": 30, "own-time": 30, "lighter": 30,
    ]

    private var lines: [(deck: String, text: String)] {
        decks.flatMap { deck in deck.lines.map { (deck.name ?? "", $0) } }
    }

    /// What is wrong, a sentence each.
    func faults() throws -> [String] {
        sizes + tooLong + closedQuestions + bids + twins + (try misspelled())
    }

    private var sizes: [String] {
        let counts = Dictionary(uniqueKeysWithValues: decks.map { ($0.name ?? "", $0.lines.count) })
        return Set(counts.keys).union(DeckReview.sizes.keys).sorted().compactMap { name in
            let (count, size) = (counts[name] ?? 0, DeckReview.sizes[name] ?? 0)
            return count == size ? nil : "\(name) has \(count) lines, not \(size)"
        }
    }

    /// A bubble shows no more at a glance.
    private var tooLong: [String] {
        lines.filter { $0.text.count >= 120 }.map { "\($0.deck): too long: \($0.text)" }
    }

    /// Questions that yes or no would end.
    private var closedQuestions: [String] {
        let openers: Set = [
            "do", "does", "did", "is", "isn't", "are", "aren't", "am", "was", "were", "can", "could", "will",
            "would", "have", "has", "had", "may", "shall", "should", "must",
        ]
        return lines.filter { line in
            line.text.split(omittingEmptySubsequences: true) { ".!…:".contains($0) }
                .flatMap { DeckReview.questions(in: $0) }
                .contains { $0.first.map { openers.contains($0) } ?? false }
        }
        .map { "\($0.deck): yes or no: \($0.text)" }
    }

    /// The words of each question; what stands behind the last question mark is none.
    private static func questions(in text: Substring) -> [[String]] {
        text.split(separator: "?", omittingEmptySubsequences: false).dropLast().map { words(of: $0) }
    }

    /// A third of the gestures answers what the other has begun.
    private var bids: [String] {
        let openings = [
            "They ", "Their ", "If ", "When they ", "Whatever ", "Something small comes ", "A hand comes ",
            "An old worry of theirs comes ",
        ]
        let gestures = lines.filter { $0.deck == "gestures" }.map(\.text)
        let answers = gestures.filter { line in openings.contains { line.hasPrefix($0) } }
        return answers.count * 3 == gestures.count ? [] : ["gestures: \(answers.count) answer a bid"]
    }

    /// Lines of which more than half of the longer words are shared, or which differ in no word.
    private var twins: [String] {
        let lines = lines.map { (deck: $0.deck, text: $0.text, words: DeckReview.words(of: $0.text)) }
        let marks = lines.map { line in
            let long = Set(line.words.filter { $0.count > 3 })
            return long.isEmpty ? Set(line.words) : long
        }
        var seen: [String: [Int]] = [:]
        var faults: [String] = []
        for (index, words) in marks.enumerated() {
            var shared: [Int: Int] = [:]
            for other in words.flatMap({ seen[$0] ?? [] }) { shared[other, default: 0] += 1 }
            for (other, count) in shared.sorted(by: { $0.key < $1.key })
            where count * 2 > words.count + marks[other].count - count {
                faults.append(
                    "\(lines[other].deck), \(lines[index].deck): alike: \(lines[other].text) | \(lines[index].text)"
                )
            }
            for word in words { seen[word, default: []].append(index) }
        }
        return faults
    }

    private func misspelled() throws -> [String] {
        let text = lines.map(\.text).joined(separator: "\n") + "\n"
        let words = try Oracle.output(of: ["hunspell", "-i", "utf-8", "-d", "en_US", "-l"], input: text)
        return words.split(separator: "\n").map { "unknown word: \($0)" }
    }

    private static func words(of text: some StringProtocol) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }
}
