import Glibc

/// Reads a whole file, but only a real one, and only up to a size.
package enum BoundedFile {
    /// Why a file was not read.
    package enum Failure: Error, Hashable, Sendable {
        case missing
        /// A folder, a pipe, a device: what it is instead of a file.
        case notAFile(String)
        /// More bytes than the limit.
        case tooLarge(limit: Int)
        case system(SystemError)
    }

    /// Whether anything but a folder is there under a name.
    package static func isThere(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    /// The limit is in bytes; a larger file is refused before it is read.
    package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        // Without O_NONBLOCK a pipe would wait for its writer for ever.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? .missing : .system(SystemError("open", path))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(SystemError("fstat", path)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(kind(of: status.st_mode)) }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }

        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .system(SystemError("read", path))
            }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            // It may grow while it is read.
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }

    private static func kind(of mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }
}
