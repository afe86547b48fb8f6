import CivilTime

/// How many bubbles a household's file brings, when nobody answers any.
package struct Load: Hashable, Sendable {
    /// The most on one date.
    package let busiestDay: Int
    /// The most on the seven days of one ISO week.
    package let busiestWeek: Int
    /// The minute in which the most rituals ring, where it is more than a bubble each.
    package let crowd: Crowd?
    /// The rituals of which everything falls into quiet hours and is left out, so that none can ever ring.
    package let silenced: [Ritual.ID]
    /// How many whole days were looked at: a year (371), or fewer where the file brings very many rings.
    package let days: Int

    /// Rituals that ring in one minute.
    package struct Crowd: Hashable, Sendable {
        /// Of the ritual that rings first.
        package let instant: Instant
        package let rituals: [Ritual.ID]
    }

    /// 53 weeks, in days.
    package static let wholeYear = 371
    /// Past this many in one minute they come as one bubble.
    package static let manyAtOnce = 3
    /// Past this many on one day, people begin to close bubbles unread.
    package static let muchForOneDay = 6

    /// Counts what is shown, rings, nudges, heads-ups and ends alike, from the start of the next ISO week on,
    /// for 53 weeks or 200,000 rings; or as long as `goesOn`, asked before each moment, says so.
    package init(
        of household: Household, after now: Instant, zone: Zone, while goesOn: () -> Bool = { true }
    ) {
        let monday = zone.civil(at: now).date.startOfWeek.adding(days: 7)
        let start = zone.resolve(monday.at(.midnight)).instant
        var perDay: [Int] = []
        var effort = 0
        var minute: (number: Int, occurrences: [Occurrence]) = (.min, [])
        var worst: [Occurrence] = []
        var rang: Set<Ritual.ID> = []
        var silent: Set<Ritual.ID> = []
        var last = Load.wholeYear
        for step in Rehearsal(of: household, after: start - .seconds(1), zone: zone) {
            let day = monday.days(until: zone.civil(at: step.at).date)
            guard day < Load.wholeYear else { break }
            guard effort < 200_000, goesOn() else {
                last = max(0, day)
                break
            }
            // Monday's 00:00 may be announced on Sunday at 23:59:59, in the week before.
            guard day >= 0 else { continue }
            let shown = step.effects.reduce(0) { $0 + ($1.isNewBubble ? 1 : 0) }
            if shown > 0 {
                if day >= perDay.count { perDay += Array(repeating: 0, count: day + 1 - perDay.count) }
                perDay[day] += shown
            }
            for case .record(.occurrence(let occurrence, _, let fact)) in step.effects {
                switch fact {
                case .ringing:
                    // A ritual of many phrases takes longer to look up, and counts for more.
                    effort += household.ritual(occurrence.ritual)?.schedule.phraseCount ?? 1
                    rang.insert(occurrence.ritual)
                    let number = step.at.seconds / 60
                    if number != minute.number { minute = (number, []) }
                    minute.occurrences.append(occurrence)
                    if minute.occurrences.count > max(worst.count, Load.manyAtOnce) {
                        worst = minute.occurrences
                    }
                case .ended(.dropped, .quiet, _):
                    effort += 1
                    silent.insert(occurrence.ritual)
                default: break
                }
            }
        }
        silenced = silent.subtracting(rang).sorted()
        crowd = worst.first.map { Crowd(instant: $0.due.instant, rituals: worst.map(\.ritual)) }
        // Of the day on which the look ahead stopped, some rings may be missing.
        perDay = Array(perDay.prefix(max(1, last)))
        busiestDay = perDay.max() ?? 0
        busiestWeek =
            stride(from: 0, to: perDay.count, by: 7).map {
                perDay[$0..<Swift.min($0 + 7, perDay.count)].reduce(0, +)
            }
            .max() ?? 0
        days = last
    }
}

extension Keeper.Effect {
    /// Whether people are shown something that they were not shown before.
    fileprivate var isNewBubble: Bool {
        guard case .announce(let announcement) = self else { return false }
        return !announcement.isRepost && announcement.kind != .digest
    }
}
