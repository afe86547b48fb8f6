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
    /// Those that last for a while, and whose time is not over.
    var lasting: [Ritual.ID: Lasting] = [:]
    /// When to look at what has begun.
    var moments = Heap<Revisit>()
    /// Which of these moments counts for each ritual; the others are passed over.
    var revisits: [Ritual.ID: Instant] = [:]
    /// What has ended lately, in the order in which it did, and what was answered ahead of its time.
    var ended: [Ritual.ID: [OccurrenceState]] = [:]
    /// Those in force.
    package internal(set) var pauses: [Pause] = []
    var pastPauses: [Pause] = []
    /// Whether the screen is locked; nil: nobody has said so far.
    package internal(set) var isLocked: Bool? = false
    var lockedSince: Instant?
    /// What has begun to wait while nobody had said so far.
    var waitingToKnow: Set<Occurrence.ID> = []
    /// When it was locked lately.
    var locks: [Range<Instant>] = []
    /// Whether the desktop was asked not to disturb.
    package internal(set) var isUndisturbed = false
    /// The next heads-up of each span of each ritual.
    var headsUps = Heap<HeadsUp>()
    var waitingHeadsUps: [Ritual.ID: WaitingHeadsUp] = [:]
    /// Those whose bubbles may be up.
    var shownHeadsUps: [Ritual.ID: HeadsUp] = [:]
    /// Those that were shown, and when what they told of is due.
    var givenHeadsUps: [HeadsUp.ID: Instant] = [:]
    /// What was drawn for those that were told of ahead, which they keep.
    var foretold: [Occurrence.ID: String] = [:]
    /// The lines at an end that wait for the screen.
    var endLines: Set<Occurrence.ID> = []
    var digest = Digest()
    /// The occurrences that share one bubble and want an answer, by the first that it shows.
    var groups: [Occurrence.ID: Set<Occurrence.ID>] = [:]
    /// The latest moment up to which everything was ever settled.
    var furthest: Instant?
    /// The rings that no channel has taken so far, of which the journal has been told.
    var refused: Set<Occurrence.ID> = []
    /// What may have been seen without ever being confirmed, and has been made void since.
    var unconfirmed: Set<Occurrence.ID> = []
    /// Up to when an earlier process may have shown rings that it could not write down.
    var unwrittenThrough: Instant?
    var doubt: Doubt?
    /// What the ledger has of the pulse, as far as bubbles have to do with it.
    package var outlook = Outlook()
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
        let hasBegun = lastSeen != nil
        // By the clocks of before, on which it is ahead again what may be jumped over by those of now.
        noticeStepBack(to: now, into: &changes)
        self.zone = zone
        if hasBegun, resume == nil, zone != before {
            moveToNewZone(from: before, at: now, into: &changes)
        }
        if hasBegun, zone.identifier != before.identifier {
            changes.reports.append(.zoneChanged(from: before.identifier, to: zone.identifier))
        } else if hasBegun, resume == nil, zone != before {
            changes.reports.append(.rulesChanged(zone.identifier))
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
        changes.formerRules = formerRules(under: household)
        // Until now nothing could be settled, whatever has been seen since.
        if let resume { lastSeen = resume.lastSeen }
        takeOver(household, at: now, into: &changes)
        for name in changes.formerRules.keys.sorted() { changes.reports.append(.rulesChanged(name)) }
        if zoneBefore != zone, zoneBefore.identifier == zone.identifier {
            changes.reports.append(.rulesChanged(zone.identifier))
        }
        if zoneBefore != zone || !changes.formerRules.isEmpty {
            moveToNewZone(from: zoneBefore, at: now, into: &changes)
        }
        if resume != nil { goOn(at: now, into: &changes) }
        settle(at: now, zoneBefore: zoneBefore, into: &changes)
        return finish(changes, at: now)
    }

    /// A person asked for a reminder: it begins now.
    package mutating func reminded(_ ritual: Ritual, at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        household.add(ritual)
        changes.records.append(.kept(ritual.id, KeptSchedule(ritual)))
        doubt?.begun[ritual.id] = now
        if let due = nextDue(of: ritual, after: now) {
            agenda.insert(Coming(due: due, index: household.rituals.count - 1))
        }
        settle(at: now, zoneBefore: zone, into: &changes)
        return finish(changes, at: now)
    }

    /// The clock is known to be right: what was put off until then is settled.
    package mutating func clockSynchronised(at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        if doubt != nil { endDoubt(at: now, into: &changes) }
        settle(at: now, zoneBefore: zone, into: &changes)
        return finish(changes, at: now)
    }

    // MARK: Questions

    package var rituals: [Ritual] { household.rituals }

    package func ritual(_ id: Ritual.ID) -> Ritual? { household.ritual(id) }

    /// Whether something waits for a channel to take it.
    package var hasWaiting: Bool {
        current.values.contains(where: \.isWaiting)
    }

    /// Whether one that was shown can still be answered by its bubble's buttons.
    package var hasOpen: Bool {
        current.values.contains { state in !state.isWaiting || state.rangAt != nil }
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
}
