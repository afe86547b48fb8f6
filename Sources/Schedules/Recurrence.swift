import CivilTime

/// Some dates, and what falls on each: one phrase's share of a schedule.
struct Recurrence: Hashable, Sendable {
    enum Times: Hashable, Sendable {
        case clock(ClockTimes)
        case sun(SunTime)
    }

    var dates: DateRule
    let times: Times
    /// Whether an occurrence is known by its date alone.
    var isNamedByDay: Bool

    func next(after instant: Instant, in zone: Zone) -> Due? {
        switch times {
        case .clock(let times): WallClock(rule: self, times: times, zone: zone).next(after: instant.seconds)
        case .sun(let time): time.next(after: instant, on: dates, in: zone).map(named)
        }
    }

    func previous(before instant: Instant, in zone: Zone) -> Due? {
        switch times {
        case .clock(let times):
            // Occurrences fall on whole seconds.
            WallClock(rule: self, times: times, zone: zone)
                .previous(before: instant.seconds + (instant.nanoseconds > 0 ? 1 : 0))
        case .sun(let time): time.previous(before: instant, on: dates, in: zone).map(named)
        }
    }

    private func named(_ due: Due) -> Due {
        isNamedByDay ? Due(onDay: due.day, civil: due.civil, instant: due.instant) : due
    }

    /// How many occurrences a date has.
    var countPerDay: Int {
        switch times {
        case .clock(let times): times.count
        case .sun: 1
        }
    }
}
