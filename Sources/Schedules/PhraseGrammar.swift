import CivilTime

/// Reads tokens as a phrase.
///
///     phrase   = part { [","] part }            at most one part of each kind, in any order
///     part     = days | times
///     days     = weekly { "," weekly } | date { "," date }
///     weekly   = ["every"] ( "daily" | "day" | group | weekday [ "-" weekday ] )
///     times    = time { "," time }
///
/// Fillers (`on`, `at`, `of`, `in`, `the`) may stand before any of these.
struct PhraseGrammar {
    private let tokens: [Token]
    private let length: Int
    private var position = 0

    /// `length` is that of the whole phrase in scalars, for errors at its end.
    init(tokens: [Token], length: Int) {
        self.tokens = tokens
        self.length = length
    }

    mutating func phrase() throws(PhraseError) -> Phrase {
        guard !tokens.isEmpty else { throw PhraseError(.empty, column: 1) }
        var days: Phrase.Days?
        var times: [TimeOfDay]?
        skipFillers()
        while let token = peek() {
            if startsTime {
                let found = try timeList()
                guard times == nil else { throw PhraseError(.timesTwice, column: token.column) }
                times = found
            } else {
                let found = try dayList()
                guard days == nil else {
                    throw PhraseError(kind(ofSecond: found, after: days), column: token.column)
                }
                days = found
            }
            // A comma between two parts is a breath, no more: `sundays, 19:00`.
            if case .comma? = peek()?.kind, position + 1 < tokens.count { position += 1 }
            skipFillers()
        }
        guard days != nil || times != nil else { throw unexpected(tokens[tokens.count - 1]) }
        return Phrase(days: days ?? .weekly(.all), times: times)
    }

    /// A time and nothing else.
    mutating func timeAlone() throws(PhraseError) -> TimeOfDay {
        guard let first = peek() else { throw PhraseError(.empty, column: 1) }
        guard startsTime else { throw refusal(of: first) }
        let time = try time()
        if let rest = peek() { throw unexpected(rest) }
        return time
    }

    private func kind(ofSecond found: Phrase.Days, after first: Phrase.Days?) -> PhraseError.Kind {
        switch (first, found) {
        case (.weekly, .dates), (.dates, .weekly): .datesAmongWeekdays
        default: .daysTwice
        }
    }

    // MARK: Tokens

    func peek(_ ahead: Int = 0) -> Token? {
        position + ahead < tokens.count ? tokens[position + ahead] : nil
    }

    func word(_ ahead: Int = 0) -> String? {
        if case .word(let word)? = peek(ahead)?.kind { word } else { nil }
    }

    private mutating func skipFillers() {
        while let word = word(), Vocabulary.fillers.contains(word) { position += 1 }
    }

    /// Goes past a comma, and what may be left out behind it, if what follows satisfies a test; else stays.
    private mutating func skipComma(if follows: (PhraseGrammar) -> Bool) -> Bool {
        guard case .comma? = peek()?.kind else { return false }
        let before = position
        while case .comma? = peek()?.kind { position += 1 }
        skipFillers()
        if follows(self) { return true }
        position = before
        return false
    }

    func unexpected(_ token: Token) -> PhraseError {
        PhraseError(.unexpectedWord(token.text), column: token.column)
    }

    // MARK: Times

    private var startsTime: Bool {
        switch peek()?.kind {
        case .clock: true
        case .number: word(1) == "am" || word(1) == "pm"
        case .word(let word): word == "noon" || word == "midnight"
        default: false
        }
    }

    private mutating func timeList() throws(PhraseError) -> [TimeOfDay] {
        var times = [try time()]
        while skipComma(if: \.startsTime) { times.append(try time()) }
        return Set(times).sorted()
    }

    private mutating func time() throws(PhraseError) -> TimeOfDay {
        guard let token = peek() else { throw PhraseError(.empty, column: length) }
        position += 1
        let parts: (hour: Int, minute: Int, second: Int)
        switch token.kind {
        case .word("noon"): return .noon
        case .word: return .midnight
        case .number(let hour): parts = (hour, 0, 0)
        case .clock(let hour, let minute, let second): parts = (hour, minute, second)
        default: throw unexpected(token)
        }
        var hour = parts.hour
        if let half = word(), half == "am" || half == "pm" {
            position += 1
            guard (1...12).contains(hour) else {
                throw PhraseError(.noSuchHourOfHalfDay(hour, half: half), column: token.column)
            }
            hour = hour % 12 + (half == "pm" ? 12 : 0)
        }
        guard let time = TimeOfDay(hour: hour, minute: parts.minute, second: parts.second) else {
            throw PhraseError(.noSuchTime(token.text), column: token.column)
        }
        return time
    }

    // MARK: Days

    private mutating func dayList() throws(PhraseError) -> Phrase.Days {
        if startsDate {
            var dates = [try date()]
            while skipComma(if: \.startsDate) { dates.append(try date()) }
            return .dates(Set(dates).sorted())
        }
        var days = try weekly()
        while skipComma(if: { $0.startsWeekly }) { days.formUnion(try weekly()) }
        return .weekly(days)
    }

    private var startsWeekly: Bool {
        guard let first = word() else { return false }
        let word = first == "every" ? word(1) ?? "" : first
        return ["daily", "day", "days"].contains(word) || Vocabulary.weekdays[word] != nil
            || PhraseGrammar.groups[word] != nil
    }

    private static let groups: [String: DaySet] = [
        "weekday": .workdays, "weekdays": .workdays, "weekend": .weekend, "weekends": .weekend,
    ]

    private mutating func weekly() throws(PhraseError) -> DaySet {
        let every = try everyWord()
        guard let token = peek() else {
            throw PhraseError(.everyBefore(nil), column: every?.column ?? length)
        }
        guard case .word(let word) = token.kind else { throw refusal(of: token) }
        if let first = Vocabulary.weekdays[word] {
            position += 1
            return try range(from: first, token: token)
        }
        if let group = PhraseGrammar.groups[word] {
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

    private mutating func range(from first: Weekday, token: Token) throws(PhraseError) -> DaySet {
        guard case .dash? = peek()?.kind else { return DaySet([first]) }
        position += 1
        guard let word = word() else {
            throw PhraseError(.missingRangeEnd(token.text), column: peek()?.column ?? length + 1)
        }
        guard let last = Vocabulary.weekdays[word] else {
            if PhraseGrammar.groups[word] != nil, let end = peek() {
                throw PhraseError(.rangeOfDayGroup(end.text), column: end.column)
            }
            throw PhraseError(.missingRangeEnd(token.text), column: peek()?.column ?? length + 1)
        }
        position += 1
        guard first != last else { throw PhraseError(.rangeOfOneDay(first), column: token.column) }
        return .range(from: first, through: last)
    }

    /// Goes past `every`, and refuses what it may not stand before.
    private mutating func everyWord() throws(PhraseError) -> Token? {
        guard word() == "every", let every = peek() else { return nil }
        position += 1
        // `every second friday`, `every 2nd friday`: a place, and as easily an interval.
        if let place = peek(), let day = word(1), Vocabulary.weekdays[day] != nil {
            switch place.kind {
            case .ordinal:
                throw PhraseError(.everyBeforePlace(place: place.text, day: day), column: every.column)
            case .word(let word) where Vocabulary.places.contains(word):
                throw PhraseError(
                    .everyBeforePlace(place: word == "second" ? "2nd" : word, day: day), column: every.column)
            default: break
            }
        }
        switch peek()?.kind {
        case .number, .span:
            throw PhraseError(
                .unavailable("an interval (`every \(peek()?.text ?? "") …`)"), column: every.column)
        case .word(let word) where word == "other" || word == "second":
            throw PhraseError(.unavailable("an interval (`every \(word) …`)"), column: every.column)
        case .word(let word) where word != "day" && Vocabulary.units.contains(word):
            throw PhraseError(.unavailable("an interval (`every \(word)`)"), column: every.column)
        case .clock?:
            throw PhraseError(.everyBefore(peek()?.text), column: every.column)
        default:
            return every
        }
    }

    // MARK: Dates

    private var startsDate: Bool {
        switch peek()?.kind {
        case .date: true
        case .number, .ordinal, .word: writtenDate != nil
        default: false
        }
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

    private mutating func date() throws(PhraseError) -> CivilDate {
        guard let token = peek() else { throw PhraseError(.empty, column: length) }
        if case .date(let date) = token.kind {
            position += 1
            return date
        }
        guard let (day, month, year, count) = writtenDate else { throw refusal(of: token) }
        position += count
        guard let date = CivilDate(year: year, month: month, day: day) else {
            let text = "\(year)-\(month.padded(to: 2))-\(day.padded(to: 2))"
            throw PhraseError(.noSuchDate(text), column: token.column)
        }
        return date
    }
}
