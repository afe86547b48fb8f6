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
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(SystemError("open", path)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let failure: Failure =
                errno == EWOULDBLOCK
                ? .held(by: LockFile.writtenHolder(in: folder)) : .system(SystemError("flock", path))
            close(descriptor)
            throw failure
        }
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        guard pwrite(descriptor, text, text.utf8.count, 0) == text.utf8.count else {
            let failure = SystemError("write", path)
            close(descriptor)
            throw .system(failure)
        }
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
