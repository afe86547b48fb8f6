import CivilTime
import Glibc
import Host
import Rituals

/// The durable record of occurrences, announcements and answers: the one source of truth.
///
/// An SQLite database in WAL mode. It belongs to one queue.
package final class Ledger {
    let database: Database
    /// Who answers on this machine, where the file `me` says it.
    package var person: String?
    /// An id of this machine that says nothing of it elsewhere.
    private let machine: String
    private var hasSettled = false

    /// The file in a state folder.
    package static func path(in folder: String) -> String { folder + "/ledger.sqlite" }

    /// Opens the ledger of a state folder to write in it, and makes it where it is missing; nil: one in
    /// memory, which is thrown away.
    package init(in folder: String?, machine: String) throws(LedgerError) {
        self.machine = machine
        if let folder { try Ledger.makeFile(Ledger.path(in: folder)) }
        database = try Database(path: folder.map(Ledger.path), access: .writing)
        // Before anything is changed: a newer one is left as it is.
        try Migrations.version(of: database)
        try database.execute("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -256")
        try Migrations.run(on: database)
    }

    /// Opens the ledger of a state folder only to read; nil where there is none yet.
    package init?(reading folder: String) throws(LedgerError) {
        machine = ""
        let path = Ledger.path(in: folder)
        guard access(path, F_OK) == 0 else { return nil }
        var opened: Database?
        do throws(LedgerError) {
            opened = try Database(path: path, access: .reading)
            if let opened, try Migrations.version(of: opened) == 0 { return nil }
        } catch {
            guard error.kind == .unusable else { throw error }
            let frozen = try Database(path: path, access: .frozen)
            if try Migrations.version(of: frozen) == 0 { return nil }
            opened = frozen
        }
        guard let opened else { return nil }
        database = opened
    }

    /// Made here, so that nobody else may read it at any time; SQLite gives its other files the same mode.
    private static func makeFile(_ path: String) throws(LedgerError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw LedgerError(.unusable, SystemError("open", path).description)
        }
        close(descriptor)
    }

    /// Puts a damaged ledger out of the way, under a name with the date, and says which.
    ///
    /// `stamp` is for the name, as `2026-11-21T13-40-00`.
    package static func setAside(in folder: String, stamp: String) throws(SystemError) -> String {
        let path = path(in: folder)
        var target = "\(path).damaged-\(stamp)"
        var number = 2
        while access(target, F_OK) == 0 {
            target = "\(path).damaged-\(stamp)-\(number)"
            number += 1
        }
        guard rename(path, target) == 0 else { throw SystemError("rename", path) }
        // What belongs to it goes along; the new one would take it for its own.
        for suffix in ["-wal", "-shm"] { rename(path + suffix, target + suffix) }
        return target
    }

    /// Lets go of what was read and need not be kept in memory.
    package func shrink() throws(LedgerError) {
        try database.execute("PRAGMA shrink_memory")
    }

    // MARK: Writing

    /// Writes what has happened at an instant in one transaction.
    ///
    /// `settled` is up to when everything that fell due is settled, and in which zone. Rings are not waited
    /// for until they are on the disk; everything else is.
    package func commit(
        _ records: [Keeper.Record], at now: Instant, settled: Keeper.Settled
    ) throws(LedgerError) {
        let isRing = records.contains { record in
            if case .occurrence(_, _, .ringing) = record { true } else { false }
        }
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

    private func set(_ name: String, _ value: String) throws(LedgerError) {
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
                "INSERT OR REPLACE INTO rituals VALUES (?, ?, ?, ?)",
                [.text(id.description), .text(kept.schedule), .text(kept.zone), time])
        case .released(let id):
            try database.query("DELETE FROM rituals WHERE id = ?", [.text(id.description)])
        case .paused(let pause):
            try endPause(time)
            try database.query(
                "INSERT INTO pauses (begin, until) VALUES (?, ?)",
                [.integer(pause.begin.microseconds), Database.Value(pause.end?.microseconds)])
        case .resumed:
            try endPause(time)
        case .digested(let ids):
            for id in ids { try digested(id, time) }
        }
    }

    private func endPause(_ time: Database.Value) throws(LedgerError) {
        try database.query(
            "UPDATE pauses SET ended = ?1 WHERE ended IS NULL AND (until IS NULL OR until > ?1)", [time])
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
            .text(occurrence.ritual.description), .text(occurrence.due.civil.description),
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
                UPDATE occurrences SET rang = ?2, later = CASE WHEN later > ?2 THEN later END WHERE id = ?1
                """, [row, time])
        case .unshown:
            try database.query(
                """
                UPDATE announcements SET state = 'refused'
                WHERE occurrence = ?1 AND number = (
                    SELECT max(number) FROM announcements WHERE occurrence = ?1 AND kind = 'ring')
                """, [row])
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
        case .bubble(let bubble):
            try database.query(
                "UPDATE occurrences SET bubble = ?2 WHERE id = ?1", [row, .text(bubble.rawValue)])
        }
    }

    private func write(
        _ answer: Answer, _ source: AnswerSource, about row: Database.Value, _ time: Database.Value
    ) throws(LedgerError) {
        var until = Database.Value.null
        if case .later(let moment) = answer {
            until = .integer(moment.microseconds)
            try database.query(
                "UPDATE occurrences SET later = ?2, bubble = 'up' WHERE id = ?1", [row, until])
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

    private func reference(_ bubble: BubbleReference?) -> [Database.Value] {
        [Database.Value(bubble?.server), Database.Value(bubble.map { Int64($0.number) })]
    }
}

extension Keeper.Record {
    /// Whether it says only that something is shown, which nothing depends on being settled.
    fileprivate var isAboutRinging: Bool {
        switch self {
        case .occurrence(_, _, .ringing), .occurrence(_, _, .rang), .occurrence(_, _, .posted): true
        default: false
        }
    }
}

extension Instant {
    /// Since the epoch, rounded down.
    var microseconds: Int64 {
        Int64(seconds) * 1_000_000 + Int64(nanoseconds / 1000)
    }

    init(microseconds: Int64) {
        let (seconds, rest) = Int(microseconds).quotientAndRemainder(dividingBy: 1_000_000)
        // What is left of a second may be negative; the initialiser carries it over.
        self.init(seconds: seconds, nanoseconds: rest * 1000)
    }
}
