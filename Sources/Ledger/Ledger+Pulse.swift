import CivilTime
import Rituals
import Schedules

/// The pulse, and what was said because of it.
extension Ledger {
    /// Under which name a person's own is kept; empty where nobody has said whose machine it is.
    private static func key(_ person: String?) -> Database.Value { .text(person ?? "") }

    // MARK: The pulse

    /// All that a person has kept, the earliest first.
    package func pulses(of person: String?) throws(LedgerError) -> [Pulse] {
        var pulses: [Pulse] = []
        try database.query(
            "SELECT week, talk, affection, openness, together, note FROM pulse WHERE person = ? ORDER BY week",
            [Ledger.key(person)]
        ) { row in
            guard let week = row.text(0).flatMap(CivilWeek.init(parsing:)) else { return }
            var figures: [Pulse.Question: Int] = [:]
            for (question, column) in zip(Pulse.Question.allCases, Int32(1)...) {
                figures[question] = row.integer(column).map(Int.init)
            }
            pulses.append(Pulse(week: week, figures: figures, note: row.text(5)))
        }
        return pulses
    }

    /// Keeps a pulse; in a week that has one, what is new takes the place of what it answers, and the rest stays.
    package func keep(_ pulse: Pulse, of person: String?, at now: Instant) throws(LedgerError) {
        let figures = Pulse.Question.allCases.map { Database.Value(pulse.figures[$0].map(Int64.init)) }
        try database.transaction(isDurable: true) { () throws(LedgerError) in
            try database.query(
                """
                INSERT INTO pulse (person, week, talk, affection, openness, together, note, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET
                    talk = coalesce(excluded.talk, talk), affection = coalesce(excluded.affection, affection),
                    openness = coalesce(excluded.openness, openness),
                    together = coalesce(excluded.together, together),
                    note = coalesce(excluded.note, note), at = excluded.at
                """,
                [Ledger.key(person), .text(pulse.week.description)] + figures
                    + [Database.Value(pulse.note), .integer(now.microseconds)])
        }
    }

    /// What was kept before anybody had said whose machine it is belongs to whoever is named first.
    package func adoptPulses(for person: String) throws(LedgerError) {
        guard try database.integer("SELECT EXISTS (SELECT 1 FROM pulse WHERE person = '')") == 1 else {
            return
        }
        try database.transaction(isDurable: true) { () throws(LedgerError) in
            for sql in [
                "UPDATE OR IGNORE pulse SET person = ? WHERE person = ''",
                "UPDATE OR IGNORE insights SET person = ? WHERE person = '' AND rule <> 'offer'",
            ] {
                try database.query(sql, [.text(person)])
            }
        }
    }

    /// How a week was forgotten.
    package struct Forgetting: Hashable, Sendable {
        /// Whether there was anything.
        package let wasThere: Bool
        /// Whether no byte of it is left; else another program reads the ledger at this moment and keeps one.
        package let isGone: Bool
    }

    /// Takes a week's pulse out of the ledger, and out of the bytes of its files.
    ///
    /// A deleted row leaves copies of itself behind, in the log and in pages that it was moved out of; so the file
    /// is written anew (sqlite.org/lang_vacuum.html) and the log cut off.
    package func forgetPulse(of week: CivilWeek, _ person: String?) throws(LedgerError) -> Forgetting {
        var wasThere = false
        try database.transaction(isDurable: true) { () throws(LedgerError) in
            try database.query(
                "DELETE FROM pulse WHERE person = ? AND week = ?",
                [Ledger.key(person), .text(week.description)])
            wasThere = database.changes > 0
        }
        // On no other disk either.
        try database.execute("PRAGMA temp_store = MEMORY; VACUUM; PRAGMA temp_store = DEFAULT")
        var isGone = false
        try database.query("PRAGMA wal_checkpoint(TRUNCATE)") { isGone = $0.integer(0) == 0 }
        shrink()
        return Forgetting(wasThere: wasThere, isGone: isGone)
    }

    // MARK: Insights

    /// What a person was told, and the offers, which are for both; the earliest first.
    package func insights(of person: String?) throws(LedgerError) -> [Insight.Said] {
        var said: [Insight.Said] = []
        try database.query(
            """
            SELECT rule, about, words, week, at, ritual, due FROM insights
            WHERE person = ? OR rule = 'offer' ORDER BY at
            """, [Ledger.key(person)]
        ) { row in
            guard let rule = row.text(0).flatMap(Insight.Rule.init), let about = row.text(1),
                let week = row.text(3).flatMap(CivilWeek.init(parsing:)), let at = row.integer(4)
            else { return }
            let occurrence = row.text(5).flatMap(Ritual.ID.init).flatMap { ritual in
                row.text(6).flatMap(Due.Name.init(parsing:)).map { Occurrence.ID(ritual: ritual, due: $0) }
            }
            said.append(
                Insight.Said(
                    Insight(rule, about: about, words: row.text(2) ?? ""), week: week,
                    at: Instant(microseconds: at), occurrence: occurrence))
        }
        return said
    }

    /// Remembers that something was said.
    package func keep(_ said: Insight.Said) throws(LedgerError) {
        try database.transaction(isDurable: true) { () throws(LedgerError) in try insert(said) }
    }

    func insert(_ said: Insight.Said) throws(LedgerError) {
        let (insight, occurrence) = (said.insight, said.occurrence)
        try database.query(
            """
            INSERT OR IGNORE INTO insights (rule, person, about, week, words, at, ritual, due)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(insight.rule.rawValue), insight.rule == .offer ? .text("") : Ledger.key(person),
                .text(insight.about), .text(said.week.description), .text(insight.words),
                .integer(said.at.microseconds), Database.Value(occurrence?.ritual.description),
                Database.Value(occurrence?.due.description),
            ])
    }

    /// The rituals whose latest rings nobody has answered, and how many; since an instant at the earliest.
    package func unanswered(since instant: Instant) throws(LedgerError) -> [Unanswered] {
        var found: [Unanswered] = []
        try database.query(
            """
            SELECT o.ritual, count(*), min(o.rang), max(o.rang) FROM occurrences o
            JOIN rituals r ON r.id = o.ritual
            WHERE o.at >= ?1 AND o.outcome = 'lapsed' AND o.rang >= r.since
                AND o.at > coalesce((
                    SELECT max(p.at) FROM occurrences p
                    WHERE p.ritual = o.ritual AND p.at >= ?1
                        AND EXISTS (SELECT 1 FROM answers WHERE occurrence = p.id)), ?1)
            GROUP BY o.ritual
            """, [.integer(instant.microseconds)]
        ) { row in
            guard let ritual = row.text(0).flatMap(Ritual.ID.init), let first = row.integer(2),
                let last = row.integer(3)
            else { return }
            found.append(
                Unanswered(
                    ritual: ritual, rings: Int(row.integer(1) ?? 0), first: Instant(microseconds: first),
                    last: Instant(microseconds: last)))
        }
        return found
    }
}
