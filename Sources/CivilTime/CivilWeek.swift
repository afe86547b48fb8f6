/// A week from Monday to Sunday, counted in the year that has its Thursday (ISO 8601).
package struct CivilWeek: Hashable, Comparable, Sendable {
    package let monday: CivilDate

    /// The week that a date lies in.
    package init(of date: CivilDate) {
        monday = date.startOfWeek
    }

    /// Reads `2026-W47`; nil for any other text, and for a week that the year does not have.
    package init?(parsing text: String) {
        let parts = text.uppercased().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 3, parts[1].hasPrefix("W"),
            let year = CivilWeek.number(parts[0]), let week = CivilWeek.number(parts[1].dropFirst()),
            // The fourth of January lies in the first week of each year.
            let first = CivilDate(year: year, month: 1, day: 4)
        else { return nil }
        self.init(of: first.adding(days: 7 * (week - 1)))
        guard monday.isoWeek == (year, week) else { return nil }
    }

    /// `Int` alone would take a sign.
    private static func number(_ digits: Substring) -> Int? {
        digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
    }

    package var sunday: CivilDate { monday.adding(days: 6) }

    package func adding(weeks: Int) -> CivilWeek {
        CivilWeek(of: monday.adding(days: 7 * weeks))
    }

    /// Weeks from this one to another, negative where the other is earlier.
    package func weeks(until other: CivilWeek) -> Int {
        monday.days(until: other.monday) / 7
    }

    package static func < (one: CivilWeek, other: CivilWeek) -> Bool { one.monday < other.monday }
}

extension CivilWeek: CustomStringConvertible {
    /// `2026-W47`.
    package var description: String {
        let (year, week) = monday.isoWeek
        return "\(year.padded(to: 4))-W\(week.padded(to: 2))"
    }
}
