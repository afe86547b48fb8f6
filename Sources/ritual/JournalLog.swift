import CivilTime
import Glibc
import Host
import Rituals
import Systemd

/// The log as the journal has it.
struct JournalLog {
    private let reader: JournalReader

    /// Only what rituald has told of, running as this user: any program may call itself rituald, but none may
    /// choose whose it is.
    init() throws(JournalError) {
        // Libraries log under the program's name too; what rituald tells has one of its kinds.
        let kinds = MessageID.allCases.map { (name: "MESSAGE_ID", value: $0.rawValue) }
        reader = try JournalReader(
            matching: [("SYSLOG_IDENTIFIER", "rituald"), ("_UID", String(getuid()))] + kinds)
    }

    /// From here on only what is about this ritual.
    func narrow(to ritual: Ritual.ID) throws(JournalError) {
        try reader.match("RITUAL_ID", ritual.description)
    }

    func isEmpty() throws(JournalError) -> Bool {
        try reader.seek(toLatest: 1)
        return try !reader.next()
    }

    /// Goes before the entries since an instant, or before the latest, so many of them; of both, whichever leaves
    /// out more.
    func seek(since instant: Instant?, latest count: Int?) throws(JournalError) {
        let moment = instant.map(JournalLog.moment) ?? 0
        guard let count else { return try reader.seek(to: moment) }
        try reader.seek(toLatest: count)
        guard moment > 0, try reader.next() else { return }
        let isEarly = try reader.moment() < moment
        try isEarly ? reader.seek(to: moment) : reader.seek(toLatest: count)
    }

    /// The next entry; nil where there is none yet.
    func next() throws(JournalError) -> LogEntry? {
        guard try reader.next() else { return nil }
        let moment = try Int(clamping: reader.moment())
        var fields: [String: String] = [:]
        for name in LogEntry.names { fields[name] = reader.field(name) }
        return LogEntry(
            at: Instant(seconds: moment / 1_000_000, nanoseconds: moment % 1_000_000 * 1000), fields)
    }

    /// What the machine's own catalogue says about the entry that was read last.
    var explanation: String? { reader.explanation.map(Catalogue.body) }

    /// Waits until there may be more; false once nobody reads our output.
    func wait() throws(JournalError) -> Bool {
        try reader.wait(whileRead: STDOUT_FILENO)
    }

    /// In microseconds since the epoch; nothing was written before it.
    private static func moment(_ instant: Instant) -> UInt64 {
        UInt64(clamping: instant.seconds) * 1_000_000 + UInt64(instant.nanoseconds / 1000)
    }
}
