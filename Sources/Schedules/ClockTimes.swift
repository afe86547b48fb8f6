import CivilTime

/// Times on the wall clock of a day, in seconds from its start; those of a window that passes midnight go on
/// past 86,400.
enum ClockTimes: Hashable, Sendable {
    /// In order, never empty.
    case list([TimeOfDay])
    /// So many times, so many seconds apart, over less than a day.
    case interval(first: Int, step: Int, count: Int)
    /// One drawn minute of a window.
    case sometime(Draw)

    /// Whether some lie past midnight.
    var passMidnight: Bool {
        switch self {
        case .list: false
        case .interval(let first, let step, let count): first + step * (count - 1) >= 86_400
        case .sometime(let draw): draw.window.passesMidnight
        }
    }

    /// How many there are on a date.
    var count: Int {
        switch self {
        case .list(let times): times.count
        case .interval(_, _, let count): count
        case .sometime: 1
        }
    }

    /// All of a date, in order.
    func all(on date: CivilDate) -> [Int] {
        switch self {
        case .list(let times): times.map(\.secondOfDay)
        case .interval(let first, let step, let count): (0..<count).map { first + step * $0 }
        case .sometime(let draw): [draw.second(on: date)]
        }
    }

    /// The first after a second of a date; nil where none is.
    func next(after second: Int, on date: CivilDate) -> Int? {
        switch self {
        case .list(let times):
            for time in times where time.secondOfDay > second { return time.secondOfDay }
            return nil
        case .interval(let first, let step, let count):
            guard second >= first else { return first }
            let number = (second - first) / step + 1
            return number < count ? first + step * number : nil
        case .sometime(let draw):
            let drawn = draw.second(on: date)
            return drawn > second ? drawn : nil
        }
    }

    /// The last before a second of a date; nil where none is.
    func previous(before second: Int, on date: CivilDate) -> Int? {
        switch self {
        case .list(let times):
            for time in times.reversed() where time.secondOfDay < second { return time.secondOfDay }
            return nil
        case .interval(let first, let step, let count):
            guard second > first else { return nil }
            return first + step * min((second - first - 1) / step, count - 1)
        case .sometime(let draw):
            let drawn = draw.second(on: date)
            return drawn < second ? drawn : nil
        }
    }
}
