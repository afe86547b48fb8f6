import Host
import Rituals

/// The couple's files as they are at one moment, byte for byte: `rituals.yaml`, and beside it `rituals.d/*.yaml`,
/// `decks/*.yaml` and `me`.
package struct FileImage: Sendable {
    private let path: String
    /// A file's name, with its folder if it has one, and what's in it.
    private let files: [(name: String, bytes: [UInt8])]

    /// `path` is that of `rituals.yaml`; what can't be read as a file isn't in it.
    package init(of path: String) {
        self.path = path
        let folder = path.folder
        let names =
            [path.fileName, "me"]
            + ["rituals.d", "decks"].flatMap { name in
                (Folder.entries(of: "\(folder)/\(name)") ?? []).filter { $0.hasSuffix(".yaml") }.map {
                    "\(name)/\($0)"
                }
            }
        files = names.compactMap { name in
            (try? BoundedFile.read("\(folder)/\(name)", limit: Source.largest)).map { (name, $0) }
        }
    }

    /// The names of the files, each with its folder if it has one.
    package var names: [String] { files.map(\.name) }

    /// What's in each file, by its path: for a reader that is to see these very bytes.
    package var contents: [String: [UInt8]] {
        Dictionary(
            uniqueKeysWithValues: files.map { name, bytes in
                (name == path.fileName ? path : "\(path.folder)/\(name)", bytes)
            })
    }

    /// The same for the same files, and another for any others: 16 hexadecimal digits (FNV-1a, 64 bits).
    ///
    /// It tells two readers whether they have read the same; it's no protection against somebody who wants them to err.
    package var digest: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        for (name, bytes) in files {
            add("\(name)\n\(bytes.count)\n".utf8)
            add(bytes)
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Writes the files into a folder of their own, which only its user may look into, in the place of what was there.
    ///
    /// `rituals.yaml` gets this name, whatever it was called. The disk isn't waited for.
    package func write(to folder: String) throws(SystemError) {
        for subfolder in ["rituals.d", "decks"] {
            let path = "\(folder)/\(subfolder)"
            try Folder.makePrivate(path)
            for name in Folder.entries(of: path) ?? [] { Folder.unlink("\(path)/\(name)") }
        }
        for name in ["me", "rituals.yaml"] { Folder.unlink("\(folder)/\(name)") }
        for (index, file) in files.enumerated() {
            let name =
                index == 0 && file.name != "me" && !file.name.includes("/") ? "rituals.yaml" : file.name
            _ = try AtomicFile.create("\(folder)/\(name)", file.bytes, isDurable: false)
        }
    }
}
