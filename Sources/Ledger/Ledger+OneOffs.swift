import CivilTime
import Rituals

/// The reminders that people ask for by a command.
extension Ledger {
    /// Keeps a new one under the next free number.
    package func addOneOff(
        _ text: String, due: CivilDateTime, offset: Int?, isPrivate: Bool, dueAt: Instant, at now: Instant
    ) throws(LedgerError) -> OneOff {
        var number: Int64?
        try database.transaction(isDurable: true) { () throws(LedgerError) in
            number = try database.integer(
                """
                INSERT INTO one_offs (text, due, at, "offset", private, made) VALUES (?, ?, ?, ?, ?, ?) RETURNING id
                """,
                [
                    .text(text), .text(due.description), .integer(dueAt.microseconds),
                    Database.Value(offset.map(Int64.init)), .integer(isPrivate ? 1 : 0),
                    .integer(now.microseconds),
                ])
        }
        return OneOff(
            id: Ritual.ID(oneOff: Int(number ?? 0)), text: text, due: due, offset: offset,
            isPrivate: isPrivate)
    }

    /// Those that are not over, or were due since an instant.
    package func oneOffs(since instant: Instant) throws(LedgerError) -> [OneOff] {
        try oneOffs(
            where: """
                at >= ? OR NOT EXISTS (
                    SELECT 1 FROM occurrences WHERE ritual = 'once-' || one_offs.id AND outcome IS NOT NULL)
                """, [.integer(instant.microseconds)])
    }

    /// All there ever were.
    package func allOneOffs() throws(LedgerError) -> [OneOff] {
        try oneOffs(where: "TRUE", [])
    }

    private func oneOffs(where condition: String, _ values: [Database.Value]) throws(LedgerError) -> [OneOff]
    {
        var found: [OneOff] = []
        try database.query(
            "SELECT id, text, due, \"offset\", private FROM one_offs WHERE \(condition) ORDER BY id", values
        ) { row in
            guard let number = row.integer(0), let text = row.text(1),
                let due = row.text(2).flatMap(CivilDateTime.init(parsing:))
            else { return }
            found.append(
                OneOff(
                    id: Ritual.ID(oneOff: Int(number)), text: text, due: due,
                    offset: row.integer(3).map { Int($0) }, isPrivate: row.integer(4) != 0))
        }
        return found
    }
}
