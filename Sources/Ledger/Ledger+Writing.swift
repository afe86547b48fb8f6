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
