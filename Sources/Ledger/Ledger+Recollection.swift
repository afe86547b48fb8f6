import CivilTime
import Rituals

/// A ledger that takes the place of the one in use: a new one, or one that was restored from a backup.
extension Ledger {
    /// What the Keeper knows, for a ledger that doesn't know it.
    package struct Recollection: Sendable {
        let records: [Keeper.Record]
        let oneOffs: [OneOff]
        let owed: Set<Occurrence.ID>
        let at: Instant
        let settled: Keeper.Settled

        /// `records` are those that the ledger lacks; `owed` is all that a digest has still to name.
        package init(
            records: [Keeper.Record], oneOffs: [OneOff], owed: Set<Occurrence.ID>, at: Instant,
            settled: Keeper.Settled
        ) {
            (self.records, self.oneOffs, self.owed) = (records, oneOffs, owed)
            (self.at, self.settled) = (at, settled)
        }
    }

    /// What it has of the days before it was last written, and all that isn't over.
    package func recentStates() throws(LedgerError) -> [OccurrenceState] {
        guard let settled = try settled() else { return [] }
        return try states(since: settled - Keeper.remembered)
    }

    /// Takes over all that the Keeper knows and this ledger doesn't.
    package func learn(_ all: Recollection) throws(LedgerError) {
        try keep(all.oneOffs, in: all.settled.zone, at: all.at)
        try commit(all.records, at: all.at, settled: all.settled)
        try owe(only: all.owed)
    }

    /// Keeps those that another ledger had, under their numbers.
    private func keep(_ oneOffs: [OneOff], in zone: Zone, at now: Instant) throws(LedgerError) {
        try database.transaction(isDurable: true) { () throws(LedgerError) in
            for oneOff in oneOffs {
                let instant = (oneOff.ritual.zone ?? zone).resolve(oneOff.due).instant
                try database.query(
                    """
                    INSERT OR IGNORE INTO one_offs (id, text, due, at, "offset", private, made)
                    VALUES (substr(?, 6), ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(oneOff.id.description), .text(oneOff.text), .text(oneOff.due.description),
                        .integer(instant.microseconds), Database.Value(oneOff.offset.map(Int64.init)),
                        .integer(oneOff.isPrivate ? 1 : 0), .integer(now.microseconds),
                    ])
            }
        }
    }

    /// Owes a digest to these and to no others: what another ledger was told of need not be told once more.
    private func owe(only ids: Set<Occurrence.ID>) throws(LedgerError) {
        let told = try owed().filter { !ids.contains($0.id) }
        guard !told.isEmpty else { return }
        try database.transaction(isDurable: true) { () throws(LedgerError) in
            for occurrence in told {
                try database.query(
                    "UPDATE occurrences SET digest = 'told' WHERE ritual = ? AND due = ?",
                    [.text(occurrence.ritual.description), .text(occurrence.due.name.description)])
            }
        }
    }
}
