import CivilTime
import Configuration
import Host
import Rituals

/// What `ritual keep` and `ritual done -m` add to the couple's own deck.
struct KeptFile {
    private let path: String
    private let line: KeptLine
    /// Whether any ritual brings it back.
    private let comesBack: Bool

    /// As much as fits on a printed card.
    private static let longest = 280

    /// Looks whether the line can be kept, or fails before anything is written.
    init(keeping words: String, on date: CivilDate, beside configuration: String) throws {
        let text = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !text.isEmpty else {
            throw CommandFailure(message: "there is nothing to keep in an empty text")
        }
        guard text.unicodeScalars.count <= KeptFile.longest else {
            throw CommandFailure(
                message: "a line of more than \(KeptFile.longest) letters fits on no card",
                hint: "keep the heart of it")
        }
        guard text.harmless == text else {
            throw CommandFailure(message: "there is a character in it that cannot be seen: \(text.harmless)")
        }
        path = "\(DeckShelf.own(beside: configuration))/\(Deck.ours).yaml"
        try FirstFile.refuseLinkToNowhere(path)
        let household = LoadedConfiguration.load(configuration).household
        line = KeptLine(date: date, by: household?.me, text: text)
        comesBack = household?.rituals.contains { $0.prompts.contains { $0.name == Deck.ours } } == true
        _ = try composed()
    }

    /// The file as it is now with the line at its end.
    private func composed() throws -> (bytes: [UInt8], isNew: Bool) {
        do throws(Problem) {
            let old = FirstFile.isThere(path) ? try KeptFile.read(path) : nil
            return (try KeptText(adding: line, to: old, at: path).bytes, old == nil)
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

    /// Adds the line, after whoever is adding another one at this moment.
    func write() throws {
        let name = Places.short(path).harmless
        do throws(SystemError) {
            try Folder.makePrivate(path.folder)
        } catch {
            throw CommandFailure(message: "\(name): \(error.reason)")
        }
        let lock = try ChangedFiles.lock(path)
        defer { withExtendedLifetime(lock) {} }
        let (bytes, isNew) = try composed()
        do throws(SystemError) {
            if !isNew { return try AtomicFile.replace(path, bytes) }
            if try AtomicFile.create(path, bytes) { return }
        } catch {
            throw CommandFailure(message: "\(name): \(error.reason)")
        }
        throw CommandFailure(message: "\(name) has just been made by another; try again")
    }

    /// What is said when it is kept.
    var thanks: String {
        comesBack
            ? "Kept. It comes back once a month is over."
            : "Kept. `prompts: ours` in a ritual brings it back, once a month is over."
    }
}
