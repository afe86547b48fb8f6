import CivilTime
import Schedules

/// Decides what rings, and when to look again: the one place where that is decided.
///
/// A value: it answers each event with effects and never acts. The timer, resume from suspend, a stepped
/// clock, a new time zone and the start of the program are all the one event `woke`, so that none of them can
/// be forgotten.
package struct Keeper: Sendable {
    /// How long after its time an occurrence still rings, both ends included.
    package static let grace: Duration = .seconds(3600)

    private var household = Household()
    private var agenda = Agenda()
    private var zone = Zone.utc
    private var lastSeen: Instant?
    /// What has rung and may lie ahead again when the clock is set back or the zone changes: it does not ring
    /// twice.
    private var rung: [Ritual.ID: [CivilDateTime]] = [:]
    /// The latest ring of each ritual, whose bubble may still be up.
    private var open: [Ritual.ID: OpenRing] = [:]
    /// Rings that no channel has taken so far.
    private var waiting: [Ritual.ID: Occurrence] = [:]

    package init() {}

    // MARK: Events

    /// The alarm went off, the machine resumed, the clock or the zone changed, or the program began.
    ///
    /// `zone` is the machine's, as it is now.
    package mutating func woke(at now: Instant, zone: Zone) -> [Effect] {
        var changes = Changes()
        let before = self.zone
        self.zone = zone
        if !noticeStepBack(to: now, into: &changes), lastSeen != nil, zone != before {
            rebuildInNewZone(at: now)
        }
        if lastSeen != nil, zone.identifier != before.identifier {
            changes.reports.append(.zoneChanged(from: before.identifier, to: zone.identifier))
        }
        settle(at: now, zoneBefore: before, into: &changes)
        return finish(changes, at: now)
    }

    /// The files were read and found good, at the start or after an edit.
    ///
    /// A ritual whose schedule is as before keeps what is due to it; a new or changed one begins now.
    package mutating func configured(_ household: Household, at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        var pending: [Ritual.ID: Due] = [:]
        for entry in agenda.entries {
            let ritual = self.household.rituals[entry.index]
            if let new = household.ritual(ritual.id), new.schedule == ritual.schedule, new.zone == ritual.zone
            {
                pending[ritual.id] = entry.due
            }
        }
        let previous = self.household
        self.household = household
        agenda = Agenda()
        for (index, ritual) in household.rituals.enumerated() where ritual.isEnabled {
            let due = pending[ritual.id] ?? nextDue(of: ritual, after: now)
            if let due { agenda.insert(Agenda.Entry(due: due, index: index)) }
        }
        withdrawOpen(formerly: previous, at: now, into: &changes)
        settle(at: now, zoneBefore: zone, into: &changes)
        return finish(changes, at: now)
    }

    /// A channel took the ring of an occurrence.
    package mutating func delivered(_ id: Occurrence.ID, on channels: [ChannelName], at now: Instant)
        -> [Effect]
    {
        guard let occurrence = open[id.ritual]?.occurrence, occurrence.id == id,
            let ritual = household.ritual(id.ritual)
        else { return [] }
        waiting[id.ritual] = nil
        return [
            .record(Record(occurrence: occurrence, fact: .rang, rule: .rings, at: now)),
            .report(.rang(occurrence, ritual: ritual, on: channels, late: now - occurrence.due.instant)),
            .wake(at: alarm),
        ]
    }

    /// No channel took the ring of an occurrence: it has not rung, and waits.
    package mutating func deliveryFailed(_ id: Occurrence.ID, at now: Instant) -> [Effect] {
        guard let occurrence = open[id.ritual]?.occurrence, occurrence.id == id,
            let ritual = household.ritual(id.ritual)
        else { return [] }
        let isNews = waiting.updateValue(occurrence, forKey: id.ritual) == nil
        let report = Report.waiting(occurrence, ritual: ritual, until: occurrence.due.instant + Keeper.grace)
        return (isNews ? [.report(report)] : []) + [.wake(at: alarm)]
    }

    /// A notification server has come: what waits is tried again.
    package mutating func serverReturned(at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        settle(at: now, zoneBefore: zone, into: &changes)
        for occurrence in waiting.values.sorted(by: { $0.due.instant < $1.due.instant }) {
            guard let ritual = household.ritual(occurrence.ritual) else { continue }
            changes.announcements.append(announcement(of: occurrence, ritual: ritual, at: now))
        }
        return finish(changes, at: now)
    }

    // MARK: Questions

    /// The next occurrence, for a status line.
    package var next: (ritual: Ritual, due: Due)? {
        agenda.nearest.map { (household.rituals[$0.index], $0.due) }
    }

    /// The zone by whose clocks a ritual's times are meant.
    private func zone(of ritual: Ritual) -> Zone {
        ritual.zone ?? zone
    }

    /// What one event has led to, by kind, since records come before anything is shown.
    private struct Changes {
        var records: [Record] = []
        var withdrawals: [Occurrence.ID] = []
        var announcements: [Announcement] = []
        var reports: [Report] = []
    }

    private mutating func finish(_ changes: Changes, at now: Instant) -> [Effect] {
        lastSeen = now
        var changes = changes
        // A clock that jumps by years passes over thousands of times; nobody reads an entry for each.
        let most = 20
        let ends = changes.reports.indices.filter {
            if case .ended = changes.reports[$0] { true } else { false }
        }
        if ends.count > most {
            for index in ends[most...].reversed() { changes.reports.remove(at: index) }
            changes.reports.append(.moreEnded(ends.count - most))
        }
        return changes.records.map(Effect.record) + changes.withdrawals.map(Effect.withdraw)
            + changes.announcements.map(Effect.announce) + changes.reports.map(Effect.report) + [
                .wake(at: alarm)
            ]
    }

    /// The nearest moment at which anything can change.
    private var alarm: Instant? {
        // Grace includes its last moment, so it is over only after it.
        let graceEnd = waiting.values.map { $0.due.instant + Keeper.grace + .seconds(1) }.min()
        return [agenda.nearest?.due.instant, graceEnd].compactMap { $0 }.min()
    }

    private func nextDue(of ritual: Ritual, after instant: Instant) -> Due? {
        let zone = zone(of: ritual)
        var due = ritual.schedule.next(after: instant, in: zone)
        while let known = due, rung[ritual.id]?.contains(known.civil) == true {
            due = ritual.schedule.next(after: known.instant, in: zone)
        }
        return due
    }

    /// Whatever the event, a clock that shows less than it did puts times ahead again that lay behind it.
    @discardableResult
    private mutating func noticeStepBack(to now: Instant, into changes: inout Changes) -> Bool {
        guard let lastSeen, now < lastSeen else { return false }
        changes.reports.append(.clockSetBack(by: lastSeen - now))
        rebuild(after: now)
        return true
    }

    private mutating func rebuild(after now: Instant) {
        agenda = Agenda()
        for (index, ritual) in household.rituals.enumerated() where ritual.isEnabled {
            if let due = nextDue(of: ritual, after: now) {
                agenda.insert(Agenda.Entry(due: due, index: index))
            }
        }
    }

    /// Moves what was pending into the new zone: a time that the journey jumps over is due at once.
    private mutating func rebuildInNewZone(at now: Instant) {
        let pending = Dictionary(uniqueKeysWithValues: agenda.entries.map { ($0.index, $0.due) })
        agenda = Agenda()
        for (index, ritual) in household.rituals.enumerated() where ritual.isEnabled {
            var due = pending[index]
            if ritual.zone == nil {
                let moved = due.map { Due(civil: $0.civil, instant: zone.resolve($0.civil).instant) }
                due = moved.flatMap { $0.instant <= now ? $0 : nil } ?? nextDue(of: ritual, after: now)
            }
            if let due { agenda.insert(Agenda.Entry(due: due, index: index)) }
        }
    }

    // MARK: Deciding

    /// Goes through all that is due by now.
    private mutating func settle(at now: Instant, zoneBefore: Zone, into changes: inout Changes) {
        for occurrence in waiting.values where now > occurrence.due.instant + Keeper.grace {
            end(occurrence, .missed, .grace, at: now, into: &changes)
        }
        while let entry = agenda.popDue(by: now) {
            let ritual = household.rituals[entry.index]
            let following = nextDue(of: ritual, after: entry.due.instant)
            if let following { agenda.insert(Agenda.Entry(due: following, index: entry.index)) }
            let occurrence = Occurrence(ritual: ritual.id, due: entry.due)
            let isOver = now > entry.due.instant + Keeper.grace || following.map { $0.instant <= now } == true
            if isOver {
                let jumped = ritual.zone == nil && zoneBefore.resolve(entry.due.civil).instant > now
                end(occurrence, jumped ? .dropped : .missed, jumped ? .zone : .grace, at: now, into: &changes)
            } else {
                ring(occurrence, of: ritual, at: now, into: &changes)
            }
        }
    }

    /// Remembers a ring by what came last and not by the clock, which may jump years ahead and come back.
    private mutating func remember(_ ring: Occurrence.ID) {
        // Two days of a ritual that rings every five minutes.
        let most = 600
        var times = rung[ring.ritual, default: []]
        if times.count == most { times.removeFirst(most / 2) }
        times.append(ring.due)
        rung[ring.ritual] = times
    }

    private mutating func ring(
        _ occurrence: Occurrence, of ritual: Ritual, at now: Instant, into changes: inout Changes
    ) {
        if let older = waiting[ritual.id] { end(older, .missed, .grace, at: now, into: &changes) }
        remember(occurrence.id)
        open[ritual.id] = OpenRing(
            occurrence: occurrence, closes: OpenRing.close(after: now, in: zone(of: ritual)))
        changes.records.append(Record(occurrence: occurrence, fact: .ringing, rule: .rings, at: now))
        changes.announcements.append(announcement(of: occurrence, ritual: ritual, at: now))
    }

    private func announcement(of occurrence: Occurrence, ritual: Ritual, at now: Instant) -> Announcement {
        Announcement(
            .ring(occurrence.id), of: ritual, civil: occurrence.due.civil, late: now - occurrence.due.instant)
    }

    private mutating func end(
        _ occurrence: Occurrence, _ outcome: Outcome, _ rule: Rule, at now: Instant,
        into changes: inout Changes
    ) {
        if waiting[occurrence.ritual] == occurrence {
            waiting[occurrence.ritual] = nil
            open[occurrence.ritual] = nil
            // It never rang; should the clock go back before its time, it may.
            rung[occurrence.ritual]?.removeAll { $0 == occurrence.due.civil }
        }
        changes.records.append(Record(occurrence: occurrence, fact: .ended(outcome), rule: rule, at: now))
        if let ritual = household.ritual(occurrence.ritual) {
            changes.reports.append(.ended(occurrence, ritual: ritual, outcome, rule))
        }
    }

    /// Whether the household still has an occurrence, which is known by its time as written, in whatever
    /// zone.
    private func isInForce(_ occurrence: Occurrence, formerly before: Ritual) -> Bool {
        guard let ritual = household.ritual(occurrence.ritual), ritual.isEnabled else { return false }
        guard ritual.schedule != before.schedule else { return true }
        let zone = zone(of: ritual)
        let justBefore = zone.resolve(occurrence.due.civil).instant - .seconds(1)
        return ritual.schedule.next(after: justBefore, in: zone)?.civil == occurrence.due.civil
    }

    /// Takes down what an edit has removed: the ritual, or the time that rang.
    private mutating func withdrawOpen(
        formerly previous: Household, at now: Instant, into changes: inout Changes
    ) {
        for occurrence in open.values.filter({ now < $0.closes }).map(\.occurrence) {
            guard let ritual = previous.ritual(occurrence.ritual), !isInForce(occurrence, formerly: ritual)
            else { continue }
            waiting[occurrence.ritual] = nil
            open[occurrence.ritual] = nil
            changes.records.append(
                Record(occurrence: occurrence, fact: .ended(.withdrawn), rule: .edited, at: now))
            changes.withdrawals.append(occurrence.id)
            changes.reports.append(.ended(occurrence, ritual: ritual, .withdrawn, .edited))
        }
    }
}
