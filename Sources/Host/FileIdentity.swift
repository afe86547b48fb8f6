import Glibc

/// Which file a path leads to, whatever it's called: its device and its number there (stat(2)).
///
/// A name can be given to another file at any time. Whoever keeps a file open tells by this whether the name still
/// leads to it.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt

    /// Of what a path leads to in the end; nil where nothing is there.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode) = (UInt(status.st_dev), UInt(status.st_ino))
    }
}
