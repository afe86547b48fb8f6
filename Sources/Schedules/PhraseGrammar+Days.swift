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
        try refuseHalfSaidMonths(in: items)
        return items
    }

    func startsDay(isExcept: Bool) -> Bool {
        if case .date? = peek()?.kind { return true }
        if case .ordinal? = peek()?.kind { return true }
        if let number = number() {
            // `18 june`
            return number <= 31 && word(1) != nil && monthBehind(1)
        }
        guard let first = word() else { return false }
        if first == "every" {
            if isExcept { return true }
            let next = word(1) ?? ""
            return next == "day" || Vocabulary.weekdays[next] != nil || Vocabulary.groups[next] != nil
                || isAnnualDate(1)
        }
        if ["daily", "day", "days"].contains(first) { return true }
        return Vocabulary.weekdays[first] != nil || Vocabulary.groups[first] != nil
            || Vocabulary.places[first] != nil || isAnnualDate(0)
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
        case .word("every") where number(1) != nil && monthBehind(2):
            position += 1
            return try dayItems(isExcept: isExcept)
        case .number(let day) where monthBehind(1):
            position += 1
            try checkDay(day, token)
            skipFillers()
            var item = Item(shape: .numbered([day], plain: false), token: token)
            item.scope = .months(try monthList())
            try check(item, item.scope)
            // A date of the year is complete: no other entry can be meant to share its month.
            return [Item(shape: .fixed(item.days), token: token)]
        case .word(let word) where Vocabulary.places[word] != nil: return try ofMonth()
        case .word("day") where number(1) != nil, .word("days") where number(1) != nil:
            return [try numberedDays()]
        default: return [Item(shape: .weekly(try weekly()), token: token)]
        }
    }
}
