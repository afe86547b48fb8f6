import CivilTime

/// A time that the sun tells: the event of a date at a place, and so long before or after it.
struct SunTime: Hashable, Sendable {
    let event: SunEvent
    /// Seconds after the event, negative before it; half a day at most.
    let offset: Int
    let place: Place

    static let longestOffset = 43_200

    func next(after instant: Instant, on dates: DateRule, in zone: Zone) -> Due? {
        // An occurrence lies at most half a day from its date.
        let today = zone.civil(at: instant).date
        var date = dates.next(from: today.adding(days: -1))
        let end = max(today, date ?? today).adding(days: SunTime.patience)
        while let day = date, day <= end {
            if let due = due(on: day, in: zone) {
                if due.instant > instant { return due }
                date = dates.next(from: day.adding(days: 1))
            } else {
                date = dates.next(from: place.firstDate(after: day, mayHave: event, in: zone))
            }
        }
        return nil
    }

    func previous(before instant: Instant, on dates: DateRule, in zone: Zone) -> Due? {
        let today = zone.civil(at: instant).date
        var date = dates.previous(through: today.adding(days: 1))
        let end = min(today, date ?? today).adding(days: -SunTime.patience)
        while let day = date, day >= end {
            if let due = due(on: day, in: zone) {
                if due.instant < instant { return due }
                date = dates.previous(through: day.adding(days: -1))
            } else {
                date = dates.previous(through: place.lastDate(before: day, mayHave: event, in: zone))
            }
        }
        return nil
    }

    /// How many days to look ahead: where a date of the year has the event at all, it has it within the cycle of
    /// the calendar.
    private static let patience = 41 * 366

    /// The occurrence of a date; nil where the sun does not do it on that date.
    func due(on date: CivilDate, in zone: Zone) -> Due? {
        guard let event = place.instant(of: event, on: date, in: zone) else { return nil }
        let instant = Instant(seconds: event.seconds + offset)
        return Due(civil: zone.civil(at: instant), instant: instant, day: date)
    }
}
