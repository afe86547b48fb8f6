import CivilTime

/// How many bubbles a household's file brings, when nobody answers any.
package struct Load: Hashable, Sendable {
    /// The most on one date.
    package let busiestDay: Int
    /// The most on the seven days of one ISO week.
    package let busiestWeek: Int
    /// The minute in which the most rituals ring, where it is more than a bubble each.
    package let crowd: Crowd?
    /// How many days were looked at: a year, or fewer where the file holds very many rings.
    package let days: Int

    /// Rituals that ring in one minute.
    package struct Crowd: Hashable, Sendable {
        /// Of the ritual that rings first.
        package let instant: Instant
        package let rituals: [Ritual.ID]
    }

    /// Past this many in one minute they come as one bubble.
    package static let manyAtOnce = 3
    /// Past this many on one day, people begin to close bubbles unread.
    package static let muchForOneDay = 6

    /// Counts the rings from the start of the next ISO week on, for 53 weeks or 200,000 rings.
    package init(of household: Household, after now: Instant, zone: Zone) {
        let monday = zone.civil(at: now).date.startOfWeek.adding(days: 7)
        let start = zone.resolve(monday.at(.midnight)).instant
        var perDay: [Int] = []
        var effort = 0
        var minute: (number: Int, occurrences: [Occurrence]) = (.min, [])
        var worst: [Occurrence] = []
        for occurrence in Forecast(of: household, after: start - .seconds(1), zone: zone) {
            let day = monday.days(until: zone.civil(at: occurrence.due.instant).date)
            // A ritual of many phrases takes longer to look up, and counts for more.
            effort += household.ritual(occurrence.ritual)?.schedule.phraseCount ?? 1
            guard day < 371, effort < 200_000 else { break }
            if day >= perDay.count { perDay += Array(repeating: 0, count: day + 1 - perDay.count) }
            perDay[day] += 1
            let number = occurrence.due.instant.seconds / 60
            if number != minute.number { minute = (number, []) }
            minute.occurrences.append(occurrence)
            if minute.occurrences.count > max(worst.count, Load.manyAtOnce) { worst = minute.occurrences }
        }
        crowd = worst.first.map { Crowd(instant: $0.due.instant, rituals: worst.map(\.ritual)) }
        busiestDay = perDay.max() ?? 0
        busiestWeek =
            stride(from: 0, to: perDay.count, by: 7).map {
                perDay[$0..<Swift.min($0 + 7, perDay.count)].reduce(0, +)
            }
            .max() ?? 0
        days = effort < 200_000 ? 371 : perDay.count
    }
}
