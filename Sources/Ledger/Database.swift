import CSQLite

/// One connection to an SQLite database, for one queue.
final class Database {
    enum Value: Hashable {
        case null
        case integer(Int64)
        case text(String)

        init(_ text: String?) { self = text.map(Value.text) ?? .null }
        init(_ number: Int64?) { self = number.map(Value.integer) ?? .null }
    }

    struct Row {
        fileprivate let statement: OpaquePointer

        func integer(_ column: Int32) -> Int64? {
            sqlite3_column_type(statement, column) == SQLITE_NULL
                ? nil : sqlite3_column_int64(statement, column)
        }

        func text(_ column: Int32) -> String? {
            sqlite3_column_text(statement, column).map { String(cString: $0) }
        }
    }

    enum Access {
        case writing
        case reading
        /// A file in a folder where not even a reader may leave its marks.
        case frozen
    }

    private let connection: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]
    private var isFull = true

    /// Opens a file, which is made where it is missing and `access` allows it; nil: a database in memory.
    init(path: String?, access: Access) throws(LedgerError) {
        var opened: OpaquePointer?
        // One queue uses it, so SQLite need not lock.
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
        flags |= access == .writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let name = path.map { Database.address(of: $0, access) } ?? ":memory:"
        let code = sqlite3_open_v2(name, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let extended = opened.map(sqlite3_extended_errcode) ?? code
            sqlite3_close_v2(opened)
            throw LedgerError(code: extended, doing: "open the ledger")
        }
        connection = opened
        // Commands only read, and may wait. The daemon, which writes, has rings to send: it never waits for a lock.
        sqlite3_busy_timeout(connection, access == .writing ? 0 : 2000)
    }

    deinit {
        forgetStatements()
        sqlite3_close_v2(connection)
    }

    /// Closing will neither fold the log into the file nor delete it: under their names may be another ledger by now.
    func leaveFilesAlone() { rituald_sqlite_keep_log(connection) }

    /// Lets go of the pages that were read and of the prepared statements; both come back when they are used.
    func shrink() {
        forgetStatements()
        sqlite3_db_release_memory(connection)
    }

    private func forgetStatements() {
        for statement in statements.values { sqlite3_finalize(statement) }
        statements = [:]
    }

    /// A `file:` address, in which `?`, `#` and `%` have a meaning of their own (sqlite.org/uri.html).
    private static func address(of path: String, _ access: Access) -> String {
        var escaped = Array("file:".utf8)
        for byte in path.utf8 {
            let isSpecial = [UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "%")].contains(byte)
            escaped += isSpecial ? Array("%\(String(byte, radix: 16))".utf8) : [byte]
        }
        return String(decoding: escaped, as: UTF8.self) + (access == .frozen ? "?immutable=1" : "")
    }

    /// Runs SQL text of our own, without values.
    func execute(_ sql: String) throws(LedgerError) {
        let code = sqlite3_exec(connection, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, "work on the ledger") }
    }

    /// Runs a statement and hands each row to a function.
    ///
    /// What belongs to a transaction comes again with each ring, and stays prepared. A question alone is one
    /// of a start or of a person: those of a start would hold 60 kB, in the midst of what stays.
    func query(_ sql: String, _ values: [Value] = [], row: (Row) -> Void = { _ in }) throws(LedgerError) {
        let wasInTransaction = isInTransaction
        let statement = try prepared(sql)
        defer { putAway(statement, sql, isKept: wasInTransaction || isInTransaction) }
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            switch value {
            case .null: sqlite3_bind_null(statement, place)
            case .integer(let number): sqlite3_bind_int64(statement, place, number)
            case .text(let text): sqlite3_bind_text(statement, place, text, -1, rituald_sqlite_transient())
            }
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: row(Row(statement: statement))
            case SQLITE_DONE: return
            case let code: throw failure(code, "work on the ledger")
            }
        }
    }

    /// The first value of the first row.
    func integer(_ sql: String, _ values: [Value] = []) throws(LedgerError) -> Int64? {
        var result: Int64?
        try query(sql, values) { if result == nil { result = $0.integer(0) } }
        return result
    }

    private var isInTransaction: Bool { sqlite3_get_autocommit(connection) == 0 }

    /// The row that the latest INSERT has made.
    var lastRow: Int64 { sqlite3_last_insert_rowid(connection) }

    /// How many rows the latest statement has changed.
    var changes: Int32 { sqlite3_changes(connection) }

    /// Runs a function in one transaction: all of it is kept, or nothing.
    ///
    /// `isDurable`: it is on the disk before this returns, and so is everything before it; else it survives
    /// the end of the process, and not a loss of power (sqlite.org/pragma.html#pragma_synchronous).
    func transaction(isDurable: Bool, _ body: () throws(LedgerError) -> Void) throws(LedgerError) {
        if isDurable != isFull {
            try execute("PRAGMA synchronous = \(isDurable ? "FULL" : "NORMAL")")
            isFull = isDurable
        }
        try query("BEGIN IMMEDIATE")
        do throws(LedgerError) {
            try body()
            try query("COMMIT")
        } catch {
            // SQLite may have rolled back by itself, as on a full disk.
            if isInTransaction { try? query("ROLLBACK") }
            throw error
        }
    }

    private func prepared(_ sql: String) throws(LedgerError) -> OpaquePointer {
        if let known = statements[sql] { return known }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code, "read the ledger") }
        return statement
    }

    private func putAway(_ statement: OpaquePointer, _ sql: String, isKept: Bool) {
        guard isKept || statements[sql] != nil else {
            sqlite3_finalize(statement)
            return
        }
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
        statements[sql] = statement
    }

    private func failure(_ code: Int32, _ what: String) -> LedgerError {
        let extended = sqlite3_extended_errcode(connection)
        return LedgerError(code: extended & 0xFF == code & 0xFF ? extended : code, doing: what)
    }
}
