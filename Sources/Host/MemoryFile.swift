import CLinux
import Glibc

/// A file without a name, in memory (memfd_create(2)).
package enum MemoryFile {
    /// A descriptor from which a text can be read, to be closed by the caller.
    package static func descriptor(holding text: String) throws(SystemError) -> Int32 {
        let descriptor = memfd_create("rituald", rituald_memfd_cloexec)
        guard descriptor >= 0 else { throw SystemError("memfd_create", "a text for a program") }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = SystemError("write", "a text for a program")
                close(descriptor)
                throw error
            }
            written += count
        }
        lseek(descriptor, 0, SEEK_SET)
        return descriptor
    }

    package static func close(_ descriptor: Int32) {
        Glibc.close(descriptor)
    }
}
