import CivilTime
import Schedules

/// Telling of a ritual some time before it.
package struct HeadsUp: Comparable, Sendable {
    /// The occurrence that it tells of, and how long before.
    package struct ID: Hashable, Sendable {
        package let occurrence: Occurrence.ID
        package let span: Span

        package init(occurrence: Occurrence.ID, span: Span) {
            self.occurrence = occurrence
            self.span = span
        }
    }

    /// How far its showing has come; the raw values are the ledger's words.
    package enum Standing: String, Sendable {
        /// It was about to be shown.
        case begun
        case shown
        /// Its moment has come, and something keeps it back: no channel took it, or a rule has it wait.
        case waiting
    }

    let ritual: Ritual.ID
    let due: Due
    let span: Span
    /// When it is to be shown.
    let moment: Instant

    init(_ ritual: Ritual, _ due: Due, _ span: Span, in zone: Zone) {
        self.ritual = ritual.id
        self.due = due
        self.span = span
        moment = zone.instant(span, before: due.instant)
    }

    init(_ other: HeadsUp, of ritual: Ritual.ID) {
        self.ritual = ritual
        (due, span, moment) = (other.due, other.span, other.moment)
    }

    var id: ID { ID(occurrence: occurrence.id, span: span) }
    var occurrence: Occurrence { Occurrence(ritual: ritual, due: due) }

    package static func < (one: HeadsUp, other: HeadsUp) -> Bool {
        (one.moment, one.due.instant, one.ritual) < (other.moment, other.due.instant, other.ritual)
    }
}
