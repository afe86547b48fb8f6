import CivilTime

/// Days of the month, by their place or their number, and of the year.
extension PhraseGrammar {
    /// `the 1st and 15th`, `first sunday`, `2nd and 4th tue, thu`, `last day`.
    mutating func ofMonth() throws(PhraseError) -> [Item] {
        guard let token = peek() else { throw PhraseError(.empty, column: column) }
        let start = position
        let numbers = try placeNumbers()
        let isRange = tokens[start..<position].contains { $0.kind == .dash }
        if let word = word(), word == "day" || word == "days" {
            position += 1
            return [Item(shape: .numbered(numbers, plain: false), token: token)]
        }
        // `the 13th, last sunday`: what no place can be is a day of the month.
        let firstPlace = isRange ? 0 : numbers.lastIndex { $0 > 5 }.map { $0 + 1 } ?? 0
        let isAllNumbers = isRange || firstPlace == numbers.count
        let placed = isAllNumbers ? numbers : Array(numbers[firstPlace...])
        let numbered = Item(shape: .numbered(Array(numbers[..<firstPlace]), plain: false), token: token)
        let name = word() ?? ""
        if let group = Vocabulary.groups[name] {
            position += 1
            let isDay = group == .workdays || skip("day") || skip("days")
            guard isDay else {
                throw PhraseError(.placeOfWeekend(tokens[position - 2].text), column: token.column)
            }
            let day = group == .workdays ? "weekday" : "weekend day"
            let item = Item(shape: .grouped(try places(placed, of: day, at: token), group), token: token)
            return firstPlace == 0 ? [item] : [numbered, item]
        }
        guard var days = try weekdays() else {
            guard !numbers.contains(0) else { throw PhraseError(.lastWhat, column: token.column) }
            return [Item(shape: .numbered(numbers, plain: false), token: token)]
        }
        while skipComma(if: { $0.word().map { Vocabulary.weekdays[$0] != nil } == true }) {
            if let more = try weekdays() { days.formUnion(more) }
        }
        let item = Item(
            shape: .placed(try places(placed, of: tokens[position - 1].text, at: token), days), token: token)
        return firstPlace == 0 ? [item] : [numbered, item]
    }

    /// Places in the month of a day by its name; 0 is the last.
    private func places(
        _ numbers: [Int], of day: String, at token: Token
    ) throws(PhraseError) -> [NthWeekdays.Place] {
        if let missing = numbers.last(where: { $0 > 5 }) {
            throw PhraseError(
                .noSuchPlace("\(missing.ordinal) \(day)", day: day.lowercased()), column: token.column)
        }
        return numbers.map { $0 == 0 ? .last : NthWeekdays.Place(rawValue: $0) ?? .last }
    }

    /// `1st`, `first and third`, `1st-7th`; the last is 0.
    mutating func placeNumbers() throws(PhraseError) -> [Int] {
        var numbers: [Int] = []
        repeat {
            let first = try placeNumber()
            if skipDash(if: { $0.startsPlace }) {
                let end = column
                let last = try placeNumber()
                guard first > 0, last == 0 || last > first else {
                    throw PhraseError(.backwardRange, column: end)
                }
                guard last > 0 else { throw PhraseError(.backwardRange, column: end) }
                numbers += first...min(last, 32)
            } else {
                numbers.append(first)
            }
        } while skipComma(if: { $0.startsPlace })
        return numbers
    }

    var startsPlace: Bool {
        if case .ordinal? = peek()?.kind { return true }
        return word().map { Vocabulary.places[$0] != nil } == true
    }

    mutating func placeNumber() throws(PhraseError) -> Int {
        guard let token = peek() else { throw PhraseError(.empty, column: column) }
        position += 1
        switch token.kind {
        case .ordinal(let number):
            try checkDay(number, token)
            return number
        case .word(let word): return Vocabulary.places[word] ?? 0
        default: throw unexpected(token)
        }
    }

    /// `day 31`, `days 1 and 15`, `day 1-5`.
    mutating func numberedDays() throws(PhraseError) -> Item {
        guard let token = peek() else { throw PhraseError(.empty, column: column) }
        position += 1
        skipFillers()
        return Item(shape: .numbered(try dayNumbers(), plain: true), token: token)
    }

    /// Numbers of days, by digits or as ordinals.
    mutating func dayNumbers(beforeMonth: Bool = false) throws(PhraseError) -> [Int] {
        var numbers: [Int] = []
        repeat {
            let first = try dayNumber()
            if skipDash(if: { $0.startsDayNumber(beforeMonth: beforeMonth) }) {
                let end = column
                let last = try dayNumber()
                guard last > first else { throw PhraseError(.backwardRange, column: end) }
                numbers += first...last
            } else {
                numbers.append(first)
            }
        } while skipComma(if: { $0.startsDayNumber(beforeMonth: beforeMonth) })
        return numbers
    }

    func startsDayNumber(beforeMonth: Bool) -> Bool {
        switch peek()?.kind {
        case .ordinal:
            // `2nd tuesday`, `2nd weekday` and `2nd day` are places in the month.
            let day = word(1) ?? ""
            let isPlace = Vocabulary.weekdays[day] != nil || Vocabulary.groups[day] != nil || day == "day"
            return !isPlace && (beforeMonth || !monthBehind(1))
        case .number(let number):
            return number <= 31 && !["am", "pm"].contains(word(1) ?? "")
                && word(1).flatMap { Vocabulary.units[$0] } == nil && (beforeMonth || !monthBehind(1))
        default: return false
        }
    }

    mutating func dayNumber() throws(PhraseError) -> Int {
        guard let token = peek() else { throw PhraseError(.empty, column: column) }
        position += 1
        switch token.kind {
        case .ordinal(let number), .number(let number):
            try checkDay(number, token)
            return number
        default: throw unexpected(token)
        }
    }

    func checkDay(_ number: Int, _ token: Token) throws(PhraseError) {
        guard (1...31).contains(number) else {
            throw PhraseError(.outOfRange("no month has a day \(number)", "1 to 31"), column: token.column)
        }
    }

    // MARK: Days of the year

    /// `june 18`, `june 18 and 20`, `december 24-26`.
    mutating func annualDates() throws(PhraseError) -> MonthDays {
        guard let token = peek(), let month = word().flatMap({ Vocabulary.months[$0] }) else {
            throw PhraseError(.empty, column: column)
        }
        position += 1
        skipFillers()
        let start = position
        let numbers = try dayNumbers()
        // `june 18 and the 20th`: of june too?
        if let article = tokens[start..<position].first(where: { $0.kind == .word("the") }) {
            let name = Vocabulary.monthName(month)
            throw PhraseError(
                .twoReadings(
                    "… and the …", numbers.map { "\(name) \($0)" }.joined(separator: ", "),
                    "[\(name) \(numbers[0]), the \(numbers[numbers.count - 1].ordinal)]"),
                column: article.column)
        }
        if case .dash? = peek()?.kind { throw PhraseError(.rangeOfDates, column: column) }
        let longest = CivilDate.daysInMonth(month, of: 2000)
        if let missing = numbers.first(where: { $0 > longest }) {
            let name = Vocabulary.monthName(month)
            throw PhraseError(
                .noSuchDate("\(name) \(missing)", last: "last day of \(name)"), column: token.column)
        }
        return numbers == [29] ? MonthDays(annual: month, 29) : MonthDays(numbers, in: MonthSet([month]))
    }
}
