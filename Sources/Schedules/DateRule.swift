import CivilTime

/// Some dates without others.
struct DateRule: Hashable, Sendable {
    let days: Days
    private(set) var exceptions: [Days]
    private var open: OpenMonths?
    /// How many of them are the phrase's own.
    private let own: Int
    /// Where counting begins, for days that are counted.
    var anchor = DateRule.defaultAnchor
    /// The first and the last date that may be one, where that is limited.
    var earliest: CivilDate?
    var latest: CivilDate?

    /// A Monday; what does not need an anchor does not care.
    static let defaultAnchor = CivilDate(dayNumber: 19_723)

    init(days: Days, exceptions: [Days] = [], anchor: CivilDate? = nil) {
        self.days = days
        self.exceptions = exceptions
        own = exceptions.count
        open = OpenMonths(days, without: exceptions)
        self.anchor = anchor ?? DateRule.defaultAnchor
    }

    /// The same without some more dates, and within limits, both included.
    func limited(from earliest: CivilDate?, through latest: CivilDate?, without more: [Days]) -> DateRule {
        var rule = self
        if !more.isEmpty {
            rule.exceptions += more
            rule.open = OpenMonths(days, without: rule.exceptions)
        }
        rule.earliest = earliest
        rule.latest = latest
        return rule
    }

    /// The same without its limits and what was excepted beside the phrase.
    var plain: DateRule {
        var rule = self
        rule.earliest = nil
        rule.latest = nil
        if exceptions.count > own {
            rule.exceptions.removeSubrange(own...)
            rule.open = nil
        }
        return rule
    }

    /// Whether the dates are named one by one.
    var isBounded: Bool { if case .dates = days { true } else { false } }

    func contains(_ date: CivilDate) -> Bool {
        guard earliest.map({ $0 <= date }) != false, latest.map({ date <= $0 }) != false else { return false }
        let month = CalendarMonth(of: date)
        return mask(in: month) >> UInt32(date.dayNumber - month.first) & 1 == 1
    }

    /// How many dates lie from one to before another.
    func count(from start: CivilDate, before end: CivilDate) -> Int {
        guard start < end else { return 0 }
        let last = CalendarMonth(of: end.adding(days: -1))
        var index = CalendarMonth(of: start).index
        var count = 0
        while index <= last.index, let next = firstMonth(from: index, through: last.index) {
            let month = CalendarMonth(index: next)
            let bits = DateRule.bits(from: start.dayNumber, before: end.dayNumber, in: month)
            count += (mask(in: month) & bits).nonzeroBitCount
            index = next + 1
        }
        return count
    }

    /// How many dates of any of some rules lie from one to before another.
    static func count(of rules: [DateRule], from start: CivilDate, before end: CivilDate) -> Int {
        if rules.count == 1 { return rules[0].count(from: start, before: end) }
        guard start < end else { return 0 }
        let months = CalendarMonth(of: start).index...CalendarMonth(of: end.adding(days: -1)).index
        return months.reduce(0) { count, index in
            let month = CalendarMonth(index: index)
            let mask = rules.reduce(UInt32(0)) { $0 | $1.mask(in: month) }
            let bits = DateRule.bits(from: start.dayNumber, before: end.dayNumber, in: month)
            return count + (mask & bits).nonzeroBitCount
        }
    }

    /// The first date from this one on, at most another; nil where none comes.
    func next(from date: CivilDate, through end: CivilDate? = nil) -> CivilDate? {
        let start = max(date, earliest ?? date)
        let end = min(end ?? .last, latest ?? .last)
        guard start <= end else { return nil }
        var month = CalendarMonth(of: start)
        var limit: Int?
        var wanted = DateRule.bits(from: start.dayNumber - month.first)
        while true {
            let mask = mask(in: month) & wanted
            if mask != 0 {
                let found = month.date(ofBit: mask.trailingZeroBitCount)
                return found <= end ? found : nil
            }
            let after = max(month.index + 1, monthAfterExcepted(in: month))
            let last = limit ?? horizon(from: month.index, end)
            guard let index = firstMonth(from: after, through: last) else { return nil }
            limit = last
            month = CalendarMonth(index: index)
            wanted = .max
        }
    }

    /// The last date up to this one; nil where none came.
    func previous(through date: CivilDate) -> CivilDate? {
        let end = min(date, latest ?? date)
        let start = earliest ?? .first
        guard start <= end else { return nil }
        var month = CalendarMonth(of: end)
        var limit: Int?
        var wanted = DateRule.bits(through: end.dayNumber - month.first)
        while true {
            let mask = mask(in: month) & wanted
            if mask != 0 {
                let found = month.date(ofBit: 31 - mask.leadingZeroBitCount)
                return found >= start ? found : nil
            }
            let before = min(month.index - 1, monthBeforeExcepted(in: month))
            let first = limit ?? max(CalendarMonth(of: start).index, lowest(from: month.index))
            guard let index = lastMonth(through: before, from: first) else { return nil }
            limit = first
            month = CalendarMonth(index: index)
            wanted = .max
        }
    }

    private func mask(in month: CalendarMonth) -> UInt32 {
        var mask = days.mask(in: month, from: anchor)
        for exception in exceptions where mask != 0 { mask &= ~exception.mask(in: month, from: anchor) }
        return mask
    }

    /// The first month from one on that may have a date.
    private func firstMonth(from index: Int, through limit: Int) -> Int? {
        var from = index
        while from <= limit, let month = days.firstMonth(from: from, anchor: anchor), month <= limit {
            guard let open else { return month }
            from = open.first(from: month, through: limit)
            if from == month { return month }
        }
        return nil
    }

    /// The last month up to one that may have had a date.
    private func lastMonth(through index: Int, from limit: Int) -> Int? {
        var through = index
        while through >= limit, let month = days.lastMonth(through: through, anchor: anchor), month >= limit {
            guard let open else { return month }
            through = open.last(through: month, from: limit)
            if through == month { return month }
        }
        return nil
    }

    // MARK: How far to look

    /// How many months to look for the next date; nil for dates that are named one by one.
    ///
    /// Days that recur without being counted go through all they can within forty years, the time from one
    /// 29 February to the next on the same weekday over a year like 2100. What is counted keeps step with the
    /// calendar in no such time; what does not ring within the four hundred years of the calendar's own cycle
    /// is taken for what never rings.
    private var reach: Int? {
        if isBounded { return nil }
        let isCounted = days.needsAnchor || exceptions.contains(where: \.needsAnchor)
        return (isCounted ? 400 : 41) * 12
    }

    /// The last month in which to look for the next date.
    private func horizon(from index: Int, _ end: CivilDate) -> Int {
        let last = min(CalendarMonth(of: end).index, CalendarMonth.range.upperBound)
        guard let reach else { return last }
        let excepted = exceptedRanges.compactMap(\.last).map { CalendarMonth(of: $0.upperBound).index }
        return min(last, max(index, excepted.max() ?? index) + reach)
    }

    private func lowest(from index: Int) -> Int {
        guard let reach else { return CalendarMonth.range.lowerBound }
        let excepted = exceptedRanges.compactMap(\.first).map { CalendarMonth(of: $0.lowerBound).index }
        return max(CalendarMonth.range.lowerBound, min(index, excepted.min() ?? index) - reach)
    }

    private var exceptedRanges: [[ClosedRange<CivilDate>]] {
        exceptions.compactMap { if case .dates(let ranges) = $0 { ranges } else { nil } }
    }

    /// The month in which a long exception ends that reaches over the end of this one.
    private func monthAfterExcepted(in month: CalendarMonth) -> Int {
        let next = month.first + month.length
        let ends = exceptedRanges.compactMap { ranges -> Int? in
            let position = Days.firstIndex(in: ranges, endingFrom: next)
            guard position < ranges.count, ranges[position].lowerBound.dayNumber <= next else { return nil }
            return CalendarMonth(of: ranges[position].upperBound).index
        }
        return ends.max() ?? month.index
    }

    private func monthBeforeExcepted(in month: CalendarMonth) -> Int {
        let before = month.first - 1
        let starts = exceptedRanges.compactMap { ranges -> Int? in
            let position = Days.firstIndex(in: ranges, endingFrom: before)
            guard position < ranges.count, ranges[position].lowerBound.dayNumber <= before else { return nil }
            return CalendarMonth(of: ranges[position].lowerBound).index
        }
        return starts.min() ?? month.index
    }

    // MARK: Bits

    private static func bits(from start: Int, before end: Int, in month: CalendarMonth) -> UInt32 {
        bits(from: start - month.first) & bits(through: end - 1 - month.first)
    }

    /// The bits from one on; all of them from a negative one.
    private static func bits(from bit: Int) -> UInt32 { bit <= 0 ? .max : .max << UInt32(bit) }

    /// The bits up to one; all of them past the last.
    private static func bits(through bit: Int) -> UInt32 {
        bit < 0 ? 0 : bit >= 31 ? .max : .max >> UInt32(31 - bit)
    }
}

extension CivilDate {
    /// The calendar's ends, as far as years of four digits go.
    static let first = CivilDate(dayNumber: CalendarMonth(index: CalendarMonth.range.lowerBound).first)
    static let last: CivilDate = {
        let month = CalendarMonth(index: CalendarMonth.range.upperBound)
        return month.date(ofBit: month.length - 1)
    }()
}
