import CivilTime
import Schedules

/// Decides what rings, and when to look again: the one place where that is decided.
///
/// A value: it answers each event with effects and never acts. The timer, resume from suspend, a stepped
/// clock, a new time zone and the start of the program are all the one event `woke`, so that none of them can
/// be forgotten.
package struct Keeper: Sendable {
    var household = Household()
    var zone = Zone.utc
    var lastSeen: Instant?
    /// What comes next of each ritual.
    var agenda = Heap<Coming>()
    /// The one occurrence of each ritual that has begun and is not over.
    var current: [Ritual.ID: OccurrenceState] = [:]
    /// When to look at them.
    var moments = Heap<Revisit>()
    /// What has ended lately, in the order in which it did, and what was answered ahead of its time.
    var ended: [Ritual.ID: [OccurrenceState]] = [:]
    package internal(set) var pauseInForce: Pause?
    var pastPauses: [Pause] = []
    var digest = Digest()
    /// The occurrences that share one bubble and want an answer, by the first that it shows.
    var groups: [Occurrence.ID: Set<Occurrence.ID>] = [:]
    /// The latest moment up to which everything was ever settled.
    var furthest: Instant?
    /// The rings that no channel has taken so far, of which the journal has been told.
    var refused: Set<Occurrence.ID> = []
    var doubt: Doubt?
    /// What the ledger knew at the start, until the files have been read.
    var resume: Memory?

    package init() {}

    // MARK: Events

    /// The alarm went off, the machine resumed, the clock or the zone changed, or the program began.
    ///
    /// `zone` is the machine's, as it is now.
    package mutating func woke(at now: Instant, zone: Zone) -> [Effect] {
        var changes = Changes()
        let before = self.zone
        self.zone = zone
        let hasBegun = lastSeen != nil
        noticeStepBack(to: now, into: &changes)
        if hasBegun, resume == nil, zone != before { moveToNewZone(at: now, into: &changes) }
        if hasBegun, zone.identifier != before.identifier {
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
        let zoneBefore = resume?.zone ?? zone
        // Until now nothing could be settled, whatever has been seen since.
        if let resume { lastSeen = resume.lastSeen }
        takeOver(household, at: now, into: &changes)
        if zoneBefore != zone { moveToNewZone(at: now, into: &changes) }
        settle(at: now, zoneBefore: zoneBefore, into: &changes)
        return finish(changes, at: now)
    }

    /// The clock is known to be right: what was put off until then is settled.
    package mutating func clockSynchronised(at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        if doubt != nil { endDoubt() }
        settle(at: now, zoneBefore: zone, into: &changes)
        return finish(changes, at: now)
    }

    // MARK: Questions

    /// The next occurrence, for a status line.
    package var next: (ritual: Ritual, due: Due)? {
        household.away.isEmpty
            ? agenda.first.map { (household.rituals[$0.index], $0.due) } : coming(1).first
    }

    package var rituals: [Ritual] { household.rituals }

    package func ritual(_ id: Ritual.ID) -> Ritual? { household.ritual(id) }

    /// The next occurrences that they are not away for, at most so many.
    package func coming(_ count: Int) -> [(ritual: Ritual, due: Due)] {
        var agenda = agenda
        var coming: [(ritual: Ritual, due: Due)] = []
        while coming.count < count, let first = agenda.removeFirst() {
            let ritual = household.rituals[first.index]
            let present = household.present(from: first.due, of: ritual, in: zone(of: ritual)) {
                nextDue(of: ritual, after: $0)
            }
            guard present == first.due else {
                if let present { agenda.insert(Coming(due: present, index: first.index)) }
                continue
            }
            coming.append((ritual, first.due))
            if let next = nextDue(of: ritual, after: first.due.instant) {
                agenda.insert(Coming(due: next, index: first.index))
            }
        }
        return coming
    }

    /// Whether something waits for a channel to take it.
    package var hasWaiting: Bool {
        current.values.contains(where: \.isWaiting)
    }

    /// The occurrences that have begun and are not over, in the order of their times.
    package var unfinished: [OccurrenceState] {
        current.values.sorted { ($0.moment, $0.occurrence.ritual) < ($1.moment, $1.occurrence.ritual) }
    }

    /// The zone by whose clocks a ritual's times are meant.
    func zone(of ritual: Ritual) -> Zone {
        ritual.zone ?? zone
    }

    /// The name of the zone by whose clocks an occurrence is due.
    func zoneName(of occurrence: Occurrence) -> String {
        household.ritual(occurrence.ritual).map { zone(of: $0) }?.identifier ?? zone.identifier
    }

    /// Whether an occurrence has begun, ended or been answered already.
    func isKnown(_ ritual: Ritual.ID, _ name: Due.Name) -> Bool {
        current[ritual]?.occurrence.due.name == name
            || ended[ritual]?.contains { $0.occurrence.due.name == name } == true
    }

    /// The first of a ritual's occurrences after an instant that is not known yet.
    func nextDue(of ritual: Ritual, after instant: Instant) -> Due? {
        let zone = zone(of: ritual)
        var due = ritual.schedule.next(after: instant, in: zone)
        while let known = due, isKnown(ritual.id, known.name) {
            due = ritual.schedule.next(after: known.instant, in: zone)
        }
        return due
    }

    // MARK: Effects

    /// What one event has led to, by kind, since records come before anything is shown.
    struct Changes {
        var records: [Record] = []
        var withdrawals: [Announcement.Subject] = []
        var rings: [Announcement] = []
        var reposts: [Announcement] = []
        var others: [Announcement] = []
        var reports: [Report] = []

        mutating func record(_ occurrence: Occurrence, zone: String, _ fact: Fact) {
            records.append(.occurrence(occurrence, zone: zone, fact))
        }
    }

    mutating func finish(_ changes: Changes, at now: Instant) -> [Effect] {
        lastSeen = now
        if doubt == nil, resume == nil { furthest = max(furthest ?? now, now) }
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
        let shown =
            together(changes.rings, isRepost: false, &changes.withdrawals)
            + together(changes.reposts, isRepost: true, &changes.withdrawals) + changes.others
        // A newer bubble on the same subject takes the older one's place.
        let replaced = Set(shown.map(\.subject))
        for (first, ids) in groups where !ids.contains(where: isShownAsOpen) {
            groups[first] = nil
            changes.withdrawals.append(.several(first))
        }
        return changes.records.map(Effect.record)
            + changes.withdrawals.filter { !replaced.contains($0) }.map(Effect.withdraw)
            + shown.map(Effect.announce) + changes.reports.map(Effect.report) + [.wake(at: alarm())]
    }

    /// More than three at once are one bubble.
    private mutating func together(
        _ announcements: [Announcement], isRepost: Bool, _ withdrawals: inout [Announcement.Subject]
    ) -> [Announcement] {
        guard announcements.count > Load.manyAtOnce else { return announcements }
        withdrawals += announcements.map(\.subject)
        let together = Announcement(several: announcements, isRepost: isRepost)
        let asking = announcements.filter { !$0.actions.isEmpty }.flatMap(\.kind.occurrences)
        if let first = together.kind.occurrences.first, !asking.isEmpty { groups[first] = Set(asking) }
        return [together]
    }

    private func isShownAsOpen(_ id: Occurrence.ID) -> Bool {
        current[id.ritual].map { $0.occurrence.id == id && !$0.isPromised } ?? false
    }

    /// The nearest moment at which anything can change.
    mutating func alarm() -> Instant? {
        while let first = moments.first {
            let moment = current[first.ritual].flatMap(nextMoment)
            guard moment != first.instant else { break }
            moments.removeFirst()
            if let moment { moments.insert(Revisit(instant: moment, ritual: first.ritual)) }
        }
        return [
            agenda.first?.due.instant, moments.first?.instant, doubt?.until, digest.alarm, pauseInForce?.end,
        ].compactMap { $0 }.min()
    }
}
