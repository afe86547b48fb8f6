import CivilTime

/// Lists of days.
extension PhraseGrammar {
    /// Entries up to the first that is none, or that `goesOn` does not take.
    mutating func dayList(
        isExcept: Bool = false, while goesOn: (PhraseGrammar) -> Bool = { _ in true }
    ) throws(PhraseError) -> [Item] {
        var items: [Item] = []
        repeat {
            if isExcept, let (interval, counted) = try intervalPart(isExcept: true) {
                let token = interval.token
                items.append(Item(shape: .fixed(try days(of: interval, counted)), token: token))
                continue
            }
            items += try dayItems(isExcept: isExcept)
            try monthsBehind(&items)
        } while skipComma(if: { $0.startsDay(isExcept: isExcept) && goesOn($0) })
        try refuseHalfSaidMonths(in: items, isExcept: isExcept)
        return items
    }

    func startsDay(isExcept: Bool) -> Bool {
        if case .date? = peek()?.kind { return true }
        if case .ordinal? = peek()?.kind { return true }
        if let number = number() {
            // `18 june`, `18 and 20 june`
            return number <= 31 && isDayBeforeMonth(0)
        }
        guard let first = word() else { return false }
        if first == "every" {
            if isExcept { return true }
            let next = word(1) ?? ""
            return next == "day" || Vocabulary.weekdays[next] != nil || Vocabulary.groups[next] != nil
                || isAnnualDate(1) || number(1) != nil && isDayBeforeMonth(1)
        }
        if ["daily", "day", "days"].contains(first) { return true }
        return Vocabulary.weekdays[first] != nil || Vocabulary.groups[first] != nil
            || Vocabulary.places[first] != nil || isAnnualDate(0)
    }

    /// Whether numbers stand so far ahead that a month's name ends: `18 june`, `24-26 december`.
    func isDayBeforeMonth(_ ahead: Int) -> Bool {
        var ahead = ahead
        var expectsNumber = true
        while let token = peek(ahead) {
            switch token.kind {
            case .number(let number) where expectsNumber && number <= 31: expectsNumber = false
            case .ordinal where expectsNumber: expectsNumber = false
            case .comma where !expectsNumber, .dash where !expectsNumber: expectsNumber = true
            default: return !expectsNumber && monthBehind(ahead)
            }
            ahead += 1
        }
        return false
    }

    /// Whether the number of a day stands so far ahead, by digits or as an ordinal, with `the` before it.
    func isDayNumber(_ ahead: Int) -> Bool {
        if case .ordinal? = peek(word(ahead) == "the" ? ahead + 1 : ahead)?.kind { return true }
        // `every day 7 pm`, `every day 30 minutes before sunset`
        let next = word(ahead + 1) ?? ""
        return number(ahead) != nil && next != "am" && next != "pm" && Vocabulary.units[next] == nil
    }

    /// Whether a month's name stands so far ahead, with `of` and its like before it.
    func monthBehind(_ ahead: Int) -> Bool {
        var ahead = ahead
        while let word = word(ahead), Vocabulary.fillers.contains(word) { ahead += 1 }
        return word(ahead).map { Vocabulary.months[$0] != nil } == true
    }

    /// Whether a month with a day behind it stands so far ahead: `june 18`, `june the 18th`.
    func isAnnualDate(_ ahead: Int) -> Bool {
        guard let word = word(ahead), Vocabulary.months[word] != nil else { return false }
        var ahead = ahead + 1
        while let word = self.word(ahead), word == "the" { ahead += 1 }
        switch peek(ahead)?.kind {
        case .ordinal: return !(self.word(ahead + 1).map { Vocabulary.weekdays[$0] != nil } ?? false)
        case .number(let number):
            return number <= 31 && !["am", "pm"].contains(self.word(ahead + 1) ?? "")
                && self.word(ahead + 1).flatMap { Vocabulary.units[$0] } == nil
        default: return false
        }
    }

    mutating func dayItems(isExcept: Bool) throws(PhraseError) -> [Item] {
        guard let token = peek() else { throw PhraseError(.everyBefore(nil), column: column) }
        if let range = try dates(isExcept: isExcept) {
            return [Item(shape: .fixed(Days([range])), token: token)]
        }
        if isAnnualDate(0) || word() == "every" && isAnnualDate(1) {
            _ = skip("every")
            return [Item(shape: .fixed(.monthDays(try annualDates())), token: token)]
        }
        switch token.kind {
        case .ordinal: return try ofMonth()
        case .word("every") where number(1) != nil && isDayBeforeMonth(1):
            position += 1
            if writtenDate != nil {
                throw PhraseError(.everyBefore("a date with its year"), column: token.column)
            }
            return try dayItems(isExcept: isExcept)
        case .number where isDayBeforeMonth(0):
            let days = try dayNumbers(beforeMonth: true)
            skipFillers()
            var item = Item(shape: .numbered(days, plain: false), token: token)
            item.scope = .months(try monthList())
            try check(item, item.scope)
            // A date of the year is complete: no other entry can be meant to share its month.
            return [Item(shape: .fixed(item.days), token: token)]
        case .word(let word) where Vocabulary.places[word] != nil: return try ofMonth()
        case .word("day") where isDayNumber(1), .word("days") where isDayNumber(1):
            return [try numberedDays()]
        default: return [Item(shape: .weekly(try weekly()), token: token)]
        }
    }
}
