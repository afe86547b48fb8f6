import CivilTime
import Rituals

/// Writing down what has happened to one occurrence.
extension Ledger {
    func write(
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
