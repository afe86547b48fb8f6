import CivilTime
import Schedules

/// One ritual at one due time.
package struct Occurrence: Hashable, Sendable {
    /// What makes it this one and no other, in any zone: the ritual, and its time as the schedule has it.
    package struct ID: Hashable, Sendable {
        package let ritual: Ritual.ID
        package let due: Due.Name

        package init(ritual: Ritual.ID, due: Due.Name) {
            self.ritual = ritual
            self.due = due
        }
    }

    package let ritual: Ritual.ID
    package let due: Due

    package init(ritual: Ritual.ID, due: Due) {
        self.ritual = ritual
        self.due = due
    }

    package var id: ID { ID(ritual: ritual, due: due.name) }
}

/// How an occurrence ended.
///
/// The raw values are the words of the ledger and of the journal's `RITUAL_OUTCOME`.
package enum Outcome: String, CaseIterable, Sendable {
    /// A person said so.
    case done
    /// A person said: not today.
    case skipped
    /// It rang and wanted no answer.
    case shown
    /// It rang, and nobody answered.
    case lapsed
    /// It could not ring within its grace.
    case missed
    /// A rule kept it silent.
    case dropped
    /// Its ritual was changed or removed while it was open.
    case withdrawn
}

/// How far one occurrence has come.
package struct OccurrenceState: Hashable, Sendable {
    package enum Stage: Hashable, Sendable {
        /// It is being shown; the channels have not answered yet. `again`: as below.
        case ringing(again: Bool)
        /// No channel took it so far. `again` says that it may have been seen all the same, since its showing
        /// was begun and never confirmed.
        case waiting(again: Bool)
        /// It rang and is not over.
        case open
        case ended(Outcome, Rule)

        package var isWaiting: Bool { if case .waiting = self { true } else { false } }
    }

    /// What became of its bubble.
    package enum Bubble: String, Hashable, Sendable {
        /// It is up, as far as is known, or went with its server.
        case up
        /// It went by itself, and was not posted again since.
        case expired
        /// It went by itself and was posted again, which happens once.
        case returned
        /// A person closed it: it is seen, and not posted again.
        case closed

        /// Whether an unlock, a new server or the end of a pause posts it again.
        var comesBack: Bool { self == .up || self == .expired }
    }

    package let occurrence: Occurrence
    package var stage: Stage
    /// When it rang last; nil where it has not.
    package var rangAt: Instant?
    /// The moment that Later promised.
    package var later: Instant?
    package var bubble: Bubble
    /// Which rule makes it wait; nil where it does not, or waits for a channel.
    package var heldBy: Rule?
    /// When that is over, where it is known.
    package var heldUntil: Instant?
    /// How many of its nudges are past since it rang last, shown or left out.
    package var nudges: Int
    /// Whether the time that it lasts is over.
    package var isOver: Bool
    /// What was drawn for it when it rang.
    package var prompt: String?
    /// Whether it has ended without having rung, as far as is known, and may have been seen all the same.
    package var maybeSeen = false

    package init(
        _ occurrence: Occurrence, _ stage: Stage, rangAt: Instant? = nil, later: Instant? = nil,
        bubble: Bubble = .up, heldBy: Rule? = nil, nudges: Int = 0, isOver: Bool = false
    ) {
        self.occurrence = occurrence
        self.stage = stage
        self.rangAt = rangAt
        self.later = later
        self.bubble = bubble
        self.heldBy = heldBy
        self.nudges = nudges
        self.isOver = isOver
    }

    /// From when its lateness and its grace count: its due time, or the moment that Later promised.
    package var moment: Instant { later ?? occurrence.due.instant }

    package var outcome: Outcome? {
        if case .ended(let outcome, _) = stage { outcome } else { nil }
    }

    /// Whether it waits for the moment that Later promised.
    package var isPromised: Bool { stage == .open && later != nil }

    /// Whether it is due and was not taken by a channel so far.
    package var isWaiting: Bool { stage.isWaiting }

    /// Whether it was kept silent and not answered, which a clock or a zone that changes may undo; what rang
    /// stays rung.
    var isVoidable: Bool { rangAt == nil && (outcome == .missed || outcome == .dropped) }
}
