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
        let words = Respelling.words(of: text)
        let respelled = Respelling.applyRules(words, today: today)
        for candidates in [respelled, [text]] {
            let found = candidates.flatMap { mended($0, tries: 4) }.prefix(Respelling.most)
            guard !found.isEmpty else { continue }
            // `7:30 pm tonight` was respelled as `7:30 pm evening 2026-12-01`, which nobody should have to type.
            let isDated = today.map { Respelling.dated(words, from: $0) != words } ?? false
            return isDated ? found.compactMap { (try? Phrase(reading: $0))?.normalForm } : Array(found)
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
            let better = replacements(in: candidate, for: error)
            return better.flatMap { mended($0, tries: tries - 1) }
        }
    }

    /// The candidate with what was refused said in other ways; none where nothing is near.
    private func replacements(in candidate: String, for error: PhraseError) -> [String] {
        let scalars = Array(candidate.unicodeScalars)
        guard (1...scalars.count + 1).contains(error.column) else { return [] }
        let head = Respelling.text(scalars[..<(error.column - 1)])
        let tail = scalars[(error.column - 1)...]
        switch error.kind {
        case .unknownWord(let word, let suggestion?):
            return [head + suggestion + Respelling.text(tail.dropFirst(word.unicodeScalars.count))]
        case .hourAlone(let hour):
            let times =
                (1...12).contains(hour)
                ? ["\(hour) am", "\(hour) pm"] : hour < 24 ? ["\(hour.padded(to: 2)):00"] : []
            let rest = tail.drop { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
            return times.map { head + $0 + Respelling.text(rest) }
        case .timeAfterExcept(let better?): return [better]
        case .exceptAlone(let text): return ["daily \(text)"]
        case .dayPartAlone(_, let offer): return [offer]
        case .windowAlone where Respelling.text(tail).lowercased().hasPrefix("between "):
            return ["sometime ", "every hour "].map { head + $0 + Respelling.text(tail) }
        case .monthExcepted(let months):
            // `daily in august-june` is easier to read than an exception of a whole month.
            return [try? Phrase(reading: head + "daily in " + months)].compactMap { $0?.normalForm }
        default: return []
        }
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// As two phrases of a list, where it falls into two: `weekdays 8:00, weekends 10:00`.
    private func listed(_ text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() where scalar == "," || scalar == ";" {
            let halves = [scalars[..<index], scalars[(index + 1)...]].map { half in
                Respelling.text(half).split(separator: " ").joined(separator: " ")
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
