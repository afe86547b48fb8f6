import CivilTime

/// The months that some exceptions leave something of, for each kind of year: what to pass over on the way to
/// the next 29 February on a Monday.
struct OpenMonths: Hashable, Sendable {
    /// By the kind of the year, bit 0 for January.
    private var kinds = SIMD16<UInt16>()

    /// Nil where none of it recurs with the calendar alone.
    init?(_ days: Days, without exceptions: [Days]) {
        let recurring = exceptions.filter(\.recursWithCalendar)
        guard !recurring.isEmpty else { return nil }
        for (kind, year) in OpenMonths.examples.enumerated() {
            for month in 0..<12 {
                let month = CalendarMonth(index: year * 12 + month)
                var mask = days.recursWithCalendar ? days.mask(in: month, from: .first) : month.all
                for exception in recurring { mask &= ~exception.mask(in: month, from: .first) }
                if mask != 0 { kinds[kind] |= 1 << UInt16(month.number - 1) }
            }
        }
    }

    /// The first month from one on that is open, or the one after the limit.
    func first(from index: Int, through limit: Int) -> Int {
        var year = index / 12
        var left = kinds[OpenMonths.kind(of: year)] & (0xFFF << UInt16(index % 12))
        while left == 0 {
            year += 1
            guard year * 12 <= limit else { return limit + 1 }
            left = kinds[OpenMonths.kind(of: year)]
        }
        return year * 12 + left.trailingZeroBitCount
    }

    /// The last month up to one that is open, or the one before the limit.
    func last(through index: Int, from limit: Int) -> Int {
        var year = index / 12
        var left = kinds[OpenMonths.kind(of: year)] & (0xFFF >> UInt16(11 - index % 12))
        while left == 0 {
            year -= 1
            guard year * 12 + 11 >= limit else { return limit - 1 }
            left = kinds[OpenMonths.kind(of: year)]
        }
        return year * 12 + 15 - left.leadingZeroBitCount
    }

    /// A year is one of fourteen: its first weekday, from 0 for Monday, and 7 more in a leap year.
    private static func kind(of year: Int) -> Int {
        let before = year - 1
        let weekday = (before * 365 + before / 4 - before / 100 + before / 400) % 7
        return CivilDate.isLeap(year) ? weekday + 7 : weekday
    }

    /// A year of each kind.
    private static let examples: [Int] = (0..<14).map { wanted in
        (2000..<2028).first { kind(of: $0) == wanted } ?? 2000
    }
}

extension Days {
    /// Whether the days of a month depend on its name, its length and its weekdays alone.
    fileprivate var recursWithCalendar: Bool {
        switch self {
        case .weekly, .weekdays, .monthDays, .groupDays: true
        case .everyDays, .everyWeeks, .everyMonths, .dates: false
        }
    }
}
