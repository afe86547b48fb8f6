import CivilTime

/// Reads tokens as a phrase, by the grammar in rituald.yaml(5), section "GRAMMAR".
///
/// A phrase is made of parts in any order, each kind at most once: days, an interval, months, times, a window.
/// `except` and what follows it stand last. They are gathered first and put together at the end, since what a
/// part means can depend on one that stands behind it.
struct PhraseGrammar {
    let tokens: [Token]
    private let length: Int
    /// The whole phrase, for hints that say it in another way.
    let text: String
    var position = 0
    /// Whether a part of the day stands anywhere, beside which an hour alone is a time.
    let hasDayParts: Bool

    /// `length` is that of the whole phrase in scalars, for errors at its end.
    init(tokens: [Token], length: Int, text: String = "") {
        self.tokens = tokens
        self.length = length
        self.text = text
        hasDayParts = tokens.contains {
            if case .word(let word) = $0.kind { DayPart(named: word) != nil } else { false }
        }
    }

    /// What has been read of a phrase so far, each with the token that it began with.
    struct Parts {
        var items: [Item] = []
        var itemsToken: Token?
        var interval: Interval?
        var months: (set: MonthSet, token: Token)?
        var times: (list: [SpokenTime], sun: [Phrase.SunOffset], token: Token)?
        var dayPart: (part: DayPart, token: Token)?
        var step: (seconds: Int, text: String, token: Token)?
        var sometime: Token?
        var window: (first: SpokenTime, last: SpokenTime, token: Token)?
        var except: Exceptions?
    }

    /// Every so-many days, weeks or months.
    struct Interval {
        let count: Int
        let unit: Vocabulary.Unit
        let token: Token
    }

    mutating func phrase() throws(PhraseError) -> Phrase {
        guard !tokens.isEmpty else { throw PhraseError(.empty, column: 1) }
        if let last = tokens.last, case .word(let word) = last.kind, Vocabulary.fillers.contains(word) {
            throw PhraseError(.dangling(last.text), column: last.column)
        }
        var parts = Parts()
        skipFillers()
        while let token = peek() {
            if word() == "except" {
                parts.except = try exceptPart(from: token)
                break
            }
            try part(token, into: &parts)
            // A comma between two parts is a breath, no more: `sundays, 19:00`.
            skipBreath()
            skipFillers()
        }
        return try put(together: parts)
    }

    /// A time and nothing else.
    mutating func timeAlone() throws(PhraseError) -> TimeOfDay {
        guard let first = peek() else { throw PhraseError(.empty, column: 1) }
        guard startsClockTime else { throw refusal(of: first) }
        let time = try clockTime()
        if let rest = peek() { throw unexpected(rest) }
        return time
    }

    private mutating func part(_ token: Token, into parts: inout Parts) throws(PhraseError) {
        let start = position
        if startsTime {
            let found = try timeList()
            guard parts.times == nil else { throw PhraseError(.timesTwice, column: token.column) }
            parts.times = (found.clock, found.sun, token)
        } else if let (part, count) = dayPart {
            guard parts.dayPart == nil else { throw PhraseError(.timesTwice, column: token.column) }
            position += count
            parts.dayPart = (part, token)
        } else if word() == "sometime" {
            guard parts.sometime == nil else { throw PhraseError(.timesTwice, column: token.column) }
            position += 1
            parts.sometime = token
        } else if word() == "between" {
            guard parts.window == nil else { throw PhraseError(.timesTwice, column: token.column) }
            let (first, last) = try window()
            parts.window = (first, last, token)
        } else if let step = try stepPart() {
            guard parts.step == nil else { throw PhraseError(.timesTwice, column: token.column) }
            parts.step = (step, tokens[start..<position].map(\.text).joined(separator: " "), token)
        } else if let (interval, items) = try intervalPart() {
            guard parts.interval == nil else { throw PhraseError(.daysTwice, column: token.column) }
            parts.interval = interval
            if !items.isEmpty { try add(items, token, to: &parts) }
        } else if let months = try monthsPart() {
            guard parts.months == nil else { throw PhraseError(.daysTwice, column: token.column) }
            parts.months = (months, token)
        } else {
            try add(dayList(), token, to: &parts)
        }
    }

    private func add(_ items: [Item], _ token: Token, to parts: inout Parts) throws(PhraseError) {
        guard parts.items.isEmpty else {
            let families = (parts.items + items).map(\.family)
            let isMixed = families.contains { $0 != families[0] }
            throw PhraseError(isMixed ? .mixedDays : .daysTwice, column: token.column)
        }
        parts.items = items
        parts.itemsToken = token
    }

    // MARK: Putting together

    private func put(together parts: Parts) throws(PhraseError) -> Phrase {
        let times = try times(of: parts)
        if let (part, token) = parts.dayPart, times == nil { throw try dayPartAlone(part, token, parts) }
        if parts.items.isEmpty, parts.interval == nil, times == nil, parts.months == nil {
            throw parts.except == nil
                ? unexpected(tokens[tokens.count - 1]) : PhraseError(.exceptAlone(text), column: 1)
        }
        return Phrase(days: try days(of: parts), except: parts.except ?? Exceptions(), times: times)
    }

    private func times(of parts: Parts) throws(PhraseError) -> Phrase.Times? {
        if let said = parts.window {
            let ends = try completed([said.first, said.last], in: parts)
            let window = (first: ends[0], last: ends[1], token: said.token)
            guard ends[0] != ends[1] else {
                throw PhraseError(.emptyWindow(ends[0].description), column: said.first.token.column)
            }
            if let times = parts.times { throw PhraseError(.timesTwice, column: times.token.column) }
            if let sometime = parts.sometime {
                if let step = parts.step { throw PhraseError(.timesTwice, column: step.token.column) }
                guard window.first.second == 0, window.last.second == 0 else {
                    throw PhraseError(.secondsInSometime, column: sometime.column)
                }
                return .sometime(TimeWindow(first: window.first, last: window.last))
            }
            let open = TimeWindow(first: window.first, last: window.last)
            guard let step = parts.step else {
                throw PhraseError(.windowAlone(open.words), column: window.token.column)
            }
            return .interval(
                first: window.first.secondOfDay, step: step.seconds, count: open.length / step.seconds + 1)
        }
        if let sometime = parts.sometime {
            throw PhraseError(.sometimeAlone, column: sometime.column)
        }
        if let step = parts.step {
            throw PhraseError(.stepAlone(step.text.lowercased()), column: step.token.column)
        }
        guard let times = parts.times else { return nil }
        return .list(try completed(times.list, in: parts), times.sun)
    }

    func days(of parts: Parts) throws(PhraseError) -> Days {
        var items = parts.items
        if let months = parts.months {
            guard !items.isEmpty else {
                throw PhraseError(.monthAlone(months.set.normalForm), column: months.token.column)
            }
            for index in items.indices {
                guard items[index].take(months.set) else {
                    throw PhraseError(.unexpectedWord(months.token.text), column: months.token.column)
                }
            }
        }
        if let interval = parts.interval { return try days(of: interval, items) }
        return try PhraseGrammar.union(of: items, at: parts.itemsToken)
    }

    /// The one set that items of a list make together.
    static func union(of items: [Item], at token: Token?) throws(PhraseError) -> Days {
        guard var days = items.first?.days else { return .weekly(.all) }
        for item in items.dropFirst() {
            guard let both = days.union(item.days) else {
                throw PhraseError(.mixedDays, column: item.token.column)
            }
            days = both
        }
        guard !days.isEmpty else { throw PhraseError(.neverRings, column: token?.column ?? 1) }
        return days
    }

    // MARK: Tokens

    func peek(_ ahead: Int = 0) -> Token? {
        position + ahead < tokens.count ? tokens[position + ahead] : nil
    }

    func word(_ ahead: Int = 0) -> String? {
        if case .word(let word)? = peek(ahead)?.kind { word } else { nil }
    }

    func number(_ ahead: Int = 0) -> Int? {
        if case .number(let number)? = peek(ahead)?.kind { number } else { nil }
    }

    /// The column where the next token stands, or the one behind the end.
    var column: Int { peek()?.column ?? length + 1 }

    mutating func skipFillers() {
        while let word = word(), Vocabulary.fillers.contains(word) { position += 1 }
    }

    mutating func skip(_ wanted: String) -> Bool {
        guard word() == wanted else { return false }
        position += 1
        return true
    }

    /// Goes past a comma, and what may be left out behind it, if what follows satisfies a test; else stays.
    mutating func skipComma(if follows: (PhraseGrammar) -> Bool) -> Bool {
        guard case .comma? = peek()?.kind else { return false }
        let before = position
        while case .comma? = peek()?.kind { position += 1 }
        skipFillers()
        if follows(self) { return true }
        position = before
        return false
    }

    /// Goes past a dash, and fillers around it, if what follows satisfies a test; else stays.
    mutating func skipDash(if follows: (PhraseGrammar) -> Bool) -> Bool {
        guard case .dash? = peek()?.kind else { return false }
        let before = position
        position += 1
        skipFillers()
        if follows(self) { return true }
        position = before
        return false
    }

    /// Goes past a comma, also one with `and` behind it, where something follows.
    mutating func skipBreath() {
        guard case .comma? = peek()?.kind else { return }
        var behind = position + 1
        if behind < tokens.count, tokens[behind].kind == .comma, tokens[behind].text != "," { behind += 1 }
        if behind < tokens.count { position = behind }
    }

    func unexpected(_ token: Token) -> PhraseError {
        PhraseError(.unexpectedWord(token.text), column: token.column)
    }
}
