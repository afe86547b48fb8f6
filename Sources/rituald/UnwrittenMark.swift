import CivilTime
import Glibc
import Host

/// Remembers up to when something was shown that the ledger couldn't be told of.
///
/// The moment is the modification time of an empty file, which can be set on a full disk as well. If the process is killed
/// before the ledger could be written, the next one knows by it which rings may have been seen.
struct UnwrittenMark {
    private let path: String
    private var descriptor: Int32 = -1
    private var isSet: Bool

    /// The moment that an earlier process left behind; nil: everything of its was written.
    let found: Instant?

    /// Looks at the mark in a state folder, and leaves it as it is.
    init(in folder: String) {
        path = folder + "/unwritten"
        var status = stat()
        let isThere = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        let seconds = isThere ? status.st_mtim.tv_sec : 0
        found = seconds > 0 ? Instant(seconds: seconds, nanoseconds: status.st_mtim.tv_nsec) : nil
        isSet = found != nil
    }

    /// Something of this moment is not in the ledger.
    mutating func set(_ instant: Instant) {
        isSet = true
        write(timespec(tv_sec: instant.seconds, tv_nsec: instant.nanoseconds))
    }

    /// Everything is written.
    ///
    /// Also makes the file, so that it's there on the day on which no file can be made.
    mutating func clear() {
        guard isSet || descriptor < 0 else { return }
        isSet = false
        write(timespec())
    }

    private mutating func write(_ moment: timespec) {
        if descriptor < 0 {
            let flags = O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
            descriptor = open(path, flags, 0o600)
        }
        // Where even that can't be written, nothing is left to mark it with.
        guard descriptor >= 0 else { return }
        futimens(descriptor, [moment, moment])
    }

    /// The folder was removed: the file is to be made anew.
    mutating func forget() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
