import CivilTime

/// One month of one year, as the sets of days look at it.
struct CalendarMonth: Hashable, Sendable {
    /// Months since the January of a year 0.
    let index: Int
    /// The day number of its first day.
    let first: Int
    /// 28 to 31.
    let length: Int

    /// Those of the years 1 to 9999.
    static let range = 12...(9999 * 12 + 11)

    /// An index outside `range` is taken to its nearer end.
    init(index: Int) {
        self.index = min(max(index, CalendarMonth.range.lowerBound), CalendarMonth.range.upperBound)
        let (year, month) = (self.index / 12, self.index % 12 + 1)
        first = CivilDate(year: year, month: month, day: 1)?.dayNumber ?? 0
        length = CivilDate.daysInMonth(month, of: year)
    }

    init(of date: CivilDate) {
        let (year, month, day) = date.components
        index = year * 12 + month - 1
        first = date.dayNumber - day + 1
        length = CivilDate.daysInMonth(month, of: year)
    }

    /// 1 to 12.
    var number: Int { index % 12 + 1 }

    /// The weekday of the first, 0 for Monday.
    var firstWeekday: Int {
        // 1970-01-01 was a Thursday.
        let days = (first + 3) % 7
        return days < 0 ? days + 7 : days
    }

    /// A bit for each day, bit 0 for the first.
    var all: UInt32 { UInt32.max >> UInt32(32 - length) }

    func date(ofBit bit: Int) -> CivilDate { CivilDate(dayNumber: first + bit) }
}
