import CivilTime
import Rituals
import Schedules

/// What is counted when people look back.
extension Ledger {
    /// What an occurrence came to that wanted an answer, and was answered or had rung.
    package struct Ending: Hashable, Sendable {
        package let ritual: Ritual.ID
        /// The date on which it was due, as its schedule has it.
        package let date: CivilDate
        /// Done, skipped or lapsed.
        package let outcome: Outcome
        /// Who said that it was done, where that is known.
        package let person: String?

        package init(ritual: Ritual.ID, date: CivilDate, outcome: Outcome, person: String? = nil) {
            self.ritual = ritual
            self.date = date
            self.outcome = outcome
            self.person = person
        }
    }

    /// All of them that were due by an instant, oldest first; without the reminders that were asked for once.
    ///
    /// What was answered ahead is none as long as it lies ahead.
    package func endings(until now: Instant) throws(LedgerError) -> [Ending] {
        var endings: [Ending] = []
        try database.query(
            """
            SELECT o.ritual, o.due, o.outcome, (
                SELECT "by" FROM answers WHERE occurrence = o.id AND answer = 'done' ORDER BY number DESC LIMIT 1)
            FROM occurrences o WHERE o.outcome IN ('done', 'skipped', 'lapsed') AND o.at <= ? ORDER BY o.at, o.id
            """, [.integer(now.microseconds)]
        ) { row in
            guard let ritual = row.text(0).flatMap(Ritual.ID.init), !ritual.isOneOff,
                let due = row.text(1).flatMap(Due.Name.init(parsing:)),
                let outcome = row.text(2).flatMap(Outcome.init)
            else { return }
            endings.append(
                Ending(
                    ritual: ritual, date: due.date, outcome: outcome,
                    person: outcome == .done ? row.text(3) : nil))
        }
        return endings
    }
}
