import CivilTime
import Host
import Rituals

/// What reading the couple's files has led to.
package struct LoadedConfiguration: Sendable {
    /// Nil where there is a problem: a file with one is refused whole.
    package let household: Household?
    /// In the order of the files and of their lines.
    package let problems: [Problem]
    /// What was passed over and may have been meant to be read.
    package let warnings: [Problem]
    /// All there are, in the order of their names; empty where they were not asked for.
    package let decks: [Deck]

    package enum DeckChoice: Sendable {
        case drawnFrom
        case named(String)
        case all
    }

    /// Reads `rituals.yaml`, and beside it `rituals.d/*.yaml` in name order and `me`.
    ///
    /// `path` is that of `rituals.yaml`. `unsaved` holds what files, by their paths, are to be read as, whatever
    /// they have in them now; `today` is for hints. `choice` is of the decks that are read beside those that
    /// rituals draw from.
    package static func load(
        _ path: String, unsaved: [String: [UInt8]] = [:], decks choice: DeckChoice = .drawnFrom,
        zones: ZoneDatabase = .system,
        today: @escaping @Sendable () -> CivilDate = {
            ZoneDatabase.system.local().zone.civil(at: SystemClock.now()).date
        }
    ) -> LoadedConfiguration {
        var loader = Loader(path, zones: zones, unsaved: unsaved, today: today)
        loader.read(path, keys: .household)
        for file in additions(to: path) { loader.read(file, keys: .addition) }
        let copies = ConflictCopies(in: additionFolder(of: path))
        for name in Folder.entries(of: additionFolder(of: path)) ?? [] where !name.hasPrefix(".") {
            let file = additionFolder(of: path) + "/" + name
            if copies.contains(name) {
                loader.warn(.conflictCopy, about: file)
            } else if name.hasSuffix(".yml") {
                loader.warn(.otherEnding, about: file)
            }
        }
        for name in Folder.entries(of: path.folder) ?? [] {
            let file = path.folder + "/" + name
            if ConflictCopies.isNamedSo(name), name.hasSuffix(".yaml") {
                loader.warn(.conflictCopy, about: file)
            }
            if name == "rituals.yml", path.fileName == "rituals.yaml" {
                loader.warn(.otherEnding, about: file)
            }
        }
        let strays = ConflictCopies.ofDecks(
            in: DeckShelf.own(beside: path), drawnFrom: loader.reader.namedDecks)
        for file in strays { loader.warn(.conflictCopy, about: file) }
        let me = loader.readMe(mePath(beside: path))
        let household = loader.reader.household(of: me)
        let decks =
            switch choice {
            case .drawnFrom: [Deck]()
            case .named(let name): loader.reader.deck(named: name).map { [$0] } ?? []
            case .all: loader.reader.allDecks()
            }
        let problems = loader.allProblems
        return LoadedConfiguration(
            household: problems.isEmpty ? household : nil, problems: problems,
            warnings: loader.warnings + loader.reader.warnings, decks: decks)
    }

    /// The files that are read after `rituals.yaml`, which is `path`: `rituals.d/*.yaml`, in name order.
    package static func additions(to path: String) -> [String] {
        let folder = additionFolder(of: path)
        let copies = ConflictCopies(in: folder)
        let names = Folder.entries(of: folder) ?? []
        return names.filter { !$0.hasPrefix(".") && $0.hasSuffix(".yaml") && !copies.contains($0) }
            .map { folder + "/" + $0 }
    }

    /// The file beside `rituals.yaml`, which is `path`, that says whose machine it is.
    package static func mePath(beside path: String) -> String { path.folder + "/me" }

    private static func additionFolder(of path: String) -> String { path.folder + "/rituals.d" }
}

/// Reads one file after the other into one household.
private struct Loader {
    var reader: HouseholdReader
    var warnings: [Problem] = []
    private var fileProblems: [Problem] = []
    private var files: [String] = []
    private let unsaved: [String: [UInt8]]

    init(
        _ path: String, zones: ZoneDatabase, unsaved: [String: [UInt8]],
        today: @escaping @Sendable () -> CivilDate
    ) {
        reader = HouseholdReader(zones: zones, decks: DeckShelf(beside: path), today: today)
        reader.unsaved = unsaved
        self.unsaved = unsaved
    }

    mutating func read(_ path: String, keys: Keys) {
        files.append(Places.short(path))
        do throws(Problem) {
            let source = try source(path)
            let (root, problems) = try Composer.compose(source)
            fileProblems += problems
            reader.read(root, of: source, keys: keys)
        } catch {
            fileProblems.append(error)
        }
    }

    private func source(_ path: String, limit: Int = Source.largest) throws(Problem) -> Source {
        guard let bytes = unsaved[path] else { return try Source.read(path, limit: limit) }
        return try Source.read(bytes, from: path, limit: limit)
    }

    mutating func warn(_ kind: Problem.Kind, about path: String) {
        warnings.append(Problem(file: Places.short(path), line: 1, column: 1, kind: kind))
    }

    /// The one name in `me`; nil where there is no such file.
    mutating func readMe(_ path: String) -> String? {
        files.append(Places.short(path))
        do throws(Problem) {
            let source = try source(path, limit: 4096)
            let name =
                String(decoding: source.bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
            let words = String(
                name.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            let start = Mark(line: 1, column: 1)
            guard !words.isEmpty else { throw source.problem(.noValue("me"), at: start) }
            guard reader.partners.isEmpty || reader.partners.contains(words) else {
                throw source.problem(.notAPartner(words, partners: reader.partners), at: start)
            }
            return words
        } catch {
            if error.kind != .unreadable(.missing) { fileProblems.append(error) }
            return nil
        }
    }

    var allProblems: [Problem] {
        let order = Dictionary(zip(files, files.indices), uniquingKeysWith: { first, _ in first })
        return (fileProblems + reader.problems).sorted { one, other in
            // Decks come after the files that draw from them.
            (order[one.file] ?? .max, one.file, one.line, one.column)
                < (order[other.file] ?? .max, other.file, other.line, other.column)
        }
    }
}
