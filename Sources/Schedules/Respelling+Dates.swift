import CivilTime

/// Dates in numbers, and dates from today.
extension Respelling {
    /// `24.12.2026`, `06/18/2026`, `24-12-2026`, `24-dec-2026`, `6/18`, `2026/12/24`: as dates, both where either number can be
    /// the month.
    static func numericDates(_ words: [String]) -> [[String]] {
        for (index, word) in words.enumerated() {
            let marks = word.contains("/") || word.contains(".") ? "./" : "-"
            let parts = word.split(whereSeparator: { marks.contains($0) }).map(String.init)
            guard marks != "-" || parts.count == 3 else { continue }
            guard (2...3).contains(parts.count), case let dates = dates(parts), !dates.isEmpty else {
                continue
            }
            // `7.30` may be a time as well.
            let times = marks == "./" && parts.count == 2 ? [time(word)].compactMap { $0 } : []
            return (times + dates).map { Array(words[..<index]) + [$0] + words[(index + 1)...] }
        }
        return [words]
    }

    static func dates(_ parts: [String]) -> [String] {
        if parts.count == 3, let month = Vocabulary.months[parts[1]], let day = Int(parts[0]),
            let year = Int(parts[2])
        {
            return CivilDate(year: year < 100 ? 2000 + year : year, month: month, day: day).map { ["\($0)"] }
                ?? []
        }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count else { return [] }
        if numbers.count == 3, numbers[0] > 999 {
            return CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]).map { ["\($0)"] } ?? []
        }
        let orders = [(numbers[0], numbers[1]), (numbers[1], numbers[0])]
        var found: [String] = []
        for (day, month) in orders {
            guard (1...12).contains(month) else { continue }
            let year = numbers.count == 3 ? (numbers[2] < 100 ? 2000 + numbers[2] : numbers[2]) : 2000
            guard let date = CivilDate(year: year, month: month, day: day) else { continue }
            let words = numbers.count == 3 ? "\(date)" : "\(Vocabulary.monthName(month)) \(day)"
            if !found.contains(words) { found.append(words) }
        }
        return found
    }

    /// `tomorrow`, `next friday`, `in two weeks` as dates.
    static func dated(_ words: [String], from today: CivilDate) -> [String] {
        var dated: [String] = []
        var rest = words[...]
        while let word = rest.first {
            let next = rest.dropFirst().first ?? ""
            let third = rest.dropFirst(2).first ?? ""
            if word == "today" {
                dated.append("\(today)")
                rest = rest.dropFirst()
            } else if word == "tonight" {
                dated += ["\(DayPart.evening)", "\(today)"]
                rest = rest.dropFirst()
            } else if word == "yesterday" {
                dated.append("\(today.adding(days: -1))")
                rest = rest.dropFirst()
            } else if word == "tomorrow" {
                dated.append("\(today.adding(days: 1))")
                rest = rest.dropFirst()
            } else if word == "next" || word == "this", let day = Vocabulary.weekdays[next] {
                dated.append("\(today.next(day))")
                rest = rest.dropFirst(2)
            } else if word == "this", DayPart(named: next) != nil {
                dated.append("\(today)")
                rest = rest.dropFirst()
            } else if word == "in", let count = Int(next) ?? Vocabulary.numbers[next],
                (1...400).contains(count), let unit = Vocabulary.units[third], unit == .day || unit == .week
            {
                dated.append("\(today.adding(days: unit == .week ? 7 * count : count))")
                rest = rest.dropFirst(3)
            } else {
                dated.append(word)
                rest = rest.dropFirst()
            }
        }
        return dated
    }
}

extension CivilDate {
    /// The first such day of the week after this date.
    fileprivate func next(_ day: Weekday) -> CivilDate {
        var date = adding(days: 1)
        while date.weekday != day { date = date.adding(days: 1) }
        return date
    }
}
