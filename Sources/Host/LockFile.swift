import CLinux
import Glibc

/// Keeps a second daemon from working on the same state.
///
/// The lock is the kernel's (flock(2)) and ends with the process, however that ends; the file itself stays.
package final class LockFile {
    /// Why the lock was not had.
    package enum Failure: Error, Hashable, Sendable {
        /// Another process holds it; its id where the file tells.
        case held(by: Int?)
        case system(SystemError)
    }

    private let descriptor: Int32

    /// Takes the lock of a state folder, or throws at once.
    package init(in folder: String) throws(Failure) {
        let path = LockFile.path(in: folder)
        var descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        // Where nothing can be written, the lock of a file that is there can still be taken.
        let failure = SystemError("open", path)
        if descriptor < 0 { descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard descriptor >= 0 else { throw .system(failure) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let failure: Failure =
                errno == EWOULDBLOCK
                ? .held(by: LockFile.writtenHolder(in: folder)) : .system(SystemError("flock", path))
            close(descriptor)
            throw failure
        }
        // Who holds it is only for people to know; on a full disk it is not written.
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        pwrite(descriptor, text, text.utf8.count, 0)
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The process that holds the lock of a state folder now, or nil; takes nothing.
    package static func holder(in folder: String) -> Int? {
        let descriptor = open(path(in: folder), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return writtenHolder(in: folder)
    }

    private static func path(in folder: String) -> String { folder + "/lock" }

    private static func writtenHolder(in folder: String) -> Int? {
        guard let bytes = try? BoundedFile.read(path(in: folder), limit: 64) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" })
    }
}
