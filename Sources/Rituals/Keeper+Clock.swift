import CivilTime
import Schedules

/// A clock that is set, and a zone that changes.
extension Keeper {
    /// A clock that is ahead by more than can be: it may be wrong, as after an empty battery, or the machine
    /// was off for days.
    struct Doubt: Sendable {
        /// Up to when all was settled before, and in which zone of the machine.
        var trusted: Instant
        let zone: Zone
        /// When the jump was noticed.
        let begin: Instant
        let until: Instant
        /// When rituals began that the files have been given since.
        var begun: [Ritual.ID: Instant] = [:]
        /// The heads-ups that were shown since, perhaps for nothing, and their moments.
        var headsUps: [HeadsUp.ID: Instant] = [:]
    }

    /// How long a clock is doubted, at most.
    private static let patience: Duration = .seconds(3600)

    /// Whether the clock is in doubt: `clockSynchronised` ends that.
    package var isInDoubt: Bool { doubt != nil }

    /// Up to when all that fell due is settled; with the zone it was settled in, what a later start goes on
    /// from.
    package var settledThrough: Settled? {
        if let resume { return Settled(resume.lastSeen, in: resume.zone, furthest: furthest) }
        return lastSeen.map { Settled(doubt?.trusted ?? $0, in: doubt?.zone ?? zone, furthest: furthest) }
    }

    /// Up to when everything is settled for a program that ends now: what fell due and was not shown is left to the
    /// next one.
    package mutating func settled(endingAt now: Instant) -> Settled? {
        guard let known = settledThrough, resume == nil, doubt == nil, let lastSeen, lastSeen <= now,
            alarm().map({ $0 > now }) != false
        else { return settledThrough }
        return Settled(now, in: known.zone, furthest: max(known.furthest, now))
    }

    /// Up to when everything is settled.
    package struct Settled: Sendable {
        package let instant: Instant
        /// The machine's.
        package let zone: Zone
        /// Up to when it ever was, by a clock that may have been set back since.
        package let furthest: Instant

        package init(_ instant: Instant, in zone: Zone, furthest: Instant? = nil) {
            self.instant = instant
            self.zone = zone
            self.furthest = max(furthest ?? instant, instant)
        }
    }

    /// Rings within their grace go out at once; what else a jump of more than a day passes over is settled
    /// when the clock can be trusted.
    mutating func noticeJump(to now: Instant, from zoneBefore: Zone, into changes: inout Changes) {
        let day: Duration = .seconds(86_400)
        guard doubt == nil, let lastSeen, let alarm = alarm(), now > alarm + day, now > lastSeen + day else {
            return
        }
        let end = now + Keeper.patience
        // After a clock that was far behind, what it says now may be where all was settled long ago.
        // It lies before what was seen last only where a journey has just made void what lies between.
        let trusted = furthest.flatMap { $0 <= now ? $0 : nil } ?? lastSeen
        doubt = Doubt(trusted: trusted, zone: zoneBefore, begin: now, until: end)
        changes.reports.append(.clockDoubted(by: now - lastSeen, until: end))
    }

    /// The clock is believed: what it passed over is gone through again.
    mutating func endDoubt(at now: Instant, into changes: inout Changes) {
        guard let doubt else { return }
        self.doubt = nil
        rebuild(after: doubt.trusted, in: doubt.zone, begun: doubt.begun, at: now, into: &changes)
        digest.retry(at: now)
        for state in current.values { schedule(state) }
    }

    /// Whatever the event, a clock that shows less than it did puts times ahead again that lay behind it.
    ///
    /// What has rung or was answered stays so; what was kept silent is void.
    mutating func noticeStepBack(to now: Instant, into changes: inout Changes) {
        guard let lastSeen, now < lastSeen else { return }
        changes.reports.append(.clockSetBack(by: lastSeen - now))
        // A pause holds from now on, whatever the clock said when it was asked for; so does a lock.
        if pauses.contains(where: { $0.begin > now }) {
            for index in pauses.indices { pauses[index].begin = min(pauses[index].begin, now) }
            changes.records.append(.paused(pauses))
        }
        lockedSince = lockedSince.map { min($0, now) }
        locks.removeAll { $0.upperBound > now }
        changes.mustReconsider = true
        let settled = min(doubt?.trusted ?? now, now)
        let begun = doubt?.begun ?? [:]
        let former = doubt?.zone ?? zone
        for (id, moment) in doubt?.headsUps ?? [:] where moment > now { givenHeadsUps[id] = nil }
        doubt = nil
        self.lastSeen = settled
        if let known = resume?.lastSeen {
            resume?.lastSeen = min(settled, known)
            return
        }
        forgetAhead(of: now, into: &changes)
        for state in ended.values.joined() where state.isVoidable && isAhead(state.occurrence, of: now) {
            void(state, into: &changes)
        }
        rebuild(after: settled, in: former, begun: begun, at: now, into: &changes)
    }

    /// What comes after an instant on the clocks of a zone; where that is another one now, as after a journey.
    private mutating func rebuild(
        after instant: Instant, in former: Zone, begun: [Ritual.ID: Instant], at now: Instant,
        into changes: inout Changes
    ) {
        let present = zone
        zone = former
        rebuild(after: instant, begun: begun)
        zone = present
        guard former != present else { return }
        moveToNewZone(from: former, at: now, into: &changes)
        // What began since was never meant by the clocks of before.
        for (id, moment) in begun {
            guard let ritual = household.ritual(id), ritual.isEnabled,
                let due = nextDue(of: ritual, after: moment), due.instant <= now
            else { continue }
            planAnew(ritual, after: moment)
        }
    }

    private mutating func rebuild(after instant: Instant, begun: [Ritual.ID: Instant]) {
        agenda = Heap()
        for (index, ritual) in household.rituals.enumerated() where ritual.isEnabled {
            if let due = nextDue(of: ritual, after: begun[ritual.id] ?? instant) {
                agenda.insert(Coming(due: due, index: index))
            }
        }
        planHeadsUps(from: instant)
    }

    /// Moves what was pending onto new clocks: the machine's, after a journey from `former`, and those of every zone
    /// with new rules.
    ///
    /// A time that they jump over is due at once, and what was kept silent is void where it lies ahead again or is
    /// within its grace.
    mutating func moveToNewZone(from former: Zone, at now: Instant, into changes: inout Changes) {
        let pending = Dictionary(uniqueKeysWithValues: agenda.elements.map { ($0.index, $0.due) })
        agenda = Heap()
        for (index, ritual) in household.rituals.enumerated() where ritual.isEnabled {
            let (before, zone) = (changes.zoneBefore(of: ritual, machine: former), zone(of: ritual))
            guard before != zone else {
                if let due = pending[index] { agenda.insert(Coming(due: due, index: index)) }
                continue
            }
            func moved(_ due: Due) -> Due? { ritual.schedule.occurrence(named: due.name, in: zone) }
            var candidates = pending[index].map { [$0] + skipped(behind: $0, of: ritual, in: before) } ?? []
            candidates = candidates.compactMap(moved).filter { $0.instant <= now }
            for state in ended[ritual.id] ?? [] where state.isVoidable {
                guard let due = moved(state.occurrence.due), !hasBegunSince(due, of: ritual.id),
                    now <= zone.instant(ritual.grace, after: due.instant)
                else { continue }
                void(state, into: &changes)
                candidates.append(due)
            }
            if let next = nextDue(of: ritual, after: now) { candidates.append(next) }
            if let due = candidates.min(by: { $0.instant < $1.instant }) {
                agenda.insert(Coming(due: due, index: index))
            }
        }
        moveHeadsUps()
        for state in current.values { schedule(state) }
        changes.mustReconsider = true
    }

    /// Where the clocks skip, some times come after one that is later on the clock: those that did on the
    /// clocks of before.
    private func skipped(behind due: Due, of ritual: Ritual, in former: Zone) -> [Due] {
        let widest: Duration = .seconds(3 * 3600)
        return ritual.schedule.occurrences(after: due.instant, in: former)
            .prefix { $0.instant - due.instant < widest }.filter { $0.civil < due.civil }
    }

    /// Whether a later one of the ritual is open or waits, or has rung.
    private func hasBegunSince(_ due: Due, of id: Ritual.ID) -> Bool {
        let open = current[id].map { $0.occurrence.due.civil > due.civil } ?? false
        return open || ended[id]?.contains { $0.rangAt != nil && $0.occurrence.due.civil > due.civil } == true
    }

    /// Whether an occurrence lies ahead on the clocks of now, whichever it fell due by.
    private func isAhead(_ occurrence: Occurrence, of now: Instant) -> Bool {
        asOfNow(occurrence).instant > now
    }

    /// When an occurrence is due on the clocks of now.
    func asOfNow(_ occurrence: Occurrence) -> Due {
        let ritual = household.ritual(occurrence.ritual)
        let due = ritual.flatMap { $0.schedule.occurrence(named: occurrence.due.name, in: zone(of: $0)) }
        return due ?? occurrence.due
    }

    /// What never rang and lies ahead again comes at its time as if it were new.
    mutating func forgetAhead(of now: Instant, into changes: inout Changes) {
        for state in unfinished
        where state.isWaiting && state.rangAt == nil && isAhead(state.occurrence, of: now) {
            current[state.occurrence.ritual] = nil
            void(state, into: &changes)
        }
    }

    /// Whether one that no channel took lies ahead again: then it comes at its time as if it were new.
    mutating func comesAnew(
        _ state: OccurrenceState, of ritual: Ritual, at now: Instant, into changes: inout Changes
    ) -> Bool {
        guard state.rangAt == nil, state.later == nil, isAhead(state.occurrence, of: now) else {
            return false
        }
        current[ritual.id] = nil
        void(state, into: &changes)
        planAnew(ritual, after: now)
        return true
    }

    mutating func void(_ state: OccurrenceState, into changes: inout Changes) {
        let occurrence = state.occurrence
        // Should the clock go on again, it is gone through once more, on whichever clocks.
        let before = min(occurrence.due.instant, asOfNow(occurrence).instant) - .seconds(1)
        furthest = furthest.map { min($0, before) }
        if let trusted = doubt?.trusted { doubt?.trusted = min(trusted, before) }
        if state.maybeSeen || state.stage == .waiting(again: true) { unconfirmed.insert(occurrence.id) }
        ended[occurrence.ritual]?.removeAll { $0.occurrence.id == occurrence.id }
        digest.forget(occurrence.id)
        changes.record(occurrence, zone: zoneName(of: occurrence), .voided(.zone))
    }
}
