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
    let machine: String
    /// Whether it says up to when all is settled.
    var hasSettled = false
    /// The files it has open to write in; nil in memory, and where it only reads.
    var files: Files?

    /// Opens the ledger of a state folder to write in it, and makes it where it is missing; nil: one in
    /// memory, which is thrown away.
    package init(in folder: String?, machine: String) throws(LedgerError) {
        self.machine = machine
        let path = folder.map(Ledger.path)
        if let path { try Ledger.prepare(path) }
        database = try Database(path: path, access: .writing)
        // Before anything is changed: a newer one is left as it is.
        try Migrations.version(of: database)
        // A ring touches five pages, and is not faster with a larger cache; it would stay full after some rings.
        // What is deleted, or takes the place of something, leaves nothing behind in its page.
        try database.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -64;
            PRAGMA secure_delete = ON
            """)
        try Migrations.run(on: database)
        files = path.map(Files.init)
    }

    /// Opens the ledger of a state folder only to read; nil where there is none yet.
    package init?(reading folder: String) throws(LedgerError) {
        machine = ""
        let path = Ledger.path(in: folder)
        try Ledger.check(path)
        guard access(path, F_OK) == 0 else { return nil }
        var opened: Database?
        do throws(LedgerError) {
            opened = try Database(path: path, access: .reading)
            if let opened, try Migrations.version(of: opened) == 0 { return nil }
        } catch {
            guard error.kind == .unusable || error.kind == .busy else { throw error }
            let frozen = try Database(path: path, access: .frozen)
            if try Migrations.version(of: frozen) == 0 { return nil }
            opened = frozen
        }
        guard let opened else { return nil }
        database = opened
    }

    /// Lets go of what was read, and of the statements that are ready: most of a start's are not used again.
    package func shrink() {
        database.shrink()
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
