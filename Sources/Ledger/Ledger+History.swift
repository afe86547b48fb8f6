import CivilTime
import Rituals

/// Looking back.
extension Ledger {
    /// One occurrence, with all that became of it.
    package struct Entry: Sendable {
        package struct Given: Sendable {
            package let answer: Answer.Kind
            package let until: Instant?
            package let at: Instant
            package let person: String?
        }

        package let occurrence: Occurrence
        /// The name of the zone by whose clocks it was due.
        package let zone: String
        package let rule: Rule?
        /// When it rang last; nil where it did not.
        package let rangAt: Instant?
        /// The moment that Later promised and that has not come yet.
        package let later: Instant?
        /// Nil where it is not over.
        package let outcome: Outcome?
        package let outcomeRule: Rule?
        /// When that outcome was written.
        package let endedAt: Instant?
        /// Whether a showing was refused by every channel.
        package let wasRefused: Bool
        /// How often it was shown a second time because a first showing may not have been seen.
        package let timesAgain: Int
        package let answers: [Given]
    }

    /// The occurrences that were due since an instant, oldest first; of one ritual, or of all.
    ///
    /// `limit` leaves out the oldest.
    package func history(of ritual: Ritual.ID?, since instant: Instant?, limit: Int) throws(LedgerError)
        -> [Entry]
    {
        var answers: [Int64: [Entry.Given]] = [:]
        let since = Database.Value.integer(instant?.microseconds ?? .min)
        let id = Database.Value(ritual?.description)
        let scope = """
            SELECT id FROM occurrences WHERE at >= ?1 AND (?2 IS NULL OR ritual = ?2) ORDER BY at DESC, id DESC LIMIT ?3
            """
        let values = [since, id, .integer(Int64(limit))]
        try database.query(
            """
            SELECT occurrence, answer, until, at, "by" FROM answers WHERE occurrence IN (\(scope)) ORDER BY number
            """, values
        ) { row in
            guard let occurrence = row.integer(0), let answer = row.text(1).flatMap(Answer.Kind.init),
                let at = row.integer(3)
            else { return }
            answers[occurrence, default: []].append(
                Entry.Given(
                    answer: answer, until: row.integer(2).map(Instant.init(microseconds:)),
                    at: Instant(microseconds: at), person: row.text(4)))
        }
        var entries: [Entry] = []
        try database.query(
            """
            SELECT o.ritual, o.due, o.at, o.zone, o.rule, o.rang, o.later, e.outcome, e.rule, e.at,
                EXISTS (SELECT 1 FROM announcements WHERE occurrence = o.id AND state = 'refused'),
                (SELECT coalesce(sum(again), 0) FROM announcements WHERE occurrence = o.id), o.id
            FROM occurrences o
            LEFT JOIN outcomes e ON e.occurrence = o.id
                AND e.number = (SELECT max(number) FROM outcomes WHERE occurrence = o.id)
            WHERE o.id IN (\(scope)) ORDER BY o.at, o.id
            """, values
        ) { row in
            guard let occurrence = Ledger.occurrence(in: row, zone: 3) else { return }
            entries.append(
                Entry(
                    occurrence: occurrence, zone: row.text(3) ?? "", rule: row.text(4).flatMap(Rule.init),
                    rangAt: row.integer(5).map(Instant.init(microseconds:)),
                    later: row.integer(6).map(Instant.init(microseconds:)),
                    outcome: row.text(7).flatMap(Outcome.init), outcomeRule: row.text(8).flatMap(Rule.init),
                    endedAt: row.integer(9).map(Instant.init(microseconds:)),
                    wasRefused: row.integer(10) == 1, timesAgain: Int(row.integer(11) ?? 0),
                    answers: answers[row.integer(12) ?? 0] ?? []))
        }
        return entries
    }
}
