import Glibc
import Host

/// A copy of a file to be edited, in a folder of its own that others cannot look into.
///
/// It is not beside the file: whatever editors leave there would be synced, or read.
struct EditedCopy {
    /// The file that it is a copy of.
    let original: String
    private let folder: String
    var path: String { folder + "/" + original.fileName }

    init(of original: String, _ bytes: [UInt8]) throws(SystemError) {
        self.original = original
        var template = Array(((Environment.value("TMPDIR") ?? "/tmp") + "/ritual-edit.XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw SystemError("mkdtemp", Environment.value("TMPDIR") ?? "/tmp")
        }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        _ = try AtomicFile.create(path, bytes)
    }

    func read() throws(BoundedFile.Failure) -> [UInt8] { try BoundedFile.read(path, limit: .max) }

    /// Puts the copy beside the original under a name of its own, and returns that; where it cannot, it stays
    /// where it is.
    func keep() -> String {
        guard let bytes = try? read() else { return path }
        for number in 1...99 {
            let name = original + ".edited" + (number == 1 ? "" : "-\(number)")
            do {
                guard try AtomicFile.create(name, bytes) else { continue }
                discard()
                return name
            } catch {
                return path
            }
        }
        return path
    }

    /// With what the editor has left beside it.
    func discard() {
        for name in Folder.entries(of: folder) ?? [] { unlink(folder + "/" + name) }
        rmdir(folder)
    }
}
