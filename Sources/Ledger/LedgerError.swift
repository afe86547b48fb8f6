import CSQLite

/// Why the ledger could not be read or written; never with anything that it holds.
package struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// The file is no ledger, or a damaged one.
        case corrupt
        /// A newer program has made it; its version and the newest that this program knows.
        case newer(Int, known: Int)
        /// The disk or the folder does not let it be used now.
        case unusable
        /// Another process works on it at this moment (sqlite.org/rescode.html#busy).
        case busy
    }

    package let kind: Kind
    /// What went wrong, in SQLite's words or ours.
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// From SQLite's result code (sqlite.org/rescode.html); what was being done.
    init(code: Int32, doing what: String) {
        let primary = code & 0xFF
        kind =
            switch primary {
            case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            default: .unusable
            }
        message = "\(what): \(String(cString: sqlite3_errstr(code)))"
    }

    package var description: String {
        switch kind {
        case .newer(let version, let known):
            "the ledger is of version \(version), made by a newer rituald; this one knows up to \(known)"
        case .corrupt, .unusable, .busy: message
        }
    }
}
