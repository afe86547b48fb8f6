import Host
import Rituals

/// The files that a sync tool has left of one that two machines have edited at once.
///
/// They're named and not read: read as they are, everything in them would stand twice.
///
/// Each tool has a name of its own for them, in the language of its user. Almost all begin with the name of the file that
/// they are a copy of; so one that does, and defines nothing that the other doesn't, is a copy whatever follows.
struct ConflictCopies {
    private let names: Set<String>

    /// In a folder with files of rituals.
    init(in folder: String) {
        let files = (Folder.entries(of: folder) ?? []).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
        var known: [String: Set<String>] = [:]
        func ids(_ name: String) -> Set<String> {
            if let found = known[name] { return found }
            let found = ConflictCopies.ids(in: "\(folder)/\(name)")
            known[name] = found
            return found
        }
        names = Set(
            files.filter { name in
                ConflictCopies.isNamedSo(name)
                    || files.contains { other in
                        ConflictCopies.mayBeCopy(name, of: other) && !ids(name).isEmpty
                            && ids(name).isSubset(of: ids(other))
                    }
            })
    }

    func contains(_ name: String) -> Bool { names.contains(name) }

    /// The names that say so themselves (Syncthing, Dropbox, Nextcloud and ownCloud), whatever they are a copy of.
    static func isNamedSo(_ name: String) -> Bool {
        let name = name.lowercased()
        return [".sync-conflict-", "conflicted copy", "_conflict-", "(conflict", "(sfconflict", ".variant-"]
            .contains(where: name.includes)
    }

    /// The paths of decks that look like another's copy: each that begins with another's name, and that no ritual draws
    /// from.
    static func ofDecks(in folder: String, drawnFrom: Set<String>) -> [String] {
        let files = (Folder.entries(of: folder) ?? []).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
        return files.filter { name in
            let isDrawnFrom =
                drawnFrom.contains(stem(name)) || stem(name) == Deck.ours || stem(name) == Deck.lighter
            return !isDrawnFrom && (isNamedSo(name) || files.contains { mayBeCopy(name, of: $0) })
        }.map { "\(folder)/\($0)" }
    }

    /// Whether a name begins as another does; of two that differ in case alone, the later.
    private static func mayBeCopy(_ name: String, of other: String) -> Bool {
        let (copy, original) = (stem(name).lowercased(), stem(other).lowercased())
        return name != other && copy.hasPrefix(original) && (copy != original || name > other)
    }

    private static func stem(_ name: String) -> String { String(name.dropLast(".yaml".count)) }

    /// What a file defines; nothing where it can't be read as one.
    private static func ids(in path: String) -> Set<String> {
        guard let source = try? Source.read(path), let root = try? Composer.compose(source).root,
            case .mapping(let sections) = root.value
        else { return [] }
        var ids: Set<String> = []
        for section in sections {
            guard case .mapping(let entries) = section.value.value else { continue }
            ids.formUnion(entries.map { "\(section.key) \($0.key)" })
        }
        return ids
    }
}
