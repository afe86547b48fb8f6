import CivilTime
import Schedules

/// One ritual at one due time.
package struct Occurrence: Hashable, Sendable {
    /// What makes it this one and no other, in any zone: the ritual, and its time as the schedule has it.
    package struct ID: Hashable, Sendable {
        package let ritual: Ritual.ID
        package let due: CivilDateTime

        package init(ritual: Ritual.ID, due: CivilDateTime) {
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

    package var id: ID { ID(ritual: ritual, due: due.civil) }
}

/// How an occurrence ended.
package enum Outcome: String, Sendable {
    /// It could not ring within its grace.
    case missed
    /// A rule kept it silent.
    case dropped
    /// Its ritual was changed or removed while it was open.
    case withdrawn
}

/// Which rule of rituald.yaml(5), "the rules of ringing", decided about an occurrence.
///
/// The raw values are the words of the journal's `RITUAL_RULE`.
package enum Rule: String, Sendable {
    /// The zone changed and the clocks jumped over it.
    case zone
    /// Its grace was over (rule 6).
    case grace
    /// Nothing kept it from ringing (rule 10).
    case rings
    /// The file no longer has it.
    case edited
}
