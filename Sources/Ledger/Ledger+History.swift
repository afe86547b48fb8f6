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
        /// Which rule made it wait, where it waits or has waited in vain.
        package let held: Rule?
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

    /// One showing of an occurrence.
    package struct Showing: Sendable {
        package enum Kind: String, Sendable {
            case ring, nudge, end, repost, digest
        }

        package let kind: Kind
        package let at: Instant
        /// The channels that took it.
        package let channels: [String]
        /// Whether an earlier one may have been seen.
        package let isAgain: Bool
        package let wasRefused: Bool
    }

    /// How often a ritual was done, as far back as the ledger goes.
    package func doneCount(of id: Ritual.ID, until now: Instant) throws(LedgerError) -> Int {
        var count = 0
        try database.query(
            "SELECT count(*) FROM occurrences WHERE ritual = ? AND outcome = 'done' AND at <= ?",
            [.text(id.description), .integer(now.microseconds)]
        ) { count = Int($0.integer(0) ?? 0) }
        return count
    }

    /// All that was shown of an occurrence, oldest first.
    package func showings(of id: Occurrence.ID) throws(LedgerError) -> [Showing] {
        var showings: [Showing] = []
        try database.query(
            """
            SELECT a.kind, a.at, a.channels, a.again, a.state = 'refused' FROM announcements a
            JOIN occurrences o ON o.id = a.occurrence WHERE o.ritual = ? AND o.due = ? ORDER BY a.number
            """, [.text(id.ritual.description), .text(id.due.description)]
        ) { row in
            guard let kind = row.text(0).flatMap(Showing.Kind.init), let at = row.integer(1) else { return }
            showings.append(
                Showing(
                    kind: kind, at: Instant(microseconds: at),
                    channels: (row.text(2) ?? "").split(separator: " ").map(String.init),
                    isAgain: row.integer(3) == 1, wasRefused: row.integer(4) == 1))
        }
        return showings
    }

    /// When heads-ups of an occurrence were shown, oldest first.
    package func headsUps(of id: Occurrence.ID) throws(LedgerError) -> [(span: String, at: Instant)] {
        var headsUps: [(span: String, at: Instant)] = []
        try database.query(
            "SELECT span, at FROM heads_ups WHERE ritual = ? AND due = ? AND state <> 'waiting' ORDER BY at",
            [.text(id.ritual.description), .text(id.due.description)]
        ) { row in
            if let span = row.text(0), let at = row.integer(1) {
                headsUps.append((span, Instant(microseconds: at)))
            }
        }
        return headsUps
    }

    /// Since when the present schedule of a ritual is kept; nil where it never was.
    package func firstSeen(_ ritual: Ritual.ID) throws(LedgerError) -> Instant? {
        var since: Instant?
        try database.query("SELECT since FROM rituals WHERE id = ?", [.text(ritual.description)]) {
            since = $0.integer(0).map(Instant.init(microseconds:))
        }
        return since
    }

    /// The names of rituals of which something is kept, in order.
    package func knownRituals() throws(LedgerError) -> [Ritual.ID] {
        var ids: [Ritual.ID] = []
        try database.query("SELECT DISTINCT ritual FROM occurrences ORDER BY ritual") {
            if let id = $0.text(0).flatMap(Ritual.ID.init) { ids.append(id) }
        }
        return ids
    }

    /// One occurrence, with all that became of it; nil where nothing is kept of it.
    package func entry(of id: Occurrence.ID) throws(LedgerError) -> Entry? {
        try history(of: id.ritual, since: nil, limit: .max).last { $0.occurrence.id == id }
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
                (SELECT coalesce(sum(again), 0) FROM announcements WHERE occurrence = o.id), o.id, o.held
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
                    held: row.text(13).flatMap(Rule.init),
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
