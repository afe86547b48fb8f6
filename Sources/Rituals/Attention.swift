import CivilTime

/// What a ritual does within quiet hours, or while the screen is locked.
package enum Holding: String, CaseIterable, Sendable {
    /// It waits until that is over.
    case hold
    /// It rings all the same.
    case ring
    /// It is left out.
    case drop
}

/// Ringing again while nobody has answered.
package struct Nudge: Hashable, Sendable {
    /// Between one and the next; the first is so long after the ring.
    package let every: Span
    package let times: Int

    package init(every: Span, times: Int) {
        self.every = every
        self.times = times
    }

    /// When the nudge with this number, from 1, is due.
    func moment(_ number: Int, after ring: Instant, in zone: Zone) -> Instant {
        zone.instant(Span(days: every.days * number, seconds: every.seconds * number), after: ring)
    }
}

extension Nudge: CustomStringConvertible {
    /// As the file has it: `every 10m, 2 times`.
    package var description: String { "every \(every), \(times) time\(times == 1 ? "" : "s")" }
}

/// How often is enough: after so many are done in a period, the rest of it is not needed.
package struct Enough: Hashable, Sendable {
    package enum Period: String, CaseIterable, Sendable {
        case day, week, month

        /// The first and the last date of the period that a date lies in; weeks begin on Monday.
        package func dates(around date: CivilDate) -> ClosedRange<CivilDate> {
            switch self {
            case .day:
                return date...date
            case .week:
                let monday = date.startOfWeek
                return monday...monday.adding(days: 6)
            case .month:
                let first = date.adding(days: 1 - date.components.day)
                let next = first.adding(days: 32)
                return first...next.adding(days: -next.components.day)
            }
        }
    }

    package let count: Int
    package let period: Period

    package init(_ count: Int, a period: Period) {
        self.count = count
        self.period = period
    }

    /// How far back what was done must be known.
    static let remembered: Duration = .seconds(35 * 86_400)
}

extension Enough: CustomStringConvertible {
    /// As the file has it: `2 a week`.
    package var description: String { "\(count) a \(period)" }
}
