import CivilTime

/// When one occurrence falls.
package struct Due: Hashable, Sendable {
    /// As the schedule has it, on the wall clock: the occurrence's identity.
    package let civil: CivilDateTime
    /// When that is; later than the wall-clock time where the clocks skip it.
    package let instant: Instant

    package init(civil: CivilDateTime, instant: Instant) {
        self.civil = civil
        self.instant = instant
    }
}

/// The local date-times that a ritual falls on: the union of its phrases.
package struct Schedule: Hashable, Sendable {
    private let rules: [DailyTimes]
    /// The normal form of each phrase, in their order.
    package let normalForm: [String]

    /// The time that a phrase without one gets where `defaults:` names no other.
    package static let defaultTime = TimeOfDay.nineInTheMorning

    /// `defaultTime` is for phrases that name none.
    package init(_ phrases: [Phrase], defaultTime: TimeOfDay = Schedule.defaultTime) {
        let timed = phrases.map { $0.at(defaultTime) }
        rules = timed.map { DailyTimes(days: $0.days, times: $0.times ?? [defaultTime]) }
        normalForm = timed.map(\.normalForm)
    }

    /// One date and time, once.
    package init(once civil: CivilDateTime) {
        self.init([Phrase(days: .dates([civil.date]), times: [civil.time])])
    }

    /// Whether an occurrence stands at this date and time.
    package func contains(_ civil: CivilDateTime, in zone: Zone) -> Bool {
        next(after: zone.resolve(civil).instant - .seconds(1), in: zone)?.civil == civil
    }

    /// Reads the value of `when:`, one phrase or a list.
    ///
    /// The index in the error says which phrase of a list it is about.
    package init(parsing texts: [String], defaultTime: TimeOfDay = Schedule.defaultTime) throws(ListError) {
        var phrases: [Phrase] = []
        for (index, text) in texts.enumerated() {
            do {
                phrases.append(try Phrase(parsing: text))
            } catch {
                throw ListError(error: error, index: index)
            }
        }
        if let odd = phrases.firstIndex(where: { ($0.times == nil) != (phrases[0].times == nil) }) {
            throw ListError(
                error: PhraseError(.timesOnlyInSome(joined: Schedule.joined(phrases)), column: 1), index: odd)
        }
        self.init(phrases, defaultTime: defaultTime)
    }

    /// What is wrong with one phrase of a list.
    package struct ListError: Error, Hashable, Sendable {
        package let error: PhraseError
        /// From 0.
        package let index: Int
    }

    /// The one phrase that a list with times in some of its phrases most likely meant: all the days at the
    /// times named.
    private static func joined(_ phrases: [Phrase]) -> String? {
        let times = Set(phrases.compactMap(\.times))
        var days = DaySet()
        for phrase in phrases {
            guard case .weekly(let set) = phrase.days else { return nil }
            days.formUnion(set)
        }
        guard times.count == 1, let times = times.first else { return nil }
        return Phrase(days: .weekly(days), times: times).normalForm
    }

    /// The first occurrence strictly after an instant, or nil when the schedule has ended.
    ///
    /// A local time skipped by a clock change rings as late as the skip (02:30 becomes 03:30); one that comes
    /// twice rings the first time. Two times that fall on one instant are one occurrence, known by the later.
    /// Source: RFC 5545, 3.3.5.
    package func next(after instant: Instant, in zone: Zone) -> Due? {
        let start = Schedule.start(after: instant, in: zone)
        var best: Due?
        for rule in rules {
            guard let due = rule.next(after: start, later: instant, in: zone) else { continue }
            guard let known = best else {
                best = due
                continue
            }
            if (due.instant, known.civil) < (known.instant, due.civil) { best = due }
        }
        return best
    }

    /// The wall-clock time from which on, itself left out, every occurrence after an instant lies.
    private static func start(after instant: Instant, in zone: Zone) -> CivilDateTime {
        guard let transition = zone.lastTransition(through: instant.seconds) else {
            return zone.civil(at: instant)
        }
        if transition.shift > 0, instant.seconds < transition.at + transition.shift {
            // Times inside the gap still ring: go on as if the clocks had not moved.
            return CivilDateTime(wallSeconds: instant.seconds + transition.before)
        }
        if transition.shift < 0, instant.seconds < transition.at - transition.shift {
            // The second pass through a repeated hour: all of it has rung.
            return CivilDateTime(wallSeconds: transition.at + transition.before - 1)
        }
        return CivilDateTime(wallSeconds: instant.seconds + transition.after)
    }
}

/// Some dates, and the same times on each.
struct DailyTimes: Hashable, Sendable {
    let days: Phrase.Days
    /// In order, never empty.
    let times: [TimeOfDay]

    /// The first occurrence later than an instant among those behind a wall-clock time.
    func next(after start: CivilDateTime, later instant: Instant, in zone: Zone) -> Due? {
        var civil = start
        var best: Due?
        while let candidate = next(after: civil) {
            civil = candidate
            let resolution = zone.resolve(candidate)
            let due = Due(civil: candidate, instant: resolution.instant)
            guard due.instant > instant else { continue }
            if due.instant <= best?.instant ?? due.instant { best = due }
            // Behind a gap lie times as early as those inside it: look on until one that the clocks do show.
            guard case .skipped = resolution else { break }
        }
        return best
    }

    private func next(after civil: CivilDateTime) -> CivilDateTime? {
        guard let date = firstDate(from: civil.date) else { return nil }
        if date > civil.date { return date.at(times[0]) }
        if let time = times.first(where: { $0 > civil.time }) { return date.at(time) }
        return firstDate(from: date.adding(days: 1)).map { $0.at(times[0]) }
    }

    private func firstDate(from date: CivilDate) -> CivilDate? {
        switch days {
        case .weekly(let set): set.days(from: date.weekday).map(date.adding(days:))
        case .dates(let dates): dates.first { $0 >= date }
        }
    }
}
