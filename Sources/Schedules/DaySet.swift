import CivilTime

/// Which of the seven days of the week are meant.
package struct DaySet: Hashable, Sendable {
    /// Bit 0 is Monday.
    private var bits: UInt8

    package init(_ days: some Sequence<Weekday> = []) {
        bits = days.reduce(0) { $0 | 1 << UInt8($1.rawValue - 1) }
    }

    package static let all = DaySet(Weekday.allCases)
    package static let workdays = DaySet([.monday, .tuesday, .wednesday, .thursday, .friday])
    package static let weekend = DaySet([.saturday, .sunday])

    package func contains(_ day: Weekday) -> Bool {
        bits >> UInt8(day.rawValue - 1) & 1 == 1
    }

    package mutating func formUnion(_ other: DaySet) {
        bits |= other.bits
    }

    /// Days from this one until the next that is in the set, 0 where it is itself; nil for an empty set.
    package func days(from day: Weekday) -> Int? {
        guard bits != 0 else { return nil }
        // The week twice over, moved so that the given day is bit 0.
        let fortnight = UInt16(bits) | UInt16(bits) << 7
        return (fortnight >> UInt16(day.rawValue - 1)).trailingZeroBitCount
    }

    /// The days from one to another, both included; past Sunday where the second comes earlier in the week.
    static func range(from first: Weekday, through last: Weekday) -> DaySet {
        var days = [first]
        while let day = days.last, day != last { days.append(day.next) }
        return DaySet(days)
    }

    /// The one way in which this set is written: `daily`, `weekdays`, `sundays`, `tue, thu`, `fri-mon`,
    /// `mon-thu, sat`.
    var normalForm: String {
        if self == .all { return "daily" }
        if self == .workdays { return "weekdays" }
        if self == .weekend { return "weekends" }
        let days = Weekday.allCases.filter(contains)
        if days.count == 1, let day = days.first { return day.pluralName }
        return runs.map { run in
            guard run.count > 2, let first = run.first, let last = run.last else {
                return run.map { $0.shortName.lowercased() }.joined(separator: ", ")
            }
            return "\(first.shortName.lowercased())-\(last.shortName.lowercased())"
        }.joined(separator: ", ")
    }

    /// Days that follow one another, going on from Sunday to Monday only where that makes a range of three or
    /// more.
    private var runs: [[Weekday]] {
        var runs: [[Weekday]] = []
        for day in Weekday.allCases where contains(day) {
            if let last = runs.last?.last, last.next == day {
                runs[runs.count - 1].append(day)
            } else {
                runs.append([day])
            }
        }
        if runs.count > 1, runs[0].first == .monday, let tail = runs.last, tail.last == .sunday,
            tail.count + runs[0].count > 2
        {
            runs[runs.count - 1] += runs[0]
            runs.removeFirst()
        }
        return runs
    }
}
