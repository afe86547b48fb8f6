import CivilTime

/// Every so-many days, weeks and months.
extension PhraseGrammar {
    /// Ten years, about, in each unit.
    private static let longest: [Vocabulary.Unit: Int] = [.day: 3660, .week: 520, .month: 120]

    /// `every 3 days`, `every other friday`, `every 2 weeks on tue, thu`, `every 3 months on the 1st`, and the
    /// days that it counts; nil where something else stands.
    mutating func intervalPart(isExcept: Bool = false) throws(PhraseError) -> (Interval, [Item])? {
        guard word() == "every", let token = peek(), let next = peek(1) else { return nil }
        let count: Int
        var ahead = 2
        switch next.kind {
        case .number(let number) where word(2) != nil && !monthBehind(2) && !["am", "pm"].contains(word(2)):
            count = number
        case .word("other"): count = 2
        case .word("second") where word(2).flatMap({ Vocabulary.units[$0] }) != nil: count = 2
        case .word(let word) where word == "week" || word == "month" || word == "year":
            count = 1
            ahead = 1
        default: return nil
        }
        guard let word = word(ahead) else { throw PhraseError(.everyBefore(next.text), column: token.column) }
        if let day = Vocabulary.weekdays[word] {
            guard next.kind == .word("other") else {
                throw PhraseError(.countedWeekdays(count, day), column: token.column)
            }
            return try everyOther(day, token, isExcept: isExcept)
        }
        if next.kind == .word("other"), let group = Vocabulary.groups[word] {
            guard group == .weekend else {
                throw PhraseError(
                    .twoReadings(
                        "every other \(word)", "every 2 weeks on mon-fri", "every other day except weekends"),
                    column: token.column)
            }
            position += 3
            let interval = Interval(count: 2, unit: .week, token: token)
            return (interval, [Item(shape: .weekly(group), token: token)])
        }
        guard let unit = Vocabulary.units[word] else {
            if next.kind == .word("other") || number(1) != nil, let stranger = peek(ahead) {
                throw refusal(of: stranger)
            }
            return nil
        }
        position += ahead + 1
        return (
            try interval(count, unit, token: token, number: next), try counted(unit, isExcept: isExcept)
        )
    }

    func interval(
        _ count: Int, _ unit: Vocabulary.Unit, token: Token, number: Token
    ) throws(PhraseError) -> Interval {
        if unit == .year {
            guard count == 1 else { throw PhraseError(.countedYears(count), column: token.column) }
            return Interval(count: 1, unit: .year, token: token)
        }
        guard let longest = PhraseGrammar.longest[unit] else {
            throw PhraseError(.timeAfterExcept(nil), column: token.column)
        }
        guard (1...longest).contains(count) else {
            throw PhraseError(
                .outOfRange("no ritual rings every \(count) \(unit.rawValue)s", "1 to \(longest)"),
                column: number.column)
        }
        return Interval(count: count, unit: unit, token: token)
    }

    /// The days behind `every 2 weeks`, where there are any.
    mutating func counted(
        _ unit: Vocabulary.Unit, isExcept: Bool
    ) throws(PhraseError) -> [Item] {
        guard unit != .day else { return [] }
        let before = position
        skipFillers()
        guard startsCountedDay else {
            position = before
            return []
        }
        // Among exceptions, what it cannot count is the next exception.
        return try dayList(while: { !isExcept || $0.canBeCounted(by: unit) })
    }

    /// Whether a day stands here that is not a date; a date would be another part.
    var startsCountedDay: Bool {
        canBeCounted(by: .week) || canBeCounted(by: .month) || canBeCounted(by: .year)
    }

    func canBeCounted(by unit: Vocabulary.Unit) -> Bool {
        var isOrdinal = false
        if case .ordinal? = peek()?.kind { isOrdinal = true }
        let word = word() ?? ""
        switch unit {
        case .week: return Vocabulary.weekdays[word] != nil || Vocabulary.groups[word] != nil
        case .month:
            return isOrdinal || Vocabulary.places[word] != nil || word.hasPrefix("day") && isDayNumber(1)
        default:
            return Vocabulary.months[word] != nil || canBeCounted(by: .month)
                || number() != nil && !startsTime
        }
    }

    /// `every other friday`; whether a second day is meant to be every other one too, nobody can tell.
    mutating func everyOther(
        _ day: Weekday, _ token: Token, isExcept: Bool
    ) throws(PhraseError) -> (Interval, [Item]) {
        position += 3
        let before = position
        if case .dash? = peek()?.kind {
            throw PhraseError(
                .twoReadings(
                    "every other \(day.name)-…",
                    "every 2 weeks on \(day.shortName.lowercased())-\(day.next.shortName.lowercased())",
                    "[every other \(day.name), \(day.next.pluralName)]"), column: token.column)
        }
        if skipComma(if: { $0.word().map { Vocabulary.weekdays[$0] != nil } == true }) {
            if let other = word().flatMap({ Vocabulary.weekdays[$0] }) {
                let before = isExcept ? "daily except " : ""
                let (one, two) = (day.shortName.lowercased(), other.shortName.lowercased())
                throw PhraseError(
                    .twoReadings(
                        "every other \(day.name), \(other.name)", "\(before)every 2 weeks on \(one), \(two)",
                        isExcept
                            ? "daily except every other \(day.name), every \(other.name)"
                            : "[every other \(day.name), \(other.pluralName)]"), column: token.column)
            }
        }
        position = before
        let item = Item(shape: .weekly(DaySet([day])), token: token)
        return (Interval(count: 2, unit: .week, token: token), [item])
    }

    // MARK: What is counted

    /// The days of an interval, with those that it counts.
    func days(of interval: Interval, _ items: [Item]) throws(PhraseError) -> Days {
        let column = interval.token.column
        func limited() -> Token? {
            items.first { if case .months = $0.scope { true } else { false } }?.token
        }
        if interval.unit != .year, let item = limited() {
            throw PhraseError(.countedInMonths, column: item.column)
        }
        switch interval.unit {
        case .day:
            if let item = items.first { throw PhraseError(.countedDaysOn, column: item.token.column) }
            return interval.count == 1 ? .weekly(.all) : .everyDays(interval.count)
        case .week:
            guard !items.isEmpty else { throw PhraseError(.everyWeeks(interval.count), column: column) }
            guard case .weekly(let days) = try PhraseGrammar.union(of: items, at: items[0].token) else {
                throw PhraseError(.weeksOnDaysOfMonth, column: items[0].token.column)
            }
            return interval.count == 1 ? .weekly(days) : .everyWeeks(interval.count, days)
        case .month:
            guard !items.isEmpty else { throw PhraseError(.everyMonths(interval.count), column: column) }
            if let item = items.first(where: { !$0.isOfMonth }) {
                throw PhraseError(.monthsOnWeekdays(interval.count), column: item.token.column)
            }
            let days = try PhraseGrammar.union(of: items, at: items[0].token)
            return interval.count == 1 ? days : .everyMonths(interval.count, days)
        default:
            let days = try PhraseGrammar.union(of: items, at: items.first?.token)
            guard !items.isEmpty, items.allSatisfy({ $0.namedMonths != nil }) else {
                throw PhraseError(.everyYear, column: column)
            }
            return days
        }
    }
}
