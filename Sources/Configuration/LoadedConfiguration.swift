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

    /// Reads `rituals.yaml`, and beside it `rituals.d/*.yaml` in name order and `me`.
    ///
    /// `path` is that of `rituals.yaml`.
    package static func load(_ path: String, zones: ZoneDatabase = .system) -> LoadedConfiguration {
        var loader = Loader(zones: zones)
        loader.read(path, keys: .household)
        let additions = path.folder + "/rituals.d"
        for name in Folder.entries(of: additions) ?? [] where !name.hasPrefix(".") {
            let file = additions + "/" + name
            if isConflictCopy(name) {
                loader.warn(.conflictCopy, about: file)
            } else if name.hasSuffix(".yaml") {
                loader.read(file, keys: .addition)
            } else if name.hasSuffix(".yml") {
                loader.warn(.otherEnding, about: file)
            }
        }
        for name in Folder.entries(of: path.folder) ?? [] {
            let file = path.folder + "/" + name
            if isConflictCopy(name), name.hasSuffix(".yaml") { loader.warn(.conflictCopy, about: file) }
            if name == "rituals.yml", path.fileName == "rituals.yaml" {
                loader.warn(.otherEnding, about: file)
            }
        }
        let me = loader.readMe(path.folder + "/me")
        let problems = loader.allProblems
        return LoadedConfiguration(
            household: problems.isEmpty
                ? Household(partners: loader.reader.partners, me: me, rituals: loader.reader.rituals) : nil,
            problems: problems, warnings: loader.warnings)
    }

    /// The names that sync tools give to the loser of two edits (Syncthing, Dropbox, Nextcloud and ownCloud).
    private static func isConflictCopy(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.includes(".sync-conflict-") || name.includes("conflicted copy")
            || name.includes("_conflict-")
    }
}

/// Reads one file after the other into one household.
private struct Loader {
    var reader: HouseholdReader
    var warnings: [Problem] = []
    private var fileProblems: [Problem] = []
    private var files: [String] = []

    init(zones: ZoneDatabase) {
        reader = HouseholdReader(zones: zones)
    }

    mutating func read(_ path: String, keys: Keys) {
        files.append(Places.short(path))
        do throws(Problem) {
            let source = try Source.read(path)
            let (root, problems) = try Composer.compose(source)
            fileProblems += problems
            reader.read(root, of: source, keys: keys)
        } catch {
            fileProblems.append(error)
        }
    }

    mutating func warn(_ kind: Problem.Kind, about path: String) {
        warnings.append(Problem(file: Places.short(path), line: 1, column: 1, kind: kind))
    }

    /// The one name in `me`; nil where there is no such file.
    mutating func readMe(_ path: String) -> String? {
        files.append(Places.short(path))
        do throws(Problem) {
            let source = try Source.read(path, limit: 4096)
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
            (order[one.file] ?? 0, one.line, one.column) < (order[other.file] ?? 0, other.line, other.column)
        }
    }
}
