import CivilTime

/// The local date-times that a ritual falls on: the union of some rules, whichever language they were written
/// in.
package struct Schedule: Hashable, Sendable {
    let rules: [Recurrence]
    /// The normal form of each phrase, in their order.
    package let normalForm: [String]
    /// Which phrases of a list, from 0, can never ring, while others can: most likely a mistake.
    package let silentPhrases: [Int]
    /// What the keys beside them say of the times, as `starting 2026-01-09 until 2027-12-31`; nil where they say
    /// nothing.
    package let conditions: String?
    /// From when on occurrences are numbered.
    let numberedFrom: CivilDate

    /// The time that a phrase without one gets where `defaults:` names no other.
    package static let defaultTime = TimeOfDay.nineInTheMorning

    /// A Monday.
    private static let firstNumbered = CivilDate(dayNumber: 19_723)

    init(
        rules: [Recurrence], normalForm: [String], terms: Terms, conditions: String?,
        silentPhrases: [Int] = []
    ) {
        self.rules = rules.map { rule in
            var rule = rule
            rule.dates = rule.dates.limited(
                from: terms.earliest, through: terms.until, without: terms.except.days)
            return rule
        }
        self.normalForm = normalForm
        self.conditions = conditions
        self.silentPhrases = silentPhrases
        numberedFrom = terms.starting ?? Schedule.firstNumbered
    }

    /// One date and time, once.
    package init(once civil: CivilDateTime) {
        let dates = DateRule(days: .dates([civil.date...civil.date]))
        let rule = Recurrence(dates: dates, times: .clock(.list([civil.time])), isNamedByDay: false)
        self.init(
            rules: [rule], normalForm: ["\(civil.date) at \(civil.time)"], terms: Terms(), conditions: nil)
    }

    /// How many phrases it is the union of.
    package var phraseCount: Int { normalForm.count }

    /// The whole of it in words, by which another version of it is told apart: the normal forms and the
    /// conditions.
    package var description: String {
        normalForm.joined(separator: "; ") + (conditions.map { " " + $0 } ?? "")
    }

    /// The first occurrence strictly after an instant, or nil when the schedule has ended.
    ///
    /// A local time skipped by a clock change rings as late as the skip (02:30 becomes 03:30); one that comes
    /// twice rings the first time. Two times that fall on one instant are one occurrence, known by the later.
    /// Source: RFC 5545, 3.3.5.
    package func next(after instant: Instant, in zone: Zone) -> Due? {
        var best: Due?
        for rule in rules {
            guard let due = rule.next(after: instant, in: zone) else { continue }
            if best.map(due.precedes) != false { best = due }
        }
        return best
    }

    /// The last occurrence strictly before an instant, or nil when there was none: the mirror of
    /// `next(after:in:)`.
    package func previous(before instant: Instant, in zone: Zone) -> Due? {
        var best: Due?
        for rule in rules {
            guard let due = rule.previous(before: instant, in: zone) else { continue }
            if best.map(due.succeeds) != false { best = due }
        }
        return best
    }

    /// The occurrences strictly after an instant, one after the other as they are asked for.
    package func occurrences(after instant: Instant, in zone: Zone) -> Occurrences {
        Occurrences(schedule: self, zone: zone, last: instant)
    }

    package struct Occurrences: Sequence, IteratorProtocol, Sendable {
        fileprivate let schedule: Schedule
        fileprivate let zone: Zone
        fileprivate var last: Instant

        package mutating func next() -> Due? {
            let due = schedule.next(after: last, in: zone)
            if let due { last = due.instant }
            return due
        }
    }

    /// The earlier time as written that falls on the same instant as this one, since the clocks skip it; nil
    /// where there is none.
    package func merged(into due: Due, in zone: Zone) -> CivilDateTime? {
        for rule in rules {
            guard case .clock(let times) = rule.times,
                let skipped = WallClock(rule: rule, times: times, zone: zone)
                    .skipped(at: due.instant.seconds), skipped != due.civil
            else { continue }
            return skipped
        }
        return nil
    }

    /// The occurrence with a name, as this zone's clocks show it; nil where there is none.
    package func occurrence(named name: Due.Name, in zone: Zone) -> Due? {
        switch name {
        case .time(let civil):
            let due = next(after: zone.resolve(civil).instant - .seconds(1), in: zone)
            return due.flatMap { $0.name == name ? $0 : nil }
        case .day(let date):
            // Half a day before the sun's event it may be the eve's; and the eve's own may lie on this date.
            var last = zone.resolve(date.adding(days: -1).at(.midnight)).instant - .seconds(1)
            let end = zone.resolve(date.adding(days: 2).at(.midnight)).instant
            let named = rules.filter(\.isNamedByDay)
            while last < end {
                let found = named.compactMap { $0.next(after: last, in: zone) }.min {
                    $0.instant < $1.instant
                }
                guard let found else { return nil }
                if found.name == name { return found }
                last = found.instant
            }
        }
        return nil
    }
}
