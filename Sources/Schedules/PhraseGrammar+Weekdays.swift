import CivilTime

/// Days of the week.
extension PhraseGrammar {
    mutating func weekly() throws(PhraseError) -> DaySet {
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
        case "day" where every != nil && isDayNumber(1):
            throw PhraseError(
                .everyBefore("day \(peek(1)?.text ?? "")"), column: every?.column ?? token.column)
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
    mutating func weekdays() throws(PhraseError) -> DaySet? {
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
    mutating func everyWord() throws(PhraseError) -> Token? {
        guard word() == "every", let every = peek() else { return nil }
        position += 1
        switch peek()?.kind {
        case .ordinal, .word("first"), .word("second"), .word("third"), .word("fourth"), .word("fifth"),
            .word("last"):
            throw try everyBeforePlace(every)
        case .clock?, .date?:
            throw PhraseError(.everyBefore(peek()?.text), column: every.column)
        case .number? where startsClockTime:
            throw PhraseError(.everyBefore("\(peek()?.text ?? "") \(word(1) ?? "")"), column: every.column)
        default:
            return every
        }
    }

    /// `every second friday`, `every 2nd friday`: a place, and as easily an interval.
    func everyBeforePlace(_ every: Token) throws(PhraseError) -> PhraseError {
        guard let place = peek() else { return PhraseError(.everyBefore(nil), column: every.column) }
        let number: Int
        switch place.kind {
        case .ordinal(let ordinal): number = ordinal
        case .word(let word): number = Vocabulary.places[word] ?? 0
        default: number = 0
        }
        let name = number == 0 ? "last" : number == 1 ? "first" : number.ordinal
        let day = word(1) ?? ""
        // `every 18th of june`, `every 2nd and 4th friday`
        if monthBehind(1), number > 0,
            let month = tokens[position...].compactMap({ token -> String? in
                if case .word(let word) = token.kind {
                    Vocabulary.months[word].map(Vocabulary.monthName)
                } else {
                    nil
                }
            }).first
        {
            return PhraseError(
                .everyBeforePlace(
                    text: "every \(place.text) of \(month)", counted: nil,
                    placed: "`every \(month) \(number)`"),
                column: every.column)
        }
        if case .comma? = peek(1)?.kind {
            return PhraseError(
                .everyBeforePlace(text: "every \(place.text)", counted: nil, placed: "without `every`"),
                column: every.column)
        }
        let text = "every \(place.text) \(day)".split(separator: " ").joined(separator: " ")
        if Vocabulary.groups[day] != nil, number > 0 {
            let (days, placed) =
                day.hasPrefix("weekend") ? ("sat, sun", "weekend day") : ("mon-fri", "weekday")
            return PhraseError(
                .twoReadings(text, "every \(number) weeks on \(days)", "\(name) \(placed) of the month"),
                column: every.column)
        }
        if Vocabulary.units[day] == .week || Vocabulary.units[day] == .month
            || Vocabulary.units[day] == .hour || Vocabulary.units[day] == .minute,
            let unit = Vocabulary.units[day]
        {
            let counted =
                switch unit {
                case .week: "every \(number) weeks on friday"
                case .month: "every \(number) months on the 1st"
                default: "every \(number) \(unit.rawValue)s between 09:00 and 17:00"
                }
            return PhraseError(
                .everyBeforePlace(text: text, counted: nil, placed: "`\(counted)`"), column: every.column)
        }
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
}
