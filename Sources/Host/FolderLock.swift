import Glibc

/// Lets one command at a time change the files of a folder.
///
/// It's the kernel's lock on the folder itself (flock(2)): no file is left in it, and it ends with the process.
package final class FolderLock {
    private let descriptor: Int32

    /// Another command works on the folder for longer than anybody wants to wait.
    package struct Held: Error {}

    /// How often it's asked for, 20 ms apart.
    private static let tries = 250

    /// Waits for its turn, five seconds at most; where there is no such folder, or it can't be locked, there is nothing to
    /// wait for.
    package init(_ folder: String) throws(Held) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        for _ in 0..<FolderLock.tries {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
            usleep(20_000)
        }
        close(descriptor)
        throw Held()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
