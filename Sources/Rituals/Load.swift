import CivilTime

/// How many bubbles a household's file brings, when nobody answers any.
package struct Load: Hashable, Sendable {
    /// The most on one date.
    package let busiestDay: Int
    /// The most on the seven days of one ISO week.
    package let busiestWeek: Int
    /// How many days were looked at: a year, or fewer where the file holds very many rings.
    package let days: Int

    /// Past this many on one day, people begin to close bubbles unread.
    package static let muchForOneDay = 6

    /// Counts the rings from the start of the next ISO week on, for 53 weeks or 200,000 rings.
    package init(of household: Household, after now: Instant, zone: Zone) {
        let monday = zone.civil(at: now).date.startOfWeek.adding(days: 7)
        let start = zone.resolve(monday.at(.midnight)).instant
        var perDay: [Int] = []
        var seen = 0
        for occurrence in Forecast(of: household, after: start - .seconds(1), zone: zone) {
            let day = monday.days(until: zone.civil(at: occurrence.due.instant).date)
            guard day < 371, seen < 200_000 else { break }
            if day >= perDay.count { perDay += Array(repeating: 0, count: day + 1 - perDay.count) }
            perDay[day] += 1
            seen += 1
        }
        busiestDay = perDay.max() ?? 0
        busiestWeek =
            stride(from: 0, to: perDay.count, by: 7).map {
                perDay[$0..<Swift.min($0 + 7, perDay.count)].reduce(0, +)
            }
            .max() ?? 0
        days = seen < 200_000 ? 371 : perDay.count
    }
}
