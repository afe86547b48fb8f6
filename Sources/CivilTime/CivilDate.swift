/// A date of the proleptic Gregorian calendar, in no time zone.
///
/// It is held as a count of days, so that adding, comparing and finding the weekday are single operations;
/// year, month and day are worked out when asked for.
package struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, negative before it.
    package let dayNumber: Int

    package init(dayNumber: Int) {
        self.dayNumber = dayNumber
    }

    /// The date with these numbers, or nil where the calendar has no such date.
    ///
    /// Years are 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.daysInMonth(month, of: year)
        else { return nil }
        // The year begins in March here, so that the leap day is its last.
        let shifted = month <= 2 ? year - 1 : year
        let era = CivilDate.floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        dayNumber = era * 146_097 + dayOfEra - 719_468
    }

    /// Year, month (1 to 12) and day (1 to 31).
    package var components: (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = CivilDate.floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var year: Int { components.year }

    package var weekday: Weekday {
        // 1970-01-01 was a Thursday, three days after a Monday.
        Weekday(rawValue: CivilDate.floorModulo(dayNumber + 3, 7) + 1) ?? .monday
    }

    /// The Monday of this date's ISO week.
    package var startOfWeek: CivilDate {
        adding(days: 1 - weekday.rawValue)
    }

    /// The ISO 8601 week and the year it is counted in, which differs from the calendar's around New Year.
    package var isoWeek: (year: Int, week: Int) {
        let thursday = startOfWeek.adding(days: 3)
        let year = thursday.year
        guard let newYear = CivilDate(year: year, month: 1, day: 1) else { return (year, 1) }
        return (year, (thursday.dayNumber - newYear.dayNumber) / 7 + 1)
    }

    package func adding(days: Int) -> CivilDate {
        CivilDate(dayNumber: dayNumber + days)
    }

    /// Days from this date to another, negative where the other is earlier.
    package func days(until other: CivilDate) -> Int {
        other.dayNumber - dayNumber
    }

    package func at(_ time: TimeOfDay) -> CivilDateTime {
        CivilDateTime(date: self, time: time)
    }

    package static func < (one: CivilDate, other: CivilDate) -> Bool {
        one.dayNumber < other.dayNumber
    }

    package static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// 28 to 31; the month is 1 to 12.
    package static func daysInMonth(_ month: Int, of year: Int) -> Int {
        month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    package static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }

    package static func floorModulo(_ value: Int, _ divisor: Int) -> Int {
        value - floorDivide(value, divisor) * divisor
    }
}

extension CivilDate: CustomStringConvertible {
    /// `2026-03-29`, as ISO 8601 has it.
    package var description: String {
        let (year, month, day) = components
        return "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
    }
}

extension Int {
    /// The decimal digits of a number that is not negative, with zeros before them up to a width.
    package func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
