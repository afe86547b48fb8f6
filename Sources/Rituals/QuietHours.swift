import CivilTime

/// The hours of each day in which nothing rings that does not ask to, on the machine's clock.
package struct QuietHours: Hashable, Sendable {
    /// From one time of the day to another; past midnight where the second is not the later one.
    package struct Stretch: Hashable, Sendable {
        /// Belongs to it.
        package let start: TimeOfDay
        /// Does not.
        package let end: TimeOfDay

        package init(from start: TimeOfDay, to end: TimeOfDay) {
            self.start = start
            self.end = end
        }
    }

    /// As the file has them.
    package let stretches: [Stretch]
    /// The seconds of the day that are quiet: one past midnight is two.
    private let seconds: [Range<Int>]

    private static let day = 86_400

    /// Nil where a stretch has no length, or nothing of the day would be left.
    package init?(_ stretches: [Stretch]) {
        self.stretches = stretches
        seconds = stretches.flatMap { stretch -> [Range<Int>] in
            let (start, end) = (stretch.start.secondOfDay, stretch.end.secondOfDay)
            guard start >= end else { return [start..<end] }
            return end == 0 ? [start..<QuietHours.day] : [start..<QuietHours.day, 0..<end]
        }
        guard stretches.allSatisfy({ $0.start != $0.end }), !isWholeDay else { return nil }
    }

    private var isWholeDay: Bool {
        var reached = 0
        for range in seconds.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.lowerBound <= reached {
            reached = max(reached, range.upperBound)
        }
        return reached == QuietHours.day
    }

    /// When the quiet that an instant lies in is over; nil where it lies in none.
    ///
    /// The first moment at which the clocks show another time, whatever they skip or repeat on the way.
    package func end(at instant: Instant, in zone: Zone) -> Instant? {
        var now = instant.seconds
        while true {
            let second = zone.civil(at: Instant(seconds: now)).time.secondOfDay
            let within = seconds.filter { $0.contains(second) }.map(\.upperBound).max()
            guard let within else { return now == instant.seconds ? nil : Instant(seconds: now) }
            let end = now + within - second
            let change = zone.lastTransition(through: end).map(\.at) ?? .min
            now = change > now ? change : end
        }
    }
}

extension QuietHours: CustomStringConvertible {
    /// As `22:30-07:00, 13:00-14:00`.
    package var description: String {
        stretches.map { "\($0.start)-\($0.end)" }.joined(separator: ", ")
    }
}
