/// A day of the week, numbered as ISO 8601 numbers it: Monday is 1, Sunday is 7.
package enum Weekday: Int, CaseIterable, Comparable, Sendable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    package static func < (one: Weekday, other: Weekday) -> Bool {
        one.rawValue < other.rawValue
    }

    /// The day after this one; Monday follows Sunday.
    package var next: Weekday {
        Weekday(rawValue: rawValue % 7 + 1) ?? .monday
    }

    /// The first three letters of the English name, as `Mon`.
    package var shortName: String {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][rawValue - 1]
    }
}
