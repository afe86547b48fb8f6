import CivilTime

/// A part of the day, which tells the half of the day that an hour of 1 to 12 belongs to.
enum DayPart: String, Hashable, Sendable {
    case morning, afternoon, evening, night

    /// By its name, singular or plural.
    init?(named word: String) {
        guard let part = DayPart(rawValue: word.hasSuffix("s") ? String(word.dropLast()) : word) else {
            return nil
        }
        self = part
    }

    /// The hours of 1 to 12 that people say with it.
    private var spokenHours: [Int] {
        switch self {
        case .morning, .evening: Array(5...11)
        case .afternoon: [12] + (1...6)
        case .night: Array(8...11)
        }
    }

    /// What lies in it, in hours of the 24-hour clock.
    private var hours: Range<Int> {
        switch self {
        case .morning: 5..<12
        case .afternoon: 12..<19
        case .evening: 17..<24
        case .night: 20..<24
        }
    }

    func contains(_ time: TimeOfDay) -> Bool { hours.contains(time.hour) }

    /// An hour of 1 to 12 as it is meant with this part; nil where nobody says it so.
    func time(spoken: TimeOfDay) -> TimeOfDay? {
        guard spokenHours.contains(spoken.hour) else { return nil }
        let hour = self == .morning ? spoken.hour : spoken.hour % 12 + 12
        return TimeOfDay(hour: hour, minute: spoken.minute, second: spoken.second)
    }

    /// A time that is often meant, for hints.
    var example: TimeOfDay {
        let hour =
            switch self {
            case .morning: 8
            case .afternoon: 15
            case .evening: 20
            case .night: 22
            }
        return TimeOfDay(hour: hour, minute: 0) ?? .noon
    }

    /// Of an hour of 1 to 12, the time that may be meant where this part cannot be: `5 in the night` is 05:00, `3 in the
    /// morning` 03:00.
    func otherwise(_ time: TimeOfDay) -> TimeOfDay {
        switch self {
        case .morning, .night: time
        case .afternoon, .evening: TimeOfDay(hour: time.hour % 12 + 12, minute: time.minute) ?? time
        }
    }
}
