import Configuration
import Glibc
import Host

/// A copy of the files as they were when they could last be used, in the state folder.
///
/// With it a daemon that starts goes on by the last good files, as one that runs does; and what it has read well before, it
/// need not try in another process first.
struct LastGood {
    private let folder: String

    /// `state` is the state folder.
    init(in state: String) {
        folder = state + "/last-good"
    }

    /// The copy of `rituals.yaml`.
    var path: String { folder + "/rituals.yaml" }

    private var mark: String { folder + "/read-by" }

    /// Whether this very program has read files with this digest, and ended well.
    func knows(_ digest: String) -> Bool {
        guard let bytes = try? BoundedFile.read(mark, limit: 256) else { return false }
        return String(decoding: bytes, as: UTF8.self) == LastGood.line(digest)
    }

    /// Keeps files that could be used; on a full disk there's no copy, and nothing else is lost.
    func keep(_ image: FileImage) {
        Folder.unlink(mark)
        do throws(SystemError) {
            try Folder.makePrivate(folder)
            try image.write(to: folder)
            _ = try AtomicFile.create(mark, Array(LastGood.line(image.digest).utf8), isDurable: false)
        } catch {
            Folder.unlink(path)
        }
    }

    /// Another build may read the same files in another way.
    private static func line(_ digest: String) -> String {
        var status = stat()
        let build = stat("/proc/self/exe", &status) == 0 ? "\(status.st_size) \(status.st_mtim.tv_sec)" : ""
        return "rituald \(Version.current) \(build) \(digest)\n"
    }
}
