import CivilTime

/// Days: of the week, of the month, of the year, and dates.
extension PhraseGrammar {
    /// One entry of a list of days.
    struct Item {
        /// What it is without its months.
        enum Shape {
            case weekly(DaySet)
            case placed([NthWeekdays.Place], DaySet)
            /// 0 is the last; `plain`: said as `day 29`, which is passed over where a month has none.
            case numbered([Int], plain: Bool)
            /// What stands by itself, and takes no months.
            case fixed(Days)
        }

        /// The months that an entry is limited to.
        enum Scope {
            case unsaid
            /// `of the month`
            case each
            case months(MonthSet)
        }

        let shape: Shape
        var scope = Scope.unsaid
        let token: Token

        /// Whether a place or a number, to which months belong by nature.
        var isOfMonth: Bool {
            switch shape {
            case .placed, .numbered: true
            case .weekly, .fixed: false
            }
        }

        /// Entries of one family can share a phrase.
        var family: Int {
            switch shape {
            case .weekly, .placed: 0
            case .numbered: 1
            case .fixed(.monthDays): 1
            case .fixed(.dates): 2
            case .fixed: 3
            }
        }

        /// Limits it to months; false where it has some, or can have none.
        mutating func take(_ months: MonthSet) -> Bool {
            guard case .unsaid = scope else { return false }
            if case .fixed = shape { return false }
            scope = .months(months)
            return true
        }

        var days: Days {
            let months = if case .months(let months) = scope { months } else { MonthSet.all }
            switch shape {
            case .weekly(let days): return Days(NthWeekdays(days, in: months))
            case .placed(let places, let days): return Days(NthWeekdays(days, at: places, in: months))
            case .numbered([29], plain: false) where months == MonthSet([2]):
                return .monthDays(MonthDays(annual: 2, 29))
            case .numbered(let days, _): return .monthDays(MonthDays(days, in: months))
            case .fixed(let days): return days
            }
        }
    }

    // MARK: Lists

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

    /// What follows `except`, to the end of the phrase.
    mutating func exceptPart(from except: Token) throws(PhraseError) -> Exceptions {
        position += 1
        skipFillers()
        guard peek() != nil else { throw PhraseError(.exceptWhat, column: column) }
        let start = column
        if startsTime { throw PhraseError(.timeAfterExcept(nil), column: start) }
        let items = try dayList(isExcept: true)
        let end = position
        if case .comma? = peek()?.kind { position += 1 }
        skipFillers()
        if let rest = peek() {
            guard startsTime else { throw refusal(of: rest) }
            _ = try timeList()
            guard peek() == nil else { throw PhraseError(.timeAfterExcept(nil), column: rest.column) }
            let better = [
                piece(0, before: except.column), piece(tokens[end].column, before: nil),
                piece(except.column, before: tokens[end].column),
            ]
            throw PhraseError(.timeAfterExcept(better.joined(separator: " ")), column: rest.column)
        }
        guard !items.isEmpty else { throw PhraseError(.exceptWhat, column: start) }
        return Exceptions(items.map(\.days))
    }

    /// The value of the key `except`.
    mutating func exceptionsAlone() throws(PhraseError) -> [Days] {
        skipFillers()
        guard peek() != nil else { throw PhraseError(.empty, column: 1) }
        let items = try dayList(isExcept: true)
        if let rest = peek() {
            throw startsTime ? PhraseError(.timeAfterExcept(nil), column: rest.column) : refusal(of: rest)
        }
        return items.map(\.days)
    }

    /// A piece of the phrase as it was typed, without the space and the commas around it.
    private func piece(_ column: Int, before end: Int?) -> String {
        let scalars = Array(text.unicodeScalars)
        let range = max(column - 1, 0)..<min((end ?? scalars.count + 1) - 1, scalars.count)
        guard range.lowerBound <= range.upperBound else { return "" }
        return String(String.UnicodeScalarView(scalars[range]))
            .split(whereSeparator: { $0 == " " }).joined(separator: " ")
    }

    private func startsDay(isExcept: Bool) -> Bool {
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
    private func monthBehind(_ ahead: Int) -> Bool {
        var ahead = ahead
        while let word = word(ahead), Vocabulary.fillers.contains(word) { ahead += 1 }
        return word(ahead).map { Vocabulary.months[$0] != nil } == true
    }

    /// Whether a month with a day behind it stands so far ahead: `june 18`, `june the 18th`.
    private func isAnnualDate(_ ahead: Int) -> Bool {
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

    private mutating func dayItems(isExcept: Bool) throws(PhraseError) -> [Item] {
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

    // MARK: Days of the week

    private mutating func weekly() throws(PhraseError) -> DaySet {
        let every = try everyWord()
        guard let token = peek() else {
            throw PhraseError(.everyBefore(nil), column: every?.column ?? column)
        }
        guard case .word(let word) = token.kind else { throw refusal(of: token) }
        if let days = try weekdays() { return days }
        if let group = Vocabulary.groups[word] {
            position += 1
            if case .dash? = peek()?.kind {
                throw PhraseError(.rangeOfDayGroup(token.text), column: token.column)
            }
            return group
        }
        switch word {
        case "daily" where every == nil, "day" where every != nil:
            position += 1
            return .all
        case "daily", "every":
            throw PhraseError(.everyBefore(token.text), column: every?.column ?? token.column)
        default:
            throw refusal(of: token)
        }
    }

    /// A weekday, or a range of them; nil where none stands.
    private mutating func weekdays() throws(PhraseError) -> DaySet? {
        guard let token = peek(), let first = word().flatMap({ Vocabulary.weekdays[$0] }) else { return nil }
        position += 1
        guard case .dash? = peek()?.kind else { return DaySet([first]) }
        position += 1
        skipFillers()
        guard let last = word().flatMap({ Vocabulary.weekdays[$0] }) else {
            if let end = peek(), let word = word(), Vocabulary.groups[word] != nil {
                throw PhraseError(.rangeOfDayGroup(end.text), column: end.column)
            }
            throw PhraseError(.missingRangeEnd(token.text), column: column)
        }
        position += 1
        guard first != last else { throw PhraseError(.rangeOfOneDay(first), column: token.column) }
        return .range(from: first, through: last)
    }

    /// Goes past `every`, and refuses what it may not stand before.
    private mutating func everyWord() throws(PhraseError) -> Token? {
        guard word() == "every", let every = peek() else { return nil }
        position += 1
        switch peek()?.kind {
        case .ordinal, .word("first"), .word("second"), .word("third"), .word("fourth"), .word("fifth"),
            .word("last"):
            throw try everyBeforePlace(every)
        case .clock?, .date?:
            throw PhraseError(.everyBefore(peek()?.text), column: every.column)
        default:
            return every
        }
    }

    /// `every second friday`, `every 2nd friday`: a place, and as easily an interval.
    private func everyBeforePlace(_ every: Token) throws(PhraseError) -> PhraseError {
        guard let place = peek() else { return PhraseError(.everyBefore(nil), column: every.column) }
        let number: Int
        switch place.kind {
        case .ordinal(let ordinal): number = ordinal
        case .word(let word): number = Vocabulary.places[word] ?? 0
        default: number = 0
        }
        let name = number == 0 ? "last" : number == 1 ? "first" : number.ordinal
        let day = word(1) ?? ""
        let text = "every \(place.text) \(day)".split(separator: " ").joined(separator: " ")
        if Vocabulary.weekdays[day] != nil {
            let counted = number == 2 ? "`every other \(day)`" : "`every \(number) weeks on \(day)`"
            return PhraseError(
                .everyBeforePlace(
                    text: text, counted: number > 1 ? counted : nil, placed: "`\(name) \(day) of the month`"),
                column: every.column)
        }
        let counted =
            Vocabulary.units[day].map { "`every \(number) \($0.rawValue)s`" } ?? "`every \(number) days`"
        return PhraseError(
            .everyBeforePlace(
                text: text, counted: number > 1 ? counted : nil,
                placed: number == 0 ? "`last day of the month`" : "`the \(number.ordinal)`"),
            column: every.column)
    }

    // MARK: Days of the month

    /// `the 1st and 15th`, `first sunday`, `2nd and 4th tue, thu`, `last day`.
    private mutating func ofMonth() throws(PhraseError) -> [Item] {
        guard let token = peek() else { throw PhraseError(.empty, column: column) }
        let numbers = try placeNumbers()
        skipFillers()
        if let word = word(), word == "day" || word == "days" {
            position += 1
            return [Item(shape: .numbered(numbers, plain: false), token: token)]
        }
        if let word = word(), Vocabulary.groups[word] != nil {
            throw PhraseError(.placeOfGroup("\(token.text) \(word)"), column: token.column)
        }
        guard var days = try weekdays() else {
            guard !numbers.contains(0) else { throw PhraseError(.lastWhat, column: token.column) }
            return [Item(shape: .numbered(numbers, plain: false), token: token)]
        }
        while skipComma(if: { $0.word().map { Vocabulary.weekdays[$0] != nil } == true }) {
            if let more = try weekdays() { days.formUnion(more) }
        }
        // `the 13th, last sunday`: what no place can be is a day of the month.
        let start = numbers.lastIndex { $0 > 5 }.map { $0 + 1 } ?? 0
        let places = numbers[start...].map { $0 == 0 ? .last : NthWeekdays.Place(rawValue: $0) ?? .last }
        guard !places.isEmpty else {
            throw PhraseError(
                .outOfRange(
                    "no month has a \(token.text) \(tokens[position - 1].text)", "1st to 5th, and last"),
                column: token.column)
        }
        let placed = Item(shape: .placed(places, days), token: token)
        let numbered = Item(shape: .numbered(Array(numbers[..<start]), plain: false), token: token)
        return start == 0 ? [placed] : [numbered, placed]
    }

    /// `1st`, `first and third`, `1st-7th`; the last is 0.
    private mutating func placeNumbers() throws(PhraseError) -> [Int] {
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

    private var startsPlace: Bool {
        if case .ordinal? = peek()?.kind { return true }
        return word().map { Vocabulary.places[$0] != nil } == true
    }

    private mutating func placeNumber() throws(PhraseError) -> Int {
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
    private mutating func numberedDays() throws(PhraseError) -> Item {
        guard let token = peek() else { throw PhraseError(.empty, column: column) }
        position += 1
        return Item(shape: .numbered(try dayNumbers(), plain: true), token: token)
    }

    /// Numbers of days, by digits or as ordinals.
    private mutating func dayNumbers() throws(PhraseError) -> [Int] {
        var numbers: [Int] = []
        repeat {
            let first = try dayNumber()
            if skipDash(if: { $0.startsDayNumber }) {
                let end = column
                let last = try dayNumber()
                guard last > first else { throw PhraseError(.backwardRange, column: end) }
                numbers += first...last
            } else {
                numbers.append(first)
            }
        } while skipComma(if: { $0.startsDayNumber })
        return numbers
    }

    private var startsDayNumber: Bool {
        switch peek()?.kind {
        case .ordinal:
            return word(1).map { Vocabulary.weekdays[$0] == nil && $0 != "day" } != false && !monthBehind(1)
        case .number(let number):
            return number <= 31 && !["am", "pm"].contains(word(1) ?? "") && !monthBehind(1)
                && word(1).flatMap { Vocabulary.units[$0] } == nil
        default: return false
        }
    }

    private mutating func dayNumber() throws(PhraseError) -> Int {
        guard let token = peek() else { throw PhraseError(.empty, column: column) }
        position += 1
        switch token.kind {
        case .ordinal(let number), .number(let number):
            try checkDay(number, token)
            return number
        default: throw unexpected(token)
        }
    }

    private func checkDay(_ number: Int, _ token: Token) throws(PhraseError) {
        guard (1...31).contains(number) else {
            throw PhraseError(.outOfRange("no month has a day \(number)", "1 to 31"), column: token.column)
        }
    }

    // MARK: Days of the year

    /// `june 18`, `june 18 and 20`, `december 24-26`.
    private mutating func annualDates() throws(PhraseError) -> MonthDays {
        guard let token = peek(), let month = word().flatMap({ Vocabulary.months[$0] }) else {
            throw PhraseError(.empty, column: column)
        }
        position += 1
        skipFillers()
        let numbers = try dayNumbers()
        let longest = CivilDate.daysInMonth(month, of: 2000)
        if let missing = numbers.first(where: { $0 > longest }) {
            throw PhraseError(.noSuchDate("\(Vocabulary.monthName(month)) \(missing)"), column: token.column)
        }
        return numbers == [29] ? MonthDays(annual: month, 29) : MonthDays(numbers, in: MonthSet([month]))
    }

    // MARK: Months

    /// Months that stand by themselves: `in march, september on the last friday`; nil where none do.
    mutating func monthsPart() throws(PhraseError) -> MonthSet? {
        guard startsMonth, !isAnnualDate(0), !(word() == "every" && isAnnualDate(1)) else { return nil }
        return try monthList()
    }

    private var startsMonth: Bool {
        let name = word() == "every" ? word(1) : word()
        return name.map { Vocabulary.months[$0] != nil } == true
    }

    private mutating func monthList() throws(PhraseError) -> MonthSet {
        var months = MonthSet([Int]())
        repeat {
            _ = skip("every")
            guard let first = word().flatMap({ Vocabulary.months[$0] }) else { break }
            position += 1
            if skipDash(if: { $0.startsMonth }) {
                guard let last = word().flatMap({ Vocabulary.months[$0] }) else { break }
                position += 1
                months.formUnion(.range(from: first, through: last))
            } else {
                months.formUnion(MonthSet([first]))
            }
        } while skipComma(if: { $0.startsMonth && !$0.isAnnualDate(0) })
        if let year = number(), year > 31, !startsTime {
            throw PhraseError(.yearAlone(year), column: column)
        }
        return months
    }

    /// `of the month`, `of march, september` behind entries of a list, for those before it that have none.
    private mutating func monthsBehind(_ items: inout [Item]) throws(PhraseError) {
        let before = position
        skipFillers()
        var scope: Item.Scope?
        let hasEvery = word() == "every"
        if let word = word(hasEvery ? 1 : 0), word == "month" || word == "months" {
            position += hasEvery ? 2 : 1
            scope = .each
        } else if startsMonth, !isAnnualDate(0) {
            scope = .months(try monthList())
        }
        guard let scope else {
            position = before
            return
        }
        guard let last = items.last else { return }
        for index in items.indices.reversed() {
            guard case .unsaid = items[index].scope, items[index].isOfMonth == last.isOfMonth else { break }
            if case .fixed = items[index].shape { throw unexpected(tokens[position - 1]) }
            try check(items[index], scope)
            items[index].scope = scope
        }
    }

    /// Numbers of days that none of the months has.
    private func check(_ item: Item, _ scope: Item.Scope) throws(PhraseError) {
        guard case .numbered(let days, _) = item.shape, case .months(let months) = scope else { return }
        let longest = months.numbers.map { CivilDate.daysInMonth($0, of: 2000) }.max() ?? 31
        if let missing = days.first(where: { $0 > longest }) {
            throw PhraseError(.noSuchDate("\(months.normalForm) \(missing)"), column: item.token.column)
        }
    }

    /// `first sunday of march, last friday`: in March too, or in every month?
    private func refuseHalfSaidMonths(in items: [Item]) throws(PhraseError) {
        let ofMonths = items.filter(\.isOfMonth)
        let months = ofMonths.compactMap { item -> MonthSet? in
            if case .months(let months) = item.scope { months } else { nil }
        }
        guard let months = months.first else { return }
        for item in ofMonths {
            if case .unsaid = item.scope {
                throw PhraseError(
                    .twoReadings(
                        "\(item.token.text) …", "… of the month", "… of \(months.normalForm)"),
                    column: item.token.column)
            }
        }
    }

    // MARK: Dates

    /// A date with its year, or in exceptions a range of them; nil where none stands.
    private mutating func dates(isExcept: Bool) throws(PhraseError) -> ClosedRange<CivilDate>? {
        guard let first = try date() else { return nil }
        guard case .dots? = peek()?.kind else { return first...first }
        guard isExcept else { throw PhraseError(.rangeOfDates, column: column) }
        position += 1
        let column = column
        guard let last = try date() else { throw PhraseError(.missingRangeEnd("\(first)"), column: column) }
        guard first <= last else { throw PhraseError(.backwardRange, column: column) }
        return first...last
    }

    /// `24 december 2026`, `24th of december, 2026`, `december 24, 2026`: its numbers and how many tokens it
    /// takes.
    private var writtenDate: (day: Int, month: Int, year: Int, count: Int)? {
        var numbers: [Int] = []
        var month: Int?
        var ahead = 0
        while let token = peek(ahead), numbers.count < 2 {
            switch token.kind {
            case .number(let number): numbers.append(number)
            case .ordinal(let number) where numbers.isEmpty: numbers.append(number)
            case .word(let word) where Vocabulary.months[word] != nil && month == nil:
                month = Vocabulary.months[word]
            case .word(let word) where ahead > 0 && Vocabulary.fillers.contains(word): break
            case .comma where numbers.count == 1 && month != nil: break
            default: return nil
            }
            ahead += 1
        }
        guard numbers.count == 2, let month, numbers[1] >= 1000 else { return nil }
        return (numbers[0], month, numbers[1], ahead)
    }

    private mutating func date() throws(PhraseError) -> CivilDate? {
        guard let token = peek() else { return nil }
        if case .date(let date) = token.kind {
            position += 1
            return date
        }
        guard let (day, month, year, count) = writtenDate else { return nil }
        position += count
        guard let date = CivilDate(year: year, month: month, day: day) else {
            let text = "\(year)-\(month.padded(to: 2))-\(day.padded(to: 2))"
            throw PhraseError(.noSuchDate(text), column: token.column)
        }
        return date
    }
}
