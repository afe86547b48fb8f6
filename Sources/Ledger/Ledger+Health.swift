import Glibc

/// Whether the file is sound.
extension Ledger {
    package struct Health: Hashable, Sendable {
        /// The first thing that SQLite finds wrong in the file (sqlite.org/pragma.html#pragma_quick_check).
        package let damage: String?
        /// How many occurrences it remembers; of a damaged one, 0.
        package let occurrences: Int
    }

    /// Looks through the ledger of a state folder, and leaves no file behind; nil where there is none yet.
    ///
    /// Throws `corrupt` where the damage does not let it be looked through.
    package static func health(in folder: String) throws(LedgerError) -> Health? {
        let path = path(in: folder)
        try check(path)
        guard access(path, F_OK) == 0 else { return nil }
        // Without its log nobody has it open, and a reader would begin one.
        guard access(path + "-wal", F_OK) == 0 else { return try health(of: path, .frozen) }
        do throws(LedgerError) {
            return try health(of: path, .reading)
        } catch {
            guard error.kind == .unusable else { throw error }
            return try health(of: path, .frozen)
        }
    }

    private static func health(of path: String, _ access: Database.Access) throws(LedgerError) -> Health? {
        let database = try Database(path: path, access: access)
        guard try Migrations.version(of: database) > 0 else { return nil }
        var words: String?
        try database.query("PRAGMA quick_check(1)") { words = words ?? $0.text(0) }
        guard words == "ok" else {
            return Health(damage: words ?? "nothing can be said of it", occurrences: 0)
        }
        let count = try database.integer("SELECT count(*) FROM occurrences") ?? 0
        return Health(damage: nil, occurrences: Int(count))
    }
}
