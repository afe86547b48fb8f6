/// The rule that a zone follows year after year: `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX.1-2017, section 8.3).
///
/// As RFC 8536 section 3.3.1 extends it, the hour of a change is -167 to 167.
struct PosixRule: Hashable, Sendable {
    /// Seconds east of UTC outside summer time.
    let standardOffset: Int
    let summer: Summer?

    struct Summer: Hashable, Sendable {
        let offset: Int
        let start: YearDay
        let end: YearDay

        /// Whether both changes lie well inside each year, and well apart, as those of nearly all zones: a week is
        /// the most by which their hour can move them.
        let isPlain: Bool

        init(offset: Int, start: YearDay, end: YearDay) {
            self.offset = offset
            self.start = start
            self.end = end
            guard case .weekday(let first, _, _) = start.day, case .weekday(let last, _, _) = end.day else {
                isPlain = false
                return
            }
            isPlain = (2...11).contains(first) && (2...11).contains(last) && abs(first - last) > 1
        }
    }

    /// A moment of each year, on the clock that is in force before the change.
    struct YearDay: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// `Jn`, 1 to 365: 29 February is never counted.
            case julian(Int)
            /// `n`, 0 to 365: 29 February is counted.
            case ordinal(Int)
            /// `Mm.w.d`: a weekday (0 is Sunday) of a month, the fifth being the last.
            case weekday(month: Int, week: Int, day: Int)
        }

        let day: Day
        /// Seconds from the start of the day.
        let time: Int

        /// Wall-clock seconds since the epoch in a year.
        func wallSeconds(in year: Int) -> Int {
            let newYear = CivilDate.dayNumber(ofNewYear: year)
            let date: Int
            switch day {
            case .julian(let number):
                date = newYear + number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0)
            case .ordinal(let number):
                date = newYear + number
            case .weekday(let month, let week, let day):
                let first =
                    CivilDate.dayNumber(ofNewYear: year) + CivilDate.daysBefore(month: month, in: year)
                // 1970-01-01 was a Thursday, day 4 counted from Sunday.
                let toFirst = CivilDate.floorModulo(day - CivilDate.floorModulo(first + 4, 7), 7)
                let wanted = toFirst + (week - 1) * 7
                date = first + (wanted >= CivilDate.daysInMonth(month, of: year) ? wanted - 7 : wanted)
            }
            return date * 86_400 + time
        }
    }

    /// The latest change at or before a second; nil for a rule without summer time.
    func lastTransition(through second: Int) -> Zone.Transition? {
        guard let summer else { return nil }
        let year = CivilDateTime(wallSeconds: second + standardOffset).date.year
        guard summer.isPlain else { return lastOfAny(through: second, around: year, summer) }
        for year in [year, year - 1] {
            let (start, end) = changes(in: year, summer)
            let (first, last) = start.at < end.at ? (start, end) : (end, start)
            if last.at <= second { return last }
            if first.at <= second { return first }
        }
        return nil
    }

    /// Whether two changes come so close together that some times would be shown three times, which no clock does;
    /// those of one moment are none.
    private func hasOverlaps(_ summer: Summer) -> Bool {
        let all = (2000...2028).flatMap { year in
            let (start, end) = changes(in: year, summer)
            return [start, end]
        }
        .sorted { $0.at < $1.at }
        return zip(all, all.dropFirst()).contains { one, next in
            next.at != one.at && next.at - one.at <= abs(one.shift)
        }
    }

    private func changes(in year: Int, _ summer: Summer) -> (start: Zone.Transition, end: Zone.Transition) {
        (
            Zone.Transition(
                at: summer.start.wallSeconds(in: year) - standardOffset, before: standardOffset,
                after: summer.offset),
            Zone.Transition(
                at: summer.end.wallSeconds(in: year) - summer.offset, before: summer.offset,
                after: standardOffset)
        )
    }

    /// A change may be written to fall into a neighbouring year, so those are looked at as well; and what a
    /// change goes on from is told by the one before it, since a rule can have both at one moment.
    private func lastOfAny(through second: Int, around year: Int, _ summer: Summer) -> Zone.Transition? {
        var all: [Zone.Transition] = []
        for year in year - 2...year + 1 {
            let (start, end) = changes(in: year, summer)
            all += [end, start]
        }
        all.sort { $0.at < $1.at }
        var latest: Zone.Transition?
        var before = standardOffset
        for change in all where change.at <= second {
            if let last = latest, last.at != change.at { before = last.after }
            latest = Zone.Transition(at: change.at, before: before, after: change.after)
        }
        return latest
    }
}

extension PosixRule {
    /// Reads a rule, or nil where the text is none.
    init?(parsing text: String) {
        var scanner = RuleScanner(text: text)
        guard scanner.name(), let standard = scanner.clock(hours: 24) else { return nil }
        standardOffset = -standard
        guard !scanner.isAtEnd else {
            summer = nil
            return
        }
        guard scanner.name() else { return nil }
        var offset = standardOffset + 3600
        if scanner.peek != "," {
            guard let written = scanner.clock(hours: 24) else { return nil }
            offset = -written
        }
        guard scanner.skip(","), let start = scanner.yearDay(), scanner.skip(","),
            let end = scanner.yearDay(),
            scanner.isAtEnd
        else { return nil }
        let written = Summer(offset: offset, start: start, end: end)
        summer = written
        guard written.isPlain || !hasOverlaps(written) else { return nil }
    }
}

private struct RuleScanner {
    private var rest: Substring.UTF8View

    init(text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    var peek: Character? { rest.first.map { Character(Unicode.Scalar($0)) } }

    mutating func skip(_ character: Character) -> Bool {
        guard peek == character else { return false }
        rest.removeFirst()
        return true
    }

    /// A name of three or more letters, or of anything alphanumeric between `<` and `>`.
    mutating func name() -> Bool {
        if skip("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let letters = rest.prefix { (0x41...0x5A).contains($0 & 0xDF) }
        rest = rest.dropFirst(letters.count)
        return letters.count >= 3
    }

    mutating func number(in range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard let value = Int(String(decoding: digits, as: UTF8.self)), range.contains(value) else {
            return nil
        }
        rest = rest.dropFirst(digits.count)
        return value
    }

    /// `[+|-]hh[:mm[:ss]]` in seconds.
    mutating func clock(hours: Int) -> Int? {
        let negative = peek == "-"
        if negative || peek == "+" { rest.removeFirst() }
        guard let hour = number(in: 0...hours) else { return nil }
        var seconds = hour * 3600
        for unit in [60, 1] where peek == ":" {
            rest.removeFirst()
            guard let value = number(in: 0...59) else { return nil }
            seconds += value * unit
        }
        return negative ? -seconds : seconds
    }

    mutating func yearDay() -> PosixRule.YearDay? {
        let day: PosixRule.YearDay.Day
        if skip("J") {
            guard let number = number(in: 1...365) else { return nil }
            day = .julian(number)
        } else if skip("M") {
            guard let month = number(in: 1...12), skip("."), let week = number(in: 1...5), skip("."),
                let weekday = number(in: 0...6)
            else { return nil }
            day = .weekday(month: month, week: week, day: weekday)
        } else {
            guard let number = number(in: 0...365) else { return nil }
            day = .ordinal(number)
        }
        guard skip("/") else { return PosixRule.YearDay(day: day, time: 7200) }
        return clock(hours: 167).map { PosixRule.YearDay(day: day, time: $0) }
    }
}

extension CivilDate {
    /// Days since the epoch of 1 January, in any year.
    static func dayNumber(ofNewYear year: Int) -> Int {
        let past = year - 1
        return past * 365 + floorDivide(past, 4) - floorDivide(past, 100) + floorDivide(past, 400) - 719_162
    }

    static func daysBefore(month: Int, in year: Int) -> Int {
        (1..<month).reduce(0) { $0 + daysInMonth($1, of: year) }
    }
}
