/// A wall-clock time, 00:00:00 to 23:59:59, on no date and in no zone.
package struct TimeOfDay: Hashable, Comparable, Sendable {
    /// Seconds since the start of the day as a clock shows it, 0 to 86,399.
    package let secondOfDay: Int

    /// The time with these numbers, or nil where a clock shows no such time.
    package init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else {
            return nil
        }
        secondOfDay = hour * 3600 + minute * 60 + second
    }

    /// The time so many seconds into the day, or nil outside 0 to 86,399.
    package init?(secondOfDay: Int) {
        guard (0..<86_400).contains(secondOfDay) else { return nil }
        self.secondOfDay = secondOfDay
    }

    package static let midnight = TimeOfDay(unchecked: 0)
    package static let nineInTheMorning = TimeOfDay(unchecked: 32_400)
    package static let noon = TimeOfDay(unchecked: 43_200)

    init(unchecked secondOfDay: Int) {
        self.secondOfDay = secondOfDay
    }

    package var hour: Int { secondOfDay / 3600 }
    package var minute: Int { secondOfDay / 60 % 60 }
    package var second: Int { secondOfDay % 60 }

    /// The same without its seconds.
    package var minutes: TimeOfDay { TimeOfDay(unchecked: secondOfDay / 60 * 60) }

    package static func < (one: TimeOfDay, other: TimeOfDay) -> Bool {
        one.secondOfDay < other.secondOfDay
    }
}

extension TimeOfDay: CustomStringConvertible {
    /// `07:30`, with the seconds only where there are any: `07:30:15`.
    package var description: String {
        let short = "\(hour.padded(to: 2)):\(minute.padded(to: 2))"
        return second == 0 ? short : "\(short):\(second.padded(to: 2))"
    }
}
