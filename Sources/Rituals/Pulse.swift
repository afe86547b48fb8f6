import CivilTime

/// What one person says of one week, for themselves alone: four questions, and a line of their own.
///
/// It stays in the ledger: no journal, status, bubble or argument ever has anything of it.
package struct Pulse: Hashable, Sendable {
    /// The raw values are the ledger's and the bus's names.
    package enum Question: String, CaseIterable, Sendable {
        case talk, affection, openness, together
    }

    /// The figures that a question is answered with; 5 is good.
    package static let scale = 1...5

    package static let longestNote = 4096

    package let week: CivilWeek
    /// Without those that were passed over.
    package let figures: [Question: Int]
    package let note: String?

    package init(week: CivilWeek, figures: [Question: Int], note: String? = nil) {
        self.week = week
        self.figures = figures
        self.note = note
    }

    /// Nil where no question was answered.
    package var mean: Double? { Pulse.mean(Array(figures.values)) }

    static func mean(_ figures: [Int]) -> Double? {
        figures.isEmpty ? nil : Double(figures.reduce(0, +)) / Double(figures.count)
    }
}
