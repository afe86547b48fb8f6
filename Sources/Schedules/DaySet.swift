import CivilTime

/// Which of the seven days of the week are meant.
package struct DaySet: Hashable, Sendable {
    /// Bit 0 is Monday.
    private(set) var bits: UInt8

    package init(_ days: some Sequence<Weekday> = []) {
        bits = days.reduce(0) { $0 | 1 << UInt8($1.rawValue - 1) }
    }

    init(bits: UInt8) {
        self.bits = bits
    }

    package static let all = DaySet(Weekday.allCases)
    package static let workdays = DaySet([.monday, .tuesday, .wednesday, .thursday, .friday])
    package static let weekend = DaySet([.saturday, .sunday])

    package var isEmpty: Bool { bits == 0 }

    package func contains(_ day: Weekday) -> Bool {
        bits >> UInt8(day.rawValue - 1) & 1 == 1
    }

    package mutating func formUnion(_ other: DaySet) {
        bits |= other.bits
    }

    /// Seven bits, turned so that bit 0 is this day, 0 for Monday.
    func turned(to weekday: Int) -> UInt32 {
        (UInt32(bits) | UInt32(bits) << 7) >> UInt32(weekday) & 0x7F
    }

    /// The day after each.
    var nextDay: DaySet { DaySet(bits: bits << 1 & 0x7F | bits >> 6 & 1) }

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
        if let day = only { return day.pluralName }
        return listForm
    }

    /// The set by the names of its days, as it stands behind a place or an interval: `friday`, `tue, thu`,
    /// `mon-fri`.
    var listForm: String {
        if let day = only { return day.name }
        return runs.map { run in
            guard run.count > 2, let first = run.first, let last = run.last else {
                return run.map { $0.shortName.lowercased() }.joined(separator: ", ")
            }
            return "\(first.shortName.lowercased())-\(last.shortName.lowercased())"
        }.joined(separator: ", ")
    }

    /// The one day of a set that has no other.
    private var only: Weekday? {
        bits.nonzeroBitCount == 1 ? Weekday(rawValue: bits.trailingZeroBitCount + 1) : nil
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
