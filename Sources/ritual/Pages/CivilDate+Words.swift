import CivilTime

/// Dates as a letter has them.
extension CivilDate {
    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    /// `4 January`.
    var dayAndMonth: String {
        let (_, month, day) = components
        return "\(day) \(CivilDate.monthNames[month - 1])"
    }

    /// `Sunday 4 January`.
    var inFull: String { "\(weekday.fullName) \(dayAndMonth)" }
}

extension Weekday {
    /// `Monday`.
    var fullName: String {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][rawValue - 1]
    }
}
