import CLinux
import Glibc

/// Writes whole files, so that nobody ever reads half of one.
package enum AtomicFile {
    /// Makes a file that only its user may read; false where something of that name is there already, be it a
    /// link to nowhere.
    ///
    /// The folder must be there. A file system without hard links shows the file while it is written. `isDurable`: the disk
    /// is waited for.
    package static func create(_ path: String, _ bytes: [UInt8], isDurable: Bool = true) throws(SystemError)
        -> Bool
    {
        let temporary = try Temporary(beside: path)
        defer { temporary.discard() }
        try temporary.write(bytes, isDurable: isDurable)
        if link(temporary.path, path) == 0 { return true }
        if errno == EEXIST { return false }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { return false }
            throw SystemError("open", path)
        }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path, isDurable: isDurable)
        return true
    }

    /// Gives a file new contents; its mode, owner and attributes stay, and so do the links that lead to it.
    ///
    /// Where that cannot be done with a new file in the place of the old one (it has a second hard link, an owner that
    /// cannot be given away, a folder in which nothing can be made), the old one is written over.
    package static func replace(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
        guard let resolved = realpath(path, nil) else { throw SystemError("realpath", path) }
        let target = String(cString: resolved)
        free(resolved)
        // A file that is write-protected is meant to stay, though its folder would let it be replaced.
        guard access(target, W_OK) == 0 else { throw SystemError("access", path) }
        var old = stat()
        guard stat(target, &old) == 0 else { throw SystemError("stat", path) }
        if old.st_nlink == 1, let temporary = try? Temporary(beside: target) {
            defer { temporary.discard() }
            if temporary.takeAfter(target, old) {
                try temporary.write(bytes)
                guard rename(temporary.path, target) == 0 else { throw SystemError("rename", path) }
                sync(folder: target.folder)
                return
            }
        }
        try overwrite(target, bytes)
    }

    private static func overwrite(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
        let old = try? BoundedFile.read(path, limit: .max)
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        do {
            try write(bytes, to: descriptor, path)
        } catch {
            // What was there took less room, or as much.
            if let old { try? write(old, to: descriptor, path) }
            throw error
        }
    }

    /// From the beginning of the file on, which ends with the last byte; and waits for the disk where `isDurable`.
    fileprivate static func write(
        _ bytes: [UInt8], to descriptor: Int32, _ path: String, isDurable: Bool = true
    ) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(written))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError("write", path)
            }
            written += count
        }
        guard ftruncate(descriptor, off_t(bytes.count)) == 0 else { throw SystemError("ftruncate", path) }
        guard !isDurable || fsync(descriptor) == 0 else { throw SystemError("fsync", path) }
    }

    /// So that the new name outlasts a loss of power; a file system that cannot is let be.
    private static func sync(folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// A file beside another, under a name that nothing reads.
private struct Temporary {
    let path: String
    private let descriptor: Int32

    init(beside other: String) throws(SystemError) {
        var template = Array((other.folder + "/.rituald.XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SystemError("mkstemp", other.folder) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    func write(_ bytes: [UInt8], isDurable: Bool = true) throws(SystemError) {
        try AtomicFile.write(bytes, to: descriptor, path, isDurable: isDurable)
    }

    /// Takes over whose a file is, who may read it, and what else is noted of it; false where it cannot.
    func takeAfter(_ other: String, _ status: stat) -> Bool {
        var mine = stat()
        guard fstat(descriptor, &mine) == 0 else { return false }
        if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid),
            fchown(descriptor, status.st_uid, status.st_gid) != 0
        {
            return false
        }
        // Access lists lie in attributes, and a change of the mode changes them.
        guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { return false }
        return ExtendedAttributes.copy(from: other, to: descriptor)
    }

    /// After a rename there is nothing left to delete.
    func discard() {
        close(descriptor)
        unlink(path)
    }
}

/// What a file system notes of a file beside its mode: access lists, and whatever its user has put there.
private enum ExtendedAttributes {
    static func copy(from path: String, to descriptor: Int32) -> Bool {
        names(of: path).allSatisfy { name in
            // The system gives each new file its own.
            guard !name.hasPrefix("security.") else { return true }
            let size = getxattr(path, name, nil, 0)
            guard size >= 0 else { return false }
            var value = [UInt8](repeating: 0, count: size)
            return getxattr(path, name, &value, size) == size
                && fsetxattr(descriptor, name, value, size, 0) == 0
        }
    }

    private static func names(of path: String) -> [String] {
        var list = [CChar](repeating: 0, count: max(0, listxattr(path, nil, 0)))
        let size = listxattr(path, &list, list.count)
        guard size > 0 else { return [] }
        return list[..<size].split(separator: 0).map {
            String(decoding: $0.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
