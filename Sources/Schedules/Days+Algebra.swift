import CivilTime

/// Sets of dates joined, and taken from one another.
extension Days {
    /// The one value for what several could say: weekdays that are the same all the year are weekly.
    init(_ days: NthWeekdays) {
        self = days.weekly.map(Days.weekly) ?? .weekdays(days)
    }

    /// The one value for what weekdays and numbers of days both could say: whole months are `daily in june`, and the
    /// first Monday to Sunday of a month are its 1st to 7th.
    var canonical: Days {
        switch self {
        case .weekdays(let days): days.asMonthDays.map(Days.monthDays) ?? self
        case .monthDays(let days): days.wholeMonths.map { Days(NthWeekdays(.all, in: $0)) } ?? self
        default: self
        }
    }

    init(_ ranges: [ClosedRange<CivilDate>]) {
        var joined: [ClosedRange<CivilDate>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound.adding(days: 1) {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        self = .dates(joined)
    }

    /// Whether no calendar has such a date.
    var isEmpty: Bool {
        switch self {
        case .weekly(let days): days.isEmpty
        case .weekdays(let days): days.isEmpty
        case .monthDays(let days): days.isEmpty
        case .groupDays(let days): days.isEmpty
        case .everyDays: false
        case .everyWeeks(_, let days): days.isEmpty
        case .everyMonths(_, let days): days.isEmpty
        case .dates(let ranges): ranges.isEmpty
        }
    }

    /// Both together, where one value can say it; else nil.
    func union(_ other: Days) -> Days? {
        if let ours = nthWeekdays, let others = other.nthWeekdays {
            var both = ours
            both.formUnion(others)
            return Days(both)
        }
        switch (self, other) {
        case (.monthDays(var both), .monthDays(let others)):
            both.formUnion(others)
            return .monthDays(both)
        case (.groupDays(let ours), .groupDays(let others)):
            return ours.union(others).map(Days.groupDays)
        case (.dates(let ours), .dates(let others)):
            return Days(ours + others)
        case (.everyWeeks(let count, var both), .everyWeeks(let other, let others)) where count == other:
            both.formUnion(others)
            return .everyWeeks(count, both)
        case (.everyMonths(let count, let ours), .everyMonths(let other, let others)) where count == other:
            return ours.union(others).map { .everyMonths(count, $0) }
        default:
            return self == other ? self : nil
        }
    }

    /// These without others, where one value can say it; else nil.
    func subtracting(_ other: Days) -> Days? {
        if let ours = nthWeekdays, let others = other.nthWeekdays {
            return ours.subtracting(others).map { Days($0) }
        }
        switch (self, other) {
        case (.monthDays(let ours), .monthDays(let others)):
            return ours.subtracting(others).map(Days.monthDays)
        case (.groupDays(let ours), .groupDays(let others)):
            return .groupDays(ours.subtracting(others))
        case (.groupDays(let ours), .weekly(let others)) where ours.group.bits & others.bits == 0:
            return self
        case (.everyWeeks(let count, let ours), .weekly(let others)):
            return .everyWeeks(count, DaySet(bits: ours.bits & ~others.bits))
        case (.everyWeeks(let count, let ours), .everyWeeks(let other, let others)) where count == other:
            return .everyWeeks(count, DaySet(bits: ours.bits & ~others.bits))
        case (.everyMonths(let count, let ours), .everyMonths(let other, let others)) where count == other:
            return ours.subtracting(others).map { .everyMonths(count, $0) }
        case (.everyMonths(let count, let ours), _) where !other.needsAnchor:
            guard let rest = ours.subtracting(other), rest.isInEachMonth else { return nil }
            return .everyMonths(count, rest)
        case (.dates(let ranges), _) where !other.needsAnchor:
            return Days(ranges.flatMap { other.gaps(in: $0) })
        default:
            return nil
        }
    }

    /// The same, and numbers of days out of all days where more are left out than a week of each month.
    func without(_ other: Days) -> Days? {
        guard case (.weekly(.all), .monthDays(let others)) = (self, other) else { return subtracting(other) }
        let rest = MonthDays(1...31).subtracting(others)
        return rest.flatMap { $0.complementOfMost == nil ? Days.monthDays($0).canonical : nil }
    }

    /// Whether the two share no date, as far as can be told from the days alone.
    func isDisjoint(from other: Days) -> Bool {
        switch (self, other) {
        case (_, .dates(let ranges)) where !needsAnchor:
            ranges.allSatisfy {
                DateRule(days: self).next(from: $0.lowerBound, through: $0.upperBound) == nil
            }
        default:
            subtracting(other) == self
        }
    }

    /// Whether every month has the same, as what is counted in months must.
    private var isInEachMonth: Bool {
        switch self {
        case .weekly: true
        case .weekdays(let days): days.isInEachMonth
        case .monthDays(let days): days.isInEachMonth
        case .groupDays(let days): days.isInEachMonth
        default: false
        }
    }

    /// By weekdays, where the days can be told so.
    private var nthWeekdays: NthWeekdays? {
        switch self {
        case .weekly(let days): NthWeekdays(days)
        case .weekdays(let days): days
        default: nil
        }
    }

    /// What a range holds besides these days.
    private func gaps(in range: ClosedRange<CivilDate>) -> [ClosedRange<CivilDate>] {
        let rule = DateRule(days: self)
        var gaps: [ClosedRange<CivilDate>] = []
        var start = range.lowerBound
        while start <= range.upperBound {
            guard let day = rule.next(from: start, through: range.upperBound) else {
                gaps.append(start...range.upperBound)
                break
            }
            if day > start { gaps.append(start...day.adding(days: -1)) }
            start = day.adding(days: 1)
        }
        return gaps
    }
}
