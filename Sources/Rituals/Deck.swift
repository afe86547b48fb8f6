import CivilTime
import Schedules

/// Lines to draw from: what to talk about, or to do.
package struct Deck: Hashable, Sendable {
    /// Its name in the files; nil: the lines stand in the ritual itself.
    package let name: String?
    /// A text of its own for each line would cost the daemon twice the memory.
    private let text: String
    /// What the couple kept themselves, in the order of the file, in the deck `ours`.
    package let kept: [KeptLine]

    /// The deck that the couple fills with `ritual keep`.
    package static let ours = "ours"

    /// The deck that a check-in draws a lighter step from.
    package static let lighter = "lighter"

    /// The deck whose rituals are private where they do not say otherwise.
    package static let affection = "affection"

    /// `lines` are one line each, and no two are equal.
    package init(name: String? = nil, lines: [String], kept: [KeptLine] = []) {
        self.name = name
        text = lines.joined(separator: "\n")
        self.kept = kept
    }

    /// As they stand in the file.
    package var lines: [String] {
        text.split(separator: "\n").map(String.init)
    }

    /// What can be drawn on a date: of what was kept, only what is old enough to come back.
    private func lines(on date: CivilDate) -> [String] {
        lines + kept.filter { $0.comesBack(on: date) }.map { $0.words(on: date) }
    }

    /// Whether there is nothing to draw on a date.
    func isEmpty(on date: CivilDate) -> Bool {
        text.isEmpty && !kept.contains { $0.comesBack(on: date) }
    }

    /// The line at a place, counted through all rounds, as drawn for a name on a date.
    ///
    /// A round is all lines in the order of a hash of the name, the number of the round and the line. Where it
    /// would begin with the line that the round before has ended with, its first two change places. What was kept
    /// on that day of an earlier year comes first. `further` goes on by so many. Nil where there is nothing to draw.
    package func line(at place: Int, for name: String, on date: CivilDate, further: Int = 0) -> String? {
        let days = kept.filter { $0.isOfDay(date) }
        guard further >= days.count else { return days[further].words(on: date) }
        let place = place + further - days.count
        let lines = lines(on: date)
        guard lines.count > 1 else { return lines.first }
        let round = CivilDate.floorDivide(place, lines.count)
        let index = CivilDate.floorModulo(place, lines.count)
        // Of two lines each round is as the one before it.
        guard lines.count > 2 else { return Deck.round(0, of: lines, for: name)[index] }
        var order = Deck.round(round, of: lines, for: name)
        // The last of three or more never changes places.
        if Deck.round(round - 1, of: lines, for: name).last == order.first { order.swapAt(0, 1) }
        return order[index]
    }

    private static func round(_ number: Int, of lines: [String], for name: String) -> [String] {
        var seed = StableHash()
        seed.combine("\(name) \(number) ".utf8)
        let hashed = lines.map { line in
            var hash = seed
            hash.combine(line.utf8)
            return (hash: hash.mixed, line: line)
        }
        return hashed.sorted { ($0.hash, $0.line) < ($1.hash, $1.line) }.map(\.line)
    }
}
