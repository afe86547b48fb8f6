import CivilTime

/// What a refused phrase most likely means, in words that can be read.
///
/// It's for hints alone. Nothing rings by a guess: a person types what they meant.
struct Respelling: Hashable, Sendable {
    /// Only what a person typed is worth guessing at.
    private static let longest = 200
    /// No hint is helped by more.
    private static let most = 3

    let text: String
    /// For what is counted from now, such as `next friday`; nil where the day isn't known.
    let today: CivilDate?

    /// The phrases, and lists of them, that may be meant, the likeliest first; none where nothing is near.
    var offers: [String] {
        guard text.utf8.count <= Respelling.longest else { return [] }
        let respelled = Respelling.words(of: text).map { Respelling.applyRules($0, today: today) } ?? []
        for candidates in [respelled, [text]] {
            let found = candidates.flatMap { mended($0, tries: 4) }
            if !found.isEmpty { return Array(found.prefix(Respelling.most)) }
        }
        return listed(respelled.first ?? text).map { [$0] } ?? []
    }

    // MARK: Mending what the grammar refuses

    /// The candidate, or what it becomes when each refused word is replaced by what is near.
    private func mended(_ candidate: String, tries: Int) -> [String] {
        do throws(PhraseError) {
            _ = try Phrase(reading: candidate)
            return [candidate]
        } catch {
            guard tries > 0 else { return [] }
            switch error.kind {
            case .unknownWord(let word, let suggestion?):
                return mended(candidate, at: error.column, word, with: [suggestion], tries)
            case .hourAlone(let hour):
                let length = candidate.unicodeScalars.dropFirst(error.column - 1)
                    .prefix { $0.properties.isAlphabetic || ("0"..."9").contains($0) }.count
                let word = String(repeating: "x", count: length)
                let times =
                    (1...12).contains(hour)
                    ? ["\(hour) am", "\(hour) pm"] : hour < 24 ? ["\(hour.padded(to: 2)):00"] : []
                return mended(candidate, at: error.column, word, with: times, tries)
            case .timeAfterExcept(let better?): return mended(better, tries: tries - 1)
            case .exceptAlone(let text): return mended("daily \(text)", tries: tries - 1)
            case .windowAlone:
                let scalars = Array(candidate.unicodeScalars)
                let (head, tail) = (scalars[..<(error.column - 1)], scalars[(error.column - 1)...])
                let window = String(String.UnicodeScalarView(tail))
                guard window.lowercased().hasPrefix("between ") else { return [] }
                return ["sometime ", "every hour "].flatMap {
                    mended(String(String.UnicodeScalarView(head)) + $0 + window, tries: tries - 1)
                }
            case .monthExcepted(let months):
                let scalars = Array(candidate.unicodeScalars)
                let head = String(String.UnicodeScalarView(scalars[..<(error.column - 1)]))
                // `daily in august-june` is easier to read than an exception of a whole month.
                return mended(head + "daily in " + months, tries: tries - 1).compactMap {
                    (try? Phrase(reading: $0))?.normalForm
                }
            default: return []
            }
        }
    }

    private func mended(
        _ candidate: String, at column: Int, _ word: String, with replacements: [String], _ tries: Int
    ) -> [String] {
        let scalars = Array(candidate.unicodeScalars)
        let (start, end) = (column - 1, column - 1 + word.unicodeScalars.count)
        guard start >= 0, end <= scalars.count else { return [] }
        return replacements.flatMap { replacement -> [String] in
            let mended = scalars[..<start] + Array(replacement.unicodeScalars) + scalars[end...]
            return self.mended(String(String.UnicodeScalarView(mended)), tries: tries - 1)
        }
    }

    /// As two phrases of a list, where it falls into two: `weekdays 8:00, weekends 10:00`.
    private func listed(_ text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() where scalar == "," || scalar == ";" {
            let halves = [scalars[..<index], scalars[(index + 1)...]].map { half in
                String(String.UnicodeScalarView(half)).split(separator: " ").joined(separator: " ")
            }
            if let list = Respelling.list(halves) { return list }
        }
        let words = text.split(separator: " ").map(String.init)
        for (index, word) in words.enumerated() where word.lowercased() == "and" {
            let halves = [words[..<index], words[(index + 1)...]].map { $0.joined(separator: " ") }
            if let list = Respelling.list(halves) { return list }
        }
        return nil
    }

    private static func list(_ phrases: [String]) -> String? {
        // One with a comma inside would be two items of a YAML list.
        guard !phrases.contains(where: { $0.includes(",") }) else { return nil }
        let read = phrases.compactMap { try? Phrase(reading: $0) }
        guard read.count == phrases.count, read.allSatisfy({ ($0.times == nil) == (read[0].times == nil) })
        else { return nil }
        return "[\(phrases.joined(separator: ", "))]"
    }
}
