import CivilTime
import Schedules

/// A reminder of its own, once: `ritual in` and `ritual at`.
package struct OneOff: Hashable, Sendable {
    package let id: Ritual.ID
    package let text: String
    package let due: CivilDateTime
    /// In seconds east of UTC, for one that was asked for after a span and rings at its instant wherever the
    /// machine travels; nil: on the machine's clock.
    package let offset: Int?
    package let isPrivate: Bool

    package init(id: Ritual.ID, text: String, due: CivilDateTime, offset: Int?, isPrivate: Bool) {
        self.id = id
        self.text = text
        self.due = due
        self.offset = offset
        self.isPrivate = isPrivate
    }

    /// As a ritual: `defaults` do not reach it, it rings up to six hours late, and in quiet hours too.
    package var ritual: Ritual {
        Ritual(
            id: id, title: text, schedule: Schedule(once: due), zone: offset.map(Zone.init(fixedOffset:)),
            isPrivate: isPrivate, grace: Span(seconds: 6 * 3600), missed: .digest, quiet: .ring)
    }
}
