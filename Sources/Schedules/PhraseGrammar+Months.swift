import CivilTime

/// The months that days are limited to.
extension PhraseGrammar {
    /// Months that stand by themselves: `in march, september on the last friday`; nil where none do.
    mutating func monthsPart() throws(PhraseError) -> MonthSet? {
        guard startsMonth, !isAnnualDate(0), !(word() == "every" && isAnnualDate(1)) else { return nil }
        return try monthList()
    }

    var startsMonth: Bool {
        let name = word() == "every" ? word(1) : word()
        return name.map { Vocabulary.months[$0] != nil } == true
    }

    mutating func monthList() throws(PhraseError) -> MonthSet {
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
        } while skipComma(if: { $0.startsMonth && !$0.isAnnualDate($0.word() == "every" ? 1 : 0) })
        if let year = number(), year > 31, !startsTime {
            throw PhraseError(.yearAlone(year), column: column)
        }
        return months
    }

    /// `of the month`, `of march, september` behind entries of a list, for those before it that have none.
    mutating func monthsBehind(_ items: inout [Item]) throws(PhraseError) {
        let before = position
        // `the first monday, and the first wednesday, of the month`
        if case .comma? = peek()?.kind, word(1) == "of" { position += 1 }
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
        if case .weekly = last.shape, case .each = scope {
            // `every monday of the month` is all of them; `monday of the month` could be one.
            let isAll = items.contains { ["every", "daily"].contains($0.token.text.lowercased()) }
            guard isAll else { throw PhraseError(.whichOfMonth(last.token.text), column: last.token.column) }
            return
        }
        for index in items.indices.reversed() {
            guard case .unsaid = items[index].scope, items[index].isOfMonth == last.isOfMonth else { break }
            if case .fixed = items[index].shape { throw unexpected(tokens[position - 1]) }
            try check(items[index], scope)
            items[index].scope = scope
        }
    }

    /// A month without a day is passed over; where no month has any of the days, none can be meant.
    func check(_ item: Item, _ scope: Item.Scope) throws(PhraseError) {
        guard case .numbered(let days, _) = item.shape, case .months(let months) = scope else { return }
        let longest = months.numbers.map { CivilDate.daysInMonth($0, of: 2000) }.max() ?? 31
        if let missing = days.first, days.allSatisfy({ $0 > longest }) {
            throw PhraseError(
                .noSuchDate("\(months.normalForm) \(missing)", last: "last day of \(months.normalForm)"),
                column: item.token.column)
        }
    }

    /// Whether the Friday of `first sunday of march, last friday` is one of March nobody can tell.
    ///
    /// Days of the week among exceptions are plainly those of every week.
    func refuseHalfSaidMonths(in items: [Item], isExcept: Bool) throws(PhraseError) {
        guard let months = items.compactMap(\.namedMonths).first else { return }
        for item in items where !isExcept || item.isOfMonth {
            guard case .unsaid = item.scope else { continue }
            if case .fixed = item.shape { continue }
            let isWeekly = if case .weekly = item.shape { true } else { false }
            // Mondays beside a date of the year are of another kind altogether.
            if isWeekly, items.allSatisfy({ $0.isFixed || $0.namedMonths == nil }) { continue }
            throw PhraseError(
                .monthsHalfSaid(item.token.text, months: months, isWeekly: isWeekly),
                column: item.token.column)
        }
    }
}
