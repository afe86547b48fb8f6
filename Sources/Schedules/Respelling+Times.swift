import CivilTime

/// Times and windows as people write them.
extension Respelling {
    /// A word without what says nothing, or as several: `21:15h`, `7h30`, `0730`, `friday's`, `9-17`.
    static func plain(_ word: String, after before: String) -> [String] {
        if word.hasSuffix("'s"), Vocabulary.weekdays[String(word.dropLast(2))] != nil {
            return [String(word.dropLast(2)) + "s"]
        }
        if word.count > 1, word.hasSuffix("."), word.dropLast().last?.isNumber == true {
            return plain(String(word.dropLast()), after: before)
        }
        let digits = word.unicodeScalars.allSatisfy { ("0"..."9").contains($0) }
        if digits, word.count == 4, let hour = Int(word.prefix(2)), let minute = Int(word.suffix(2)),
            hour < 24, minute < 60, Vocabulary.months[before] == nil, Int(before) == nil, !isOrdinal(before),
            before != ","
        {
            return ["\(word.prefix(2)):\(word.suffix(2))"]
        }
        let parts = word.split(separator: "h", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, Int(parts[0]) != nil, parts[1].count == 2, Int(parts[1]) != nil,
            ["-", "+", "every", "sunset", "sunrise"].contains(before)
        {
            return [word + "m"]
        }
        if parts.count == 2, time(parts[0] + (parts[1].isEmpty ? "" : ":" + parts[1])) != nil {
            return [parts[0] + (parts[1].isEmpty ? "" : ":" + parts[1])]
        }
        if word.hasSuffix("p") || word.hasSuffix("a"), time(String(word.dropLast())) != nil {
            return [word + "m"]
        }
        let ends = word.split(separator: "-").compactMap { Int($0) }
        if ends.count == 2, word.split(separator: "-").count == 2, let window = window(ends[0], ends[1]) {
            return window
        }
        return [word]
    }

    /// `between 9 and 17`, `from 9 to 5`: bare hours of a window, completed.
    static func bareWindows(_ words: [String]) -> [String] {
        for start in words.indices.dropLast(3) where ["between", "from"].contains(words[start]) {
            guard let first = hour(words[start + 1]), let last = hour(words[start + 3]),
                ["and", "to", "until", "till", "-", ","].contains(words[start + 2]),
                !["am", "pm"].contains(words.dropFirst(start + 4).first ?? ""),
                let window = window(first, last)
            else { continue }
            return words[..<start] + window + words[(start + 4)...]
        }
        return words
    }

    private static func hour(_ word: String) -> Int? { Int(word) ?? Vocabulary.numbers[word] }

    /// `9-17` and `9 to 5`, as a working day is told.
    static func window(_ first: Int, _ last: Int) -> [String]? {
        let end = last <= first ? last + 12 : last
        guard (0..<24).contains(first), first < end, end < 24 else { return nil }
        return ["between", "\(first.padded(to: 2)):00", "and", "\(end.padded(to: 2)):00"]
    }

    /// A time such as `7`, `7:30` or `7.30`, with a colon.
    static func time(_ word: String) -> String? {
        let parts = word.split(whereSeparator: { $0 == ":" || $0 == "." }).map(String.init)
        guard (1...2).contains(parts.count), let hour = Int(parts[0]), hour < 24, parts[0].count <= 2 else {
            return nil
        }
        guard parts.count == 2 else { return word.count == parts[0].count ? word : nil }
        guard parts[1].count == 2, let minute = Int(parts[1]), minute < 60 else { return nil }
        return "\(parts[0]):\(parts[1])"
    }

    /// `half past 7`, `quarter to eight pm`, `seven 30`, `6 30 pm`; in either half of the day where none is said.
    static func halvesOfDay(_ words: [String]) -> [[String]] {
        func number(_ index: Int) -> Int? {
            guard words.indices.contains(index) else { return nil }
            return Int(words[index]) ?? Vocabulary.numbers[words[index]]
        }
        func word(_ index: Int) -> String { words.indices.contains(index) ? words[index] : "" }
        for start in words.indices {
            var end = start
            var found: (hour: Int, minute: Int)?
            let lead = word(start) == "a" ? start + 1 : start
            if ["half", "quarter"].contains(word(lead)), ["past", "to"].contains(word(lead + 1)),
                let hour = number(lead + 2), (1...12).contains(hour)
            {
                let isTo = word(lead + 1) == "to"
                let minute = word(lead) == "half" ? 30 : isTo ? 45 : 15
                found = (isTo ? (hour + 10) % 12 + 1 : hour, minute)
                end = lead + 3
            } else if let hour = number(start), (1...12).contains(hour), let minute = number(start + 1),
                [15, 20, 30, 40, 45, 50].contains(minute), Vocabulary.units[word(start + 2)] == nil,
                Vocabulary.months[word(start + 2)] == nil, start == 0 || word(start - 1) != "between"
            {
                found = (hour, minute)
                end = start + 2
            }
            guard let (hour, minute) = found else { continue }
            let hasHalf = ["am", "pm"].contains(word(end)) || words.contains { DayPart(named: $0) != nil }
            return (hasHalf ? [""] : ["am", "pm"]).map { half in
                Array(words[..<start]) + ["\(hour):\(minute.padded(to: 2))", half] + words[end...]
            }
        }
        // `0:15 am` is a quarter past midnight to whoever types it.
        if let index = words.indices.dropLast().first(where: {
            words[$0 + 1] == "am" && time(words[$0])?.split(separator: ":").first.flatMap { Int($0) } == 0
        }) {
            return [Array(words[...index]) + words[(index + 2)...]]
        }
        return [words]
    }
}
