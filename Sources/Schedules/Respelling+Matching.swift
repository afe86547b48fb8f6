import CivilTime

/// Rules applied to words.
extension Respelling {
    /// The words of a phrase, marks by themselves, in lower case.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        for piece in text.lowercased().split(whereSeparator: \.isWhitespace) {
            var word = ""
            for character in piece {
                if ",;()@&+".contains(character) {
                    if !word.isEmpty { words.append(word) }
                    word = ""
                    words.append(String(character))
                } else {
                    word.append(character == "’" || character == "`" ? "'" : character)
                }
            }
            if !word.isEmpty { words.append(word) }
        }
        return words
    }

    /// The phrases that the rules make of some words.
    static func applyRules(_ words: [String], today: CivilDate?) -> [String] {
        var variants = [zip([""] + words, words).flatMap { plain($1, after: $0) }]
        if let today { variants = variants.map { dated($0, from: today) } }
        for rule in rules {
            variants = Array(variants.flatMap { apply(rule, to: $0) }.prefix(4))
        }
        variants = variants.flatMap(halvesOfDay).map(bareWindows).flatMap(numericDates)
        return Array(variants.prefix(6)).map { variant in
            var words = variant.filter { !$0.isEmpty }
            while words.last == "," { words.removeLast() }
            return words.reduce("") { $0 + ($0.isEmpty || $1 == "," ? "" : " ") + $1 }
        }
    }

    private static func apply(_ rule: Rule, to words: [String]) -> [[String]] {
        var start = 0
        while start + rule.pattern.count <= words.count {
            let found = words[start..<(start + rule.pattern.count)]
            if let captured = match(rule.pattern, Array(found)) {
                return rule.meanings.flatMap { meaning -> [[String]] in
                    let new = meaning.map { fill($0, with: captured) }
                    let rest = Array(words[(start + rule.pattern.count)...])
                    // What was replaced isn't looked at again, the rest is.
                    return (rest.isEmpty ? [[]] : apply(rule, to: rest)).map { words[..<start] + new + $0 }
                }
            }
            start += 1
        }
        return [words]
    }

    private static func match(_ pattern: [String], _ words: [String]) -> [String]? {
        var captured: [String] = []
        for (wanted, word) in zip(pattern, words) {
            let fits =
                switch wanted {
                case "N": Int(word) != nil || Vocabulary.numbers[word] != nil
                case "T": time(word) != nil || ["noon", "midnight"].contains(word) || spokenTime(word)
                case "D": Vocabulary.weekdays[word] != nil
                case "M": Vocabulary.months[word] != nil
                case "O": isOrdinal(word)
                case "G": Vocabulary.weekdays[word] != nil || Vocabulary.groups[word] != nil
                default: word == wanted
                }
            guard fits else { return nil }
            if ["N", "T", "D", "M", "O", "G"].contains(wanted) { captured.append(word) }
        }
        return captured
    }

    static func spokenTime(_ word: String) -> Bool {
        (word.hasSuffix("am") || word.hasSuffix("pm")) && time(String(word.dropLast(2))) != nil
    }

    static func isOrdinal(_ word: String) -> Bool {
        ["st", "nd", "rd", "th"].contains(word.suffix(2)) && Int(word.dropLast(2)) != nil
    }

    /// A word of a meaning with its `$1` filled in: the word itself, all days but that one (`$not1`), a place (`$th1`), or a year
    /// of four digits (`$year3`).
    private static func fill(_ word: String, with captured: [String]) -> String {
        var filled = ""
        var rest = Substring(word)
        while let mark = rest.firstIndex(of: "$") {
            filled += rest[..<mark]
            let name = rest[rest.index(after: mark)...].prefix(while: \.isLetter)
            rest = rest[name.endIndex...]
            guard
                let value = rest.first?.wholeNumberValue.flatMap({
                    $0 <= captured.count ? captured[$0 - 1] : nil
                })
            else { break }
            rest = rest.dropFirst()
            switch name {
            case "not":
                let others = Weekday.allCases.filter { $0 != Vocabulary.weekdays[value] }
                filled += DaySet(others).listForm
            case "th": filled += Int(value).map(\.ordinal) ?? value
            case "end":
                filled += Vocabulary.months[value].map { "\(CivilDate.daysInMonth($0, of: 2001))" } ?? value
            case "year": filled += value.count == 2 ? "20" + value : value
            default: filled += value
            }
        }
        return filled + rest
    }
}
