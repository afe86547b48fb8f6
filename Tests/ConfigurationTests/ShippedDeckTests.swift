import Configuration
import Rituals
import TestSupport
import Testing

@Suite("The decks that are shipped") struct ShippedDeckTests {
    private func shipped() throws -> [Deck] {
        let folder = TemporaryFolder()
        let loaded = LoadedConfiguration.load(try folder.write("", to: "rituals.yaml"), decks: .all)
        #expect(loaded.problems.isEmpty)
        return loaded.decks
    }

    @Test func `have their sizes, and lines that are short, open, spelled well and all different`() throws {
        #expect(try DeckReview(decks: shipped()).faults() == [])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let deck: String
        /// What the line becomes.
        let change: @Sendable (String) -> [String]
        let faults: [String]

        init(
            _ name: String, in deck: String, _ faults: String...,
            change: @escaping @Sendable (String) -> [String]
        ) {
            (testDescription, self.deck, self.faults, self.change) = (name, deck, faults, change)
        }
    }

    @Test(
        "a line that is none of that is found",
        arguments: [
            Row("one too few", in: "lighter", "lighter has 29 lines, not 30") { _ in [] },
            Row("one too many", in: "fun-list", "fun-list has 13 lines, not 12") { [$0, "Bowling"] },
            Row("one as long as a bubble is wide", in: "needs", "needs: too long: \(longest)") { _ in
                [longest]
            },
            Row("a yes or no", in: "dreams", "dreams: yes or no: Here it is. Can you swim?") { _ in
                ["Here it is. Can you swim?"]
            },
            Row("a gesture in place of an answer", in: "gestures", "gestures: 29 answer a bid") { _ in
                ["Hum a waltz."]
            },
            Row(
                "one that is nearly another", in: "repair",
                "memories, repair: alike: Which nickname has stayed longest? | Which nickname stayed longest?"
            ) { _ in ["Which nickname stayed longest?"] },
            Row("a slip of the pen", in: "reading", "unknown word: Opne") { _ in ["Opne it anywhere."] },
        ])
    func isFound(_ row: Row) throws {
        let decks = try shipped().map { deck in
            // Something to be nearly alike with.
            let first =
                deck.name == "memories" ? ["Which nickname has stayed longest?"] : deck.lines.prefix(1)
            let lines = first + deck.lines.dropFirst()
            guard deck.name == row.deck, let last = lines.last else {
                return Deck(name: deck.name, lines: Array(lines))
            }
            return Deck(name: deck.name, lines: lines.dropLast() + row.change(last))
        }
        #expect(try DeckReview(decks: decks).faults() == row.faults)
    }
}

private let longest = String(repeating: "Anna, ", count: 19) + "Anna. "
