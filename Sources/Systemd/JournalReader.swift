import CSystemd
import Glibc

/// Reads those entries of this machine's journal that the user may read (sd-journal(3)).
///
/// It stands between two entries or at one, and belongs to one thread.
package final class JournalReader {
    private let journal: OpaquePointer
    /// What tells of new entries; nil until they are waited for.
    private var descriptor: Int32?

    /// In bytes; what is longer is cut.
    private static let longestField = 16_384

    /// Opens the journal for the entries that have all of these fields, of those with one name any of them; it stands
    /// nowhere yet.
    ///
    /// Fails where the file that is written to now may not be read, also if there are older ones that may.
    package init(matching fields: [(name: String, value: String)]) throws(JournalError) {
        var opened: OpaquePointer?
        try check("sd_journal_open", sd_journal_open(&opened, Int32(SD_JOURNAL_LOCAL_ONLY)))
        guard let opened else { throw .system(call: "sd_journal_open", code: ENOMEM) }
        journal = opened
        let folders = JournalReader.folders
        guard sd_journal_has_runtime_files(opened) > 0 || sd_journal_has_persistent_files(opened) > 0 else {
            throw folders.contains { access($0, F_OK) == 0 } ? .unreadable : .missing
        }
        // There is one in memory only where what happens now is not written to the disk.
        if let memory = folders.first, access(memory + "/system.journal", R_OK) != 0, errno == EACCES {
            throw .unreadable
        }
        try check(
            "sd_journal_set_data_threshold",
            sd_journal_set_data_threshold(opened, JournalReader.longestField))
        for (name, value) in fields { try match(name, value) }
    }

    deinit {
        sd_journal_close(journal)
    }

    /// Where this machine's files are: in memory, then on the disk (systemd-journald.service(8)).
    private static var folders: [String] {
        var id = sd_id128_t()
        guard sd_id128_get_machine(&id) >= 0 else { return [] }
        return ["/run", "/var"].map { "\($0)/log/journal/\(MachineID.text(of: id))" }
    }

    /// Leaves out the entries without this field too; it stands nowhere then.
    package func match(_ name: String, _ value: String) throws(JournalError) {
        let field = "\(name)=\(value)"
        try check("sd_journal_add_match", sd_journal_add_match(journal, field, field.utf8.count))
    }

    /// Goes before the first entry since a moment, in microseconds since the epoch.
    package func seek(to moment: UInt64) throws(JournalError) {
        try check("sd_journal_seek_realtime_usec", sd_journal_seek_realtime_usec(journal, moment))
    }

    /// Goes before the latest entries, so many of them.
    package func seek(toLatest count: Int) throws(JournalError) {
        try check("sd_journal_seek_tail", sd_journal_seek_tail(journal))
        // One more: the next one is the first of them then.
        let skipped = try check(
            "sd_journal_previous_skip", sd_journal_previous_skip(journal, UInt64(count) + 1))
        if skipped <= count { try check("sd_journal_seek_head", sd_journal_seek_head(journal)) }
    }

    /// Goes to the next entry; false where there is none yet.
    package func next() throws(JournalError) -> Bool {
        try check("sd_journal_next", sd_journal_next(journal)) > 0
    }

    /// When the entry came, in microseconds since the epoch.
    package func moment() throws(JournalError) -> UInt64 {
        var moment: UInt64 = 0
        try check("sd_journal_get_realtime_usec", sd_journal_get_realtime_usec(journal, &moment))
        return moment
    }

    /// A field of the entry; nil where it has none of this name, or one that cannot be read.
    package func field(_ name: String) -> String? {
        var data: UnsafeRawPointer?
        var size = 0
        guard sd_journal_get_data(journal, name, &data, &size) >= 0, let data else { return nil }
        // It begins with the name and an equals sign; the threshold is a hint only.
        let value = UnsafeRawBufferPointer(start: data, count: size).dropFirst(name.utf8.count + 1)
        return String(decoding: value.prefix(JournalReader.longestField), as: UTF8.self)
    }

    /// What the machine's catalogue says about the entry, its headers included; nil where it says nothing.
    package var explanation: String? {
        var text: UnsafeMutablePointer<CChar>?
        guard sd_journal_get_catalog(journal, &text) >= 0, let text else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    /// Waits until there may be a next entry; false once nobody reads what is written to `output`.
    package func wait(whileRead output: Int32) throws(JournalError) -> Bool {
        guard let descriptor else {
            // What came before it is watched is told by nobody.
            descriptor = try check("sd_journal_get_fd", sd_journal_get_fd(journal))
            return true
        }
        let events = try check("sd_journal_get_events", sd_journal_get_events(journal))
        var watched = [
            pollfd(fd: descriptor, events: Int16(events), revents: 0),
            pollfd(fd: output, events: 0, revents: 0),
        ]
        guard poll(&watched, nfds_t(watched.count), try patience()) >= 0 || errno == EINTR else {
            throw .system(call: "poll", code: errno)
        }
        guard watched[1].revents == 0 else { return false }
        try check("sd_journal_process", sd_journal_process(journal))
        return true
    }

    /// For how long nothing need be looked at, in milliseconds; -1: for ever.
    ///
    /// Files on another machine's disk tell of nothing new (sd_journal_get_timeout(3)).
    private func patience() throws(JournalError) -> Int32 {
        var end: UInt64 = 0
        try check("sd_journal_get_timeout", sd_journal_get_timeout(journal, &end))
        guard end != .max else { return -1 }
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let now = UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
        return Int32(clamping: end <= now ? 0 : (end - now) / 1000 + 1)
    }
}

@discardableResult
private func check(_ call: String, _ result: Int32) throws(JournalError) -> Int32 {
    guard result >= 0 else { throw .system(call: call, code: -result) }
    return result
}
