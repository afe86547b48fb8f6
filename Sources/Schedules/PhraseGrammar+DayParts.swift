import CivilTime

/// Hours that a part of the day completes: `every evening at 8`, `7:30 in the morning`.
extension PhraseGrammar {
    /// A time of the clock as it was said.
    struct SpokenTime {
        let time: TimeOfDay
        /// Whether its half of the day is left to the part of the day: an hour of 1 to 12 without am, pm or a zero before it.
        let isOpen: Bool
        let token: Token
        /// The part that stands right behind it.
        var part: DayPart?
    }

    /// A part of the day right here, with `every` before it or not, and how many tokens that is.
    var dayPart: (part: DayPart, count: Int)? {
        let ahead = word() == "every" ? 1 : 0
        return word(ahead).flatMap(DayPart.init(named:)).map { ($0, ahead + 1) }
    }

    /// Goes past a part of the day that stands right behind a time.
    mutating func skipDayPart() -> DayPart? {
        let before = position
        skipFillers()
        if let part = word().flatMap(DayPart.init(named:)) {
            position += 1
            return part
        }
        position = before
        return nil
    }

    /// Whether a number stands here that is an hour by a part of the day: after `at`, or with the part behind it.
    var startsBareHour: Bool {
        guard isBareNumber else { return false }
        if position > 0, tokens[position - 1].kind == .word("at") { return true }
        var ahead = 1
        while let word = word(ahead), Vocabulary.fillers.contains(word) { ahead += 1 }
        return word(ahead).flatMap(DayPart.init(named:)) != nil
    }

    /// Whether a number stands here that can be an hour, in a phrase with a part of the day.
    var isBareNumber: Bool {
        guard hasDayParts, let number = number(), number <= 24 else { return false }
        return word(1).flatMap { Vocabulary.units[$0] } == nil && !monthBehind(1) && !isDayBeforeMonth(0)
    }

    /// The times as they are meant: each completed by the part behind it, or by that of the phrase.
    func completed(_ times: [SpokenTime], in parts: Parts) throws(PhraseError) -> [TimeOfDay] {
        var completed: [TimeOfDay] = []
        for spoken in times {
            guard let part = spoken.part ?? parts.dayPart?.part else {
                completed.append(spoken.time)
                continue
            }
            if spoken.isOpen, let time = part.time(spoken: spoken.time) {
                completed.append(time)
                continue
            }
            let time = spoken.isOpen && spoken.time.hour == 12 && part == .night ? .midnight : spoken.time
            guard spoken.isOpen || !part.contains(time) else {
                completed.append(time)
                continue
            }
            throw try outside(part, spoken, time, parts)
        }
        return completed
    }

    /// What to say of a time that doesn't lie in its part of the day.
    private func outside(_ part: DayPart, _ spoken: SpokenTime, _ time: TimeOfDay, _ parts: Parts)
        throws(PhraseError) -> PhraseError
    {
        let days = try days(of: parts)
        func phrase(_ days: Days, _ time: TimeOfDay) -> String {
            Phrase(days: days, except: parts.except ?? Exceptions(), times: .list([time], [])).normalForm
        }
        let column = spoken.token.column
        if part == .night, time.secondOfDay <= 5 * 3600 {
            let offers = [phrase(days, time)] + (days.nextDay.map { [phrase($0, time)] } ?? [])
            return PhraseError(.nightOfTwoDates(time, offers: Set(offers).sorted()), column: column)
        }
        let meant = spoken.isOpen ? part.otherwise(time) : time
        return PhraseError(.outsideDayPart(time, part.rawValue, offer: phrase(days, meant)), column: column)
    }

    /// A part of the day and no time: `monday evening`.
    func dayPartAlone(_ part: DayPart, _ token: Token, _ parts: Parts) throws(PhraseError) -> PhraseError {
        let phrase = Phrase(
            days: try days(of: parts), except: parts.except ?? Exceptions(), times: .list([part.example], []))
        return PhraseError(.dayPartAlone(part.rawValue, offer: phrase.normalForm), column: token.column)
    }
}

extension Days {
    /// The day after each; nil where that can't be said of them.
    fileprivate var nextDay: Days? {
        switch self {
        case .weekly(let days): .weekly(days.nextDay)
        case .dates(let ranges):
            Days(ranges.map { $0.lowerBound.adding(days: 1)...$0.upperBound.adding(days: 1) })
        case .everyWeeks(let count, let days) where !days.contains(.sunday): .everyWeeks(count, days.nextDay)
        case .monthDays(let days): days.nextDay.map(Days.monthDays)
        default: nil
        }
    }
}
