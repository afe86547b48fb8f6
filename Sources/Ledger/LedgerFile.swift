import Glibc
import Host

/// The ledger's files in a state folder.
extension Ledger {
    /// The file in a state folder.
    package static func path(in folder: String) -> String { folder + "/ledger.sqlite" }

    /// What SQLite keeps beside a database in WAL mode (sqlite.org/walformat.html).
    private static let companions = ["-wal", "-shm"]

    /// Makes sure that a ledger can be opened here, and makes an empty file where there is none.
    ///
    /// Made here, so that nobody else may read it at any time; SQLite gives its other files the same mode. A pipe or a
    /// device would be waited for without end.
    static func prepare(_ path: String) throws(LedgerError) {
        try check(path)
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw LedgerError(.unusable, SystemError("open", path).description) }
        close(descriptor)
    }

    /// Refuses what is there and isn't a file.
    static func check(_ path: String) throws(LedgerError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        let what: String
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFLNK:
            throw LedgerError(
                .unusable,
                "\(Places.short(path)) is a link. The ledger has to be a file in this folder: move the one it leads to here"
            )
        case S_IFDIR: what = "a folder"
        case S_IFIFO: what = "a pipe"
        case S_IFSOCK: what = "a socket"
        default: what = "a device"
        }
        throw LedgerError(
            .unusable, "\(Places.short(path)) is \(what), not a file; move it away, and a new ledger is begun"
        )
    }

    /// Why a ledger was put out of the way; part of the name that it's kept under.
    package enum Aside: String, CaseIterable, Sendable {
        case damaged
        /// Its main file has gone, and the log is left.
        case orphaned
        /// Another file has taken its place.
        case replaced
    }

    /// The names of the ledgers in a folder that were put out of the way, one for each.
    package static func setAside(in folder: String) -> [String] {
        (Folder.entries(of: folder) ?? []).filter { name in
            Aside.allCases.contains { aside in
                name.hasPrefix("\(path(in: folder).fileName).\(aside.rawValue)-")
                    && !name.hasSuffix("-shm")
                    // Of an orphaned one there is only the log.
                    && (aside == .orphaned || !name.hasSuffix("-wal"))
            }
        }
    }

    /// Puts away the log of a ledger that has gone or is empty; the name it is kept under, nil where there is none.
    ///
    /// The newest things may stand in that log alone, and SQLite would throw it away.
    package static func setAsideOrphan(in folder: String, stamp: String) throws(SystemError) -> String? {
        let path = path(in: folder)
        guard size(of: path) ?? 0 == 0, let left = size(of: path + "-wal"), left > 0 else { return nil }
        return try setAside(in: folder, as: .orphaned, stamp: stamp) + "-wal"
    }

    /// Puts a damaged ledger out of the way, under a name with the date, and says which.
    ///
    /// `stamp` is for the name, as `2026-11-21T13-40-00`.
    package static func setAside(in folder: String, as aside: Aside = .damaged, stamp: String)
        throws(SystemError)
        -> String
    {
        let path = path(in: folder)
        let target = freeName(path, aside, stamp)
        // What belongs to it goes along; the new one would take it for its own.
        for suffix in [""] + companions where rename(path + suffix, target + suffix) != 0 {
            guard errno == ENOENT else { throw SystemError("rename", path + suffix) }
        }
        return target
    }

    private static func freeName(_ path: String, _ aside: Aside, _ stamp: String) -> String {
        let first = "\(path).\(aside.rawValue)-\(stamp)"
        var target = first
        var number = 2
        while ([""] + companions).contains(where: { access(target + $0, F_OK) == 0 }) {
            target = "\(first)-\(number)"
            number += 1
        }
        return target
    }

    private static func size(of path: String) -> Int? {
        var status = stat()
        return lstat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    // MARK: While it is open

    /// Which files a connection works on.
    struct Files {
        let path: String
        let main: FileIdentity?
        /// Nil until the log is there.
        var log: FileIdentity?

        init(_ path: String) {
            self.path = path
            main = FileIdentity(of: path)
            log = FileIdentity(of: path + "-wal")
        }
    }

    /// How the files under the ledger's names stand to those it has open.
    package enum Ground: Sendable {
        /// They are the same.
        case firm
        /// One of them was removed.
        case gone
        /// Another file has taken the place of the ledger's own.
        case replaced
    }

    /// Looks at the names anew; a ledger in memory stands firm.
    package var ground: Ground {
        guard let files else { return .firm }
        let (main, log) = (FileIdentity(of: files.path), FileIdentity(of: files.path + "-wal"))
        if let main, main != files.main { return .replaced }
        if files.log == nil { self.files?.log = log }
        return main != nil && (files.log == nil || log == files.log) ? .firm : .gone
    }

    /// To be called before one that doesn't stand firm is let go.
    package func leaveFilesAlone() { database.leaveFilesAlone() }

    /// Writes all that this ledger holds into its place again, for the next one that opens it there.
    ///
    /// SQLite goes on reading files that have lost their names.
    package func putBack(in folder: String) throws(LedgerError) {
        let path = Ledger.path(in: folder)
        let copy = path + ".copy"
        unlink(copy)
        try copyAll(to: copy)
        // A log that stands there now isn't this copy's.
        for suffix in Ledger.companions { unlink(path + suffix) }
        guard rename(copy, path) == 0 else {
            throw LedgerError(.unusable, SystemError("rename", path).description)
        }
    }

    /// Keeps all that this ledger holds under a name with the date beside the one that has taken its place.
    package func keepReplaced(in folder: String, stamp: String) throws(LedgerError) -> String {
        let path = Ledger.path(in: folder)
        let target = Ledger.freeName(path, .replaced, stamp)
        try copyAll(to: target)
        // SQLite would lay its old log over the new file.
        if let log = files?.log, FileIdentity(of: path + "-wal") == log {
            for suffix in Ledger.companions { unlink(path + suffix) }
        }
        return target
    }

    /// A whole copy in one file (sqlite.org/lang_vacuum.html), readable by its user alone.
    private func copyAll(to path: String) throws(LedgerError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw LedgerError(.unusable, SystemError("open", path).description) }
        close(descriptor)
        do throws(LedgerError) {
            try database.query("VACUUM INTO ?", [.text(path)])
        } catch {
            unlink(path)
            throw error
        }
    }
}
