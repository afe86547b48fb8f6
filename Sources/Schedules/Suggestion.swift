/// Finds the known word that a person most likely meant.
package enum Suggestion {
    /// The nearest of the candidates, or nil where none is near: a third of the letters may differ, and at
    /// least one.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let typed = Array(word.lowercased().unicodeScalars.prefix(64))
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let wanted = Array(candidate.lowercased().unicodeScalars)
            let limit = max(1, min(typed.count, wanted.count) / 3)
            let distance = distance(from: typed, to: wanted)
            if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// Letters to insert, drop, change or swap with their neighbour (Damerau-Levenshtein, optimal string
    /// alignment).
    private static func distance(from one: [Unicode.Scalar], to other: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var current = [row + 1]
            for (column, wanted) in other.enumerated() {
                var cost = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (letter == wanted ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == wanted {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
