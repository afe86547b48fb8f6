import Glibc

/// Folders: what is in them, and making them.
package enum Folder {
    /// The names in a folder in order, without `.` and `..`; nil where it cannot be read.
    package static func entries(of path: String) -> [String]? {
        guard let stream = opendir(path) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Takes a name away, if it's there.
    package static func unlink(_ path: String) { Glibc.unlink(path) }

    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a folder that only its user may look into, and those above it where they are missing.
    package static func makePrivate(_ path: String) throws(SystemError) {
        guard !exists(path) else { return }
        let parent = path.folder
        if parent != path, !exists(parent) { try makePrivate(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError("mkdir", path) }
    }
}
