import ArgumentParser
import CivilTime
import Configuration
import Host
import Rituals

/// What `ritual keep` and `ritual done -m` add to the couple's own deck.
struct KeptFile {
    private let path: String
    private let isNew: Bool
    private let bytes: [UInt8]

    private static let longest = 500

    /// Composes the file with one line more, or fails before anything is written.
    init(keeping words: String, on date: CivilDate, beside configuration: String) throws {
        let text = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !text.isEmpty else {
            throw CommandFailure(message: "there is nothing to keep in an empty text")
        }
        guard text.unicodeScalars.count <= KeptFile.longest else {
            throw CommandFailure(
                message: "a line of more than \(KeptFile.longest) letters fits in no bubble",
                hint: "keep the heart of it")
        }
        guard text.harmless == text else {
            throw CommandFailure(message: "there is a character in it that cannot be seen: \(text.harmless)")
        }
        let folder = DeckShelf.own(beside: configuration)
        path = "\(folder)/\(Deck.ours).yaml"
        isNew = !FirstFile.isThere(path)
        let me = LoadedConfiguration.load(configuration).household?.me
        do throws(Problem) {
            let old = isNew ? nil : try KeptFile.read(path)
            bytes = try KeptText(adding: KeptLine(date: date, by: me, text: text), to: old, at: path).bytes
        } catch {
            throw CommandFailure(message: error.description)
        }
    }

    private static func read(_ path: String) throws(Problem) -> [UInt8] {
        do {
            return try BoundedFile.read(path, limit: 4 << 20)
        } catch {
            throw Problem(file: Places.short(path), line: 1, column: 1, kind: .unreadable(error))
        }
    }

    func write() throws {
        do throws(SystemError) {
            if !isNew { return try AtomicFile.replace(path, bytes) }
            try Folder.makePrivate(path.folder)
            if try AtomicFile.create(path, bytes) { return }
        } catch {
            throw CommandFailure(message: "\(Places.short(path).harmless): \(error.reason)")
        }
        throw CommandFailure(
            message: "\(Places.short(path).harmless) has just been made by another; try again")
    }

    static let thanks = "Kept. It comes back some day, when a month is over."
}
