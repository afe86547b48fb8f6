import CivilTime

/// A set of dates that a phrase can name.
///
/// Those that count from somewhere are told the date that they count from, the `anchor`.
indirect enum Days: Hashable, Sendable {
    /// The same days each week.
    case weekly(DaySet)
    /// Weekdays by their place in the month, or in some months only.
    case weekdays(NthWeekdays)
    case monthDays(MonthDays)
    /// Days by their place among the weekdays, or the weekend days, of the month.
    case groupDays(NthGroupDays)
    /// Each so-many-th day, 2 or more, from the anchor.
    case everyDays(Int)
    /// Days of each so-many-th ISO week, 2 or more, from the week of the anchor.
    case everyWeeks(Int, DaySet)
    /// Days of each so-many-th month, 2 or more, from the month of the anchor.
    case everyMonths(Int, Days)
    /// In order, without any that touch.
    case dates([ClosedRange<CivilDate>])

    /// Whether the days depend on where counting begins.
    var needsAnchor: Bool {
        switch self {
        case .everyDays, .everyWeeks, .everyMonths: true
        case .weekly, .weekdays, .monthDays, .groupDays, .dates: false
        }
    }

    /// A bit for each day of a month, bit 0 for the first.
    func mask(in month: CalendarMonth, from anchor: CivilDate) -> UInt32 {
        switch self {
        case .weekly(let days):
            let week = days.turned(to: month.firstWeekday)
            return (week | week << 7 | week << 14 | week << 21 | week << 28) & month.all
        case .weekdays(let days):
            return days.mask(in: month)
        case .monthDays(let days):
            return days.mask(in: month)
        case .groupDays(let days):
            return days.mask(in: month)
        case .everyDays(let count):
            var mask: UInt32 = 0
            var bit = Days.modulo(anchor.dayNumber - month.first, count)
            while bit < month.length {
                mask |= 1 << UInt32(bit)
                bit += count
            }
            return mask
        case .everyWeeks(let count, let days):
            var mask: UInt32 = 0
            let week = days.turned(to: 0)
            var monday = -month.firstWeekday
            let weeks = (month.first + monday - anchor.startOfWeek.dayNumber) / 7
            monday += 7 * Days.modulo(-weeks, count)
            while monday < month.length {
                mask |= monday < 0 ? week >> UInt32(-monday) : week << UInt32(monday)
                monday += 7 * count
            }
            return mask & month.all
        case .everyMonths(let count, let days):
            let months = month.index - CalendarMonth(of: anchor).index
            return months % count == 0 ? days.mask(in: month, from: anchor) : 0
        case .dates(let ranges):
            let end = month.first + month.length - 1
            var mask: UInt32 = 0
            for range in ranges[Days.firstIndex(in: ranges, endingFrom: month.first)...] {
                guard range.lowerBound.dayNumber <= end else { break }
                let low = max(range.lowerBound.dayNumber - month.first, 0)
                let high = min(range.upperBound.dayNumber - month.first, month.length - 1)
                mask |= (UInt32.max << UInt32(low)) & (UInt32.max >> UInt32(31 - high))
            }
            return mask
        }
    }

    /// The first month from this one on that may have a day; nil where none will have.
    func firstMonth(from index: Int, anchor: CivilDate) -> Int? {
        switch self {
        case .weekly, .everyWeeks(...4, _), .everyDays(...28):
            return index
        case .weekdays(let days):
            return Days.month(from: index, towards: 1) { !days.isEmpty(in: $0) }
        case .monthDays(let days):
            return Days.month(from: index, towards: 1) { !days.isEmpty(in: $0) }
        case .groupDays(let days):
            return Days.month(from: index, towards: 1) { !days.isEmpty(in: $0) }
        case .everyDays(let count):
            let first = CalendarMonth(index: index).first
            let next = CivilDate(dayNumber: first + Days.modulo(anchor.dayNumber - first, count))
            return max(index, CalendarMonth(of: next).index)
        case .everyWeeks(let count, _):
            let monday = CivilDate(dayNumber: CalendarMonth(index: index).first).startOfWeek.dayNumber
            let ahead = Days.modulo(anchor.startOfWeek.dayNumber - monday, 7 * count)
            return max(index, CalendarMonth(of: CivilDate(dayNumber: monday + ahead)).index)
        case .everyMonths(let count, _):
            return index + Days.modulo(CalendarMonth(of: anchor).index - index, count)
        case .dates(let ranges):
            let position = Days.firstIndex(in: ranges, endingFrom: CalendarMonth(index: index).first)
            guard position < ranges.count else { return nil }
            return max(index, CalendarMonth(of: ranges[position].lowerBound).index)
        }
    }

    /// The last month up to this one that may have a day; nil where none before has.
    func lastMonth(through index: Int, anchor: CivilDate) -> Int? {
        switch self {
        case .weekly, .everyWeeks(...4, _), .everyDays(...28):
            return index
        case .weekdays(let days):
            return Days.month(from: index, towards: -1) { !days.isEmpty(in: $0) }
        case .monthDays(let days):
            return Days.month(from: index, towards: -1) { !days.isEmpty(in: $0) }
        case .groupDays(let days):
            return Days.month(from: index, towards: -1) { !days.isEmpty(in: $0) }
        case .everyDays(let count):
            let month = CalendarMonth(index: index)
            let last = month.first + month.length - 1
            let previous = CivilDate(dayNumber: last - Days.modulo(last - anchor.dayNumber, count))
            return min(index, CalendarMonth(of: previous).index)
        case .everyWeeks(let count, _):
            let month = CalendarMonth(index: index)
            let monday = CivilDate(dayNumber: month.first + month.length - 1).startOfWeek.dayNumber
            let back = Days.modulo(monday - anchor.startOfWeek.dayNumber, 7 * count)
            // The week's Sunday may lie in the month after its Monday's.
            return min(index, CalendarMonth(of: CivilDate(dayNumber: monday - back + 6)).index)
        case .everyMonths(let count, _):
            return index - Days.modulo(index - CalendarMonth(of: anchor).index, count)
        case .dates(let ranges):
            let month = CalendarMonth(index: index)
            let end = month.first + month.length
            let position = Days.firstIndex(in: ranges, endingFrom: end)
            if position < ranges.count, ranges[position].lowerBound.dayNumber < end { return index }
            guard position > 0 else { return nil }
            return CalendarMonth(of: ranges[position - 1].upperBound).index
        }
    }

    // MARK: Arithmetic

    /// The remainder that is never negative.
    static func modulo(_ value: Int, _ divisor: Int) -> Int {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }

    /// The nearest month, this one or one of the eleven on one side, whose number satisfies a test.
    private static func month(from index: Int, towards step: Int, where holds: (Int) -> Bool) -> Int? {
        for distance in 0..<12 where holds(modulo(index + step * distance, 12) + 1) {
            return index + step * distance
        }
        return nil
    }

    /// The first of some ranges that does not end before a day.
    static func firstIndex(in ranges: [ClosedRange<CivilDate>], endingFrom dayNumber: Int) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound.dayNumber < dayNumber { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
