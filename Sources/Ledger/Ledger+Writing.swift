import CivilTime
import Rituals

/// Writing down what has happened.
extension Ledger {
    /// Writes what has happened at an instant in one transaction.
    ///
    /// `settled` is up to when everything that fell due is settled, and in which zone. Rings are not waited
    /// for until they are on the disk; everything else is.
    package func commit(
        _ records: [Keeper.Record], at now: Instant, settled: Keeper.Settled
    ) throws(LedgerError) {
        let isRing = records.contains(where: \.isBeginning)
        let isAnswer = records.contains { record in
            if case .occurrence(_, _, .answered) = record { true } else { false }
        }
        try database.transaction(isDurable: isAnswer || !isRing) { () throws(LedgerError) in
            for record in records { try write(record, at: now) }
            // A later start goes through what it knows to have rung again, and passes it over.
            if hasSettled, !records.isEmpty, records.allSatisfy(\.isAboutRinging) { return }
            try set("settled", String(settled.instant.microseconds))
            try set("furthest", String(settled.furthest.microseconds))
            try set("zone", settled.zone.identifier)
        }
        hasSettled = true
    }

    func set(_ name: String, _ value: String) throws(LedgerError) {
        try database.query(
            "INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [.text(name), .text(value)])
    }

    private func write(_ record: Keeper.Record, at now: Instant) throws(LedgerError) {
        let time = Database.Value.integer(now.microseconds)
        switch record {
        case .occurrence(let occurrence, let zone, let fact):
            let rule: Rule? = if case .ringing(let rule, _) = fact { rule } else { nil }
            let (row, isNew) = try row(of: occurrence, zone: zone, ringsBy: rule)
            try write(fact, about: row, isNew: isNew, time)
        case .kept(let id, let kept):
            try database.query(
                """
                INSERT INTO rituals (id, schedule, zone, since, heads_ups) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET
                    since = CASE WHEN schedule = excluded.schedule AND zone = excluded.zone THEN since
                        ELSE excluded.since END,
                    schedule = excluded.schedule, zone = excluded.zone, heads_ups = excluded.heads_ups
                """,
                [
                    .text(id.description), .text(kept.schedule), .text(kept.zone), time,
                    .text(kept.headsUps.joined(separator: " ")),
                ])
        case .released(let id):
            try database.query("DELETE FROM rituals WHERE id = ?", [.text(id.description)])
        case .renamed(let old, let new):
            try rename(old, to: new)
        case .paused(let pauses):
            try keep(pauses, time)
        case .headsUp(let id, let standing):
            try database.query(
                """
                INSERT INTO heads_ups (ritual, due, span, at, state) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET at = excluded.at, state = excluded.state
                """,
                [
                    .text(id.occurrence.ritual.description), .text(id.occurrence.due.description),
                    .text(id.span.description), time, .text(standing.rawValue),
                ])
        case .insight(let insight, let week, let occurrence):
            try insert(Insight.Said(insight, week: week, at: now, occurrence: occurrence))
        case .foretold(let id, let prompt):
            try database.query(
                "UPDATE heads_ups SET prompt = ?3 WHERE ritual = ?1 AND due = ?2",
                [
                    .text(id.occurrence.ritual.description), .text(id.occurrence.due.description),
                    .text(prompt),
                ])
        case .digested(let ids):
            for id in ids { try digested(id, time) }
        }
    }

    /// What of a ritual's has the same time under both names stays under the former one.
    private func rename(_ old: Ritual.ID, to new: Ritual.ID) throws(LedgerError) {
        let names: [Database.Value] = [.text(old.description), .text(new.description)]
        // What is void under the new name is nothing, and makes way; no ritual is named by nothing.
        try database.query(
            """
            UPDATE occurrences SET ritual = '' WHERE ritual = ?2
                AND outcome IS NULL AND rang IS NULL AND rule IS NULL AND held IS NULL
                AND due IN (SELECT due FROM occurrences WHERE ritual = ?1)
            """, names)
        for table in ["occurrences", "heads_ups"] {
            try database.query("UPDATE OR IGNORE \(table) SET ritual = ?2 WHERE ritual = ?1", names)
        }
        try database.query("UPDATE occurrences SET ritual = ? WHERE ritual = ''", [names[0]])
        try database.query(
            "UPDATE OR IGNORE insights SET about = ?2 WHERE rule = 'offer' AND about = ?1", names)
        // Under the present name it did not pass by.
        try database.query(
            "UPDATE occurrences SET digest = NULL WHERE ritual = ? AND digest = 'owed'", [names[0]])
        try database.query("UPDATE OR IGNORE rituals SET id = ?2 WHERE id = ?1", names)
        try database.query("DELETE FROM rituals WHERE id = ?", [names[0]])
    }

    /// Ends the pauses that are in force no more, and adds those that are new.
    private func keep(_ pauses: [Pause], _ time: Database.Value) throws(LedgerError) {
        let rows = pauses.map { pause -> [Database.Value] in
            [
                .integer(pause.begin.microseconds), Database.Value(pause.end?.microseconds),
                .text(pause.scope.text),
            ]
        }
        var known: [(id: Int64, row: [Database.Value])] = []
        try database.query("SELECT id, begin, until, scope FROM pauses WHERE ended IS NULL") { row in
            let values: [Database.Value] = [
                .integer(row.integer(1) ?? 0), Database.Value(row.integer(2)), .text(row.text(3) ?? ""),
            ]
            known.append((row.integer(0) ?? 0, values))
        }
        for one in known where !rows.contains(one.row) {
            try database.query(
                "UPDATE pauses SET ended = min(?1, coalesce(until, ?1)) WHERE id = ?2",
                [time, .integer(one.id)])
        }
        for row in rows where !known.contains(where: { $0.row == row }) {
            try database.query("INSERT INTO pauses (begin, until, scope) VALUES (?, ?, ?)", row)
        }
    }

    private func digested(_ id: Occurrence.ID, _ time: Database.Value) throws(LedgerError) {
        let key: [Database.Value] = [.text(id.ritual.description), .text(id.due.description)]
        try database.query("UPDATE occurrences SET digest = 'told' WHERE ritual = ? AND due = ?", key)
        try database.query(
            """
            INSERT INTO announcements (occurrence, number, kind, at, state)
            SELECT o.id, (SELECT coalesce(max(number), 0) + 1 FROM announcements WHERE occurrence = o.id),
                'digest', ?3, 'shown'
            FROM occurrences o WHERE ritual = ?1 AND due = ?2
            """, key + [time])
    }

    /// The row of an occurrence, made where there is none; a journey may have given it another instant.
    ///
    /// `RETURNING` would say the same in one statement, and open a table of its own for each answer.
    private func row(of occurrence: Occurrence, zone: String, ringsBy rule: Rule?) throws(LedgerError)
        -> (Database.Value, isNew: Bool)
    {
        let values: [Database.Value] = [
            .text(occurrence.ritual.description), .text(occurrence.due.name.description),
            .integer(occurrence.due.instant.microseconds), .text(zone),
        ]
        func insert() throws(LedgerError) -> Database.Value? {
            try database.query(
                """
                INSERT INTO occurrences (ritual, due, at, zone, rule) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """, values + [Database.Value(rule?.rawValue)])
            return database.changes == 1 ? .integer(database.lastRow) : nil
        }
        // Most that ring are new.
        if rule != nil, let row = try insert() { return (row, true) }
        var known: (row: Database.Value, isSame: Bool)?
        try database.query(
            "SELECT id, at = ?3 AND zone = ?4 FROM occurrences WHERE ritual = ?1 AND due = ?2", values
        ) { known = (Database.Value($0.integer(0)), $0.integer(1) == 1) }
        guard let known else { return (try insert() ?? .null, true) }
        if !known.isSame {
            try database.query(
                "UPDATE occurrences SET at = ?2, zone = ?3 WHERE id = ?1", [known.row] + values.suffix(2))
        }
        return (known.row, false)
    }

    private func write(
        _ fact: Keeper.Fact, about row: Database.Value, isNew: Bool, _ time: Database.Value
    ) throws(LedgerError) {
        switch fact {
        case .held(let rule):
            try database.query(
                "UPDATE occurrences SET held = ?2 WHERE id = ?1", [row, Database.Value(rule?.rawValue)])
        case .drew(let prompt):
            try database.query("UPDATE occurrences SET prompt = ?2 WHERE id = ?1", [row, .text(prompt)])
        case .nudging:
            try insertAnnouncement("nudge", about: row, time)
        case .over:
            try insertAnnouncement("end", about: row, time)
        case .ringing(let rule, let again):
            if !isNew {
                try database.query(
                    "UPDATE occurrences SET rule = ?2, bubble = 'up' WHERE id = ?1",
                    [row, .text(rule.rawValue)])
            }
            try database.query(
                """
                INSERT INTO announcements (occurrence, number, kind, at, again, state)
                VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM announcements WHERE occurrence = ?1), 'ring', ?2, ?3, 'begun')
                """,
                [row, time, .integer(again ? 1 : 0)])
        case .rang(let channels, let bubble):
            try database.query(
                """
                UPDATE announcements SET state = 'shown', confirmed = ?2, channels = ?3, server = ?4, bubble = ?5
                WHERE occurrence = ?1 AND number = (
                    SELECT max(number) FROM announcements WHERE occurrence = ?1 AND kind = 'ring')
                """,
                [row, time, .text(channels.map(\.rawValue).joined(separator: " "))] + reference(bubble))
            // A promise that has been kept is over; one that was made in the meantime is not.
            try database.query(
                """
                UPDATE occurrences SET rang = ?2, later = CASE WHEN later > ?2 THEN later END
                WHERE id = ?1
                """, [row, time])
        case .reached(let channels):
            try database.query(
                """
                UPDATE announcements SET channels = trim(coalesce(channels, '') || ' ' || ?2)
                WHERE occurrence = ?1 AND number = (
                    SELECT max(number) FROM announcements WHERE occurrence = ?1 AND kind = 'ring')
                """, [row, .text(channels.map(\.rawValue).joined(separator: " "))])
        case .unshown:
            try database.query(
                """
                UPDATE announcements SET state = 'refused'
                WHERE occurrence = ?1 AND number = (
                    SELECT max(number) FROM announcements WHERE occurrence = ?1 AND kind = 'ring')
                """, [row])
            // From now on it waits for a channel.
            try database.query("UPDATE occurrences SET held = NULL WHERE id = ?", [row])
        case .posted(let bubble):
            try database.query(
                """
                INSERT INTO announcements (occurrence, number, kind, at, state, confirmed, server, bubble)
                VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM announcements WHERE occurrence = ?1), 'repost', ?2, 'shown', ?2, ?3, ?4)
                """, [row, time] + reference(bubble))
        case .answered(let answer, let source):
            try write(answer, source, about: row, time)
        case .ended(let outcome, let rule, let owesDigest):
            try database.query(
                """
                INSERT INTO outcomes (occurrence, number, outcome, rule, at)
                VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM outcomes WHERE occurrence = ?1), ?2, ?3, ?4)
                """,
                [row, .text(outcome.rawValue), .text(rule.rawValue), time])
            try database.query(
                """
                UPDATE occurrences SET rule = coalesce(rule, ?2), digest = coalesce(?3, digest),
                    later = CASE WHEN ?2 = 'answered' THEN NULL ELSE later END
                WHERE id = ?1
                """, [row, .text(rule.rawValue), owesDigest ? .text("owed") : .null])
        case .voided(let rule):
            try database.query(
                """
                INSERT INTO outcomes (occurrence, number, rule, at)
                VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM outcomes WHERE occurrence = ?1), ?2, ?3)
                """, [row, .text(rule.rawValue), time])
            try database.query("UPDATE occurrences SET digest = NULL WHERE id = ?", [row])
            // One that an edit brings back goes on where it was; any other begins anew.
            if rule != .edited {
                try database.query("UPDATE occurrences SET rule = NULL, held = NULL WHERE id = ?", [row])
            }
        case .bubble(let bubble):
            let isBack = bubble == .returned
            try database.query(
                "UPDATE occurrences SET bubble = ?2, returned = ?3 WHERE id = ?1",
                [row, .text(isBack ? "closed" : bubble.rawValue), .integer(isBack ? 1 : 0)])
        }
    }

    private func write(
        _ answer: Answer, _ source: AnswerSource, about row: Database.Value, _ time: Database.Value
    ) throws(LedgerError) {
        var until = Database.Value.null
        if case .later(let moment) = answer {
            until = .integer(moment.microseconds)
            try database.query(
                "UPDATE occurrences SET later = ?2, bubble = 'up', held = NULL WHERE id = ?1", [row, until])
        }
        try database.query(
            """
            INSERT INTO answers (occurrence, number, answer, until, at, "by", machine, source)
            VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM answers WHERE occurrence = ?1), ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            [
                row, .text(answer.kind.rawValue), until, time, Database.Value(person), .text(machine),
                .text(source.rawValue),
            ])
        // A digest has nothing more to say of what was answered.
        try database.query("UPDATE occurrences SET digest = 'told' WHERE id = ? AND digest = 'owed'", [row])
    }

    /// One that is not confirmed: it is not shown a second time in any case.
    private func insertAnnouncement(
        _ kind: String, about row: Database.Value, _ time: Database.Value
    ) throws(LedgerError) {
        try database.query(
            """
            INSERT INTO announcements (occurrence, number, kind, at, state)
            VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM announcements WHERE occurrence = ?1), ?2, ?3, 'begun')
            """, [row, .text(kind), time])
    }

    private func reference(_ bubble: BubbleReference?) -> [Database.Value] {
        [Database.Value(bubble?.server), Database.Value(bubble.map { Int64($0.number) })]
    }
}

extension Keeper.Record {
    /// Whether something is shown because of it, which must not wait for the disk.
    fileprivate var isBeginning: Bool {
        switch self {
        case .occurrence(_, _, .ringing), .occurrence(_, _, .nudging), .headsUp(_, .begun): true
        default: false
        }
    }

    /// Whether it says only that something is shown, which nothing depends on being settled.
    fileprivate var isAboutRinging: Bool {
        switch self {
        case .occurrence(_, _, .ringing), .occurrence(_, _, .drew), .occurrence(_, _, .rang),
            .occurrence(_, _, .posted), .occurrence(_, _, .reached):
            true
        default: false
        }
    }
}
