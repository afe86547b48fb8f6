/// Whether the file is sound.
extension Ledger {
    /// The first thing that SQLite finds wrong in the file; nil where it finds nothing
    /// (sqlite.org/pragma.html#pragma_quick_check).
    ///
    /// Throws `corrupt` where the damage does not let it look on.
    package func damage() throws(LedgerError) -> String? {
        var words: String?
        try database.query("PRAGMA quick_check(1)") { words = words ?? $0.text(0) }
        return words == "ok" ? nil : words ?? "nothing can be said of it"
    }

    /// How many occurrences it remembers.
    package func countOccurrences() throws(LedgerError) -> Int {
        Int(try database.integer("SELECT count(*) FROM occurrences") ?? 0)
    }
}
