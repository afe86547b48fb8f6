import Glibc

/// Why the journal cannot be read.
package enum JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// This machine keeps none.
    case missing
    /// Its files are for others: one that is kept in memory has no part of the user's own (journald.conf(5),
    /// `SplitMode=`).
    case unreadable
    /// The function, as its manual page names it, and the errno, positive.
    case system(call: String, code: Int32)

    package var description: String {
        switch self {
        case .missing: "this machine keeps no journal"
        case .unreadable: "the journal may not be read by you"
        case .system(let call, let code): "the journal: \(call): \(String(cString: strerror(code)))"
        }
    }
}
