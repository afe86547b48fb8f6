import CivilTime
import Host
import Rituals

/// The folders that hold a deck a file: the couple's own beside `rituals.yaml`, then those that are shipped.
package struct DeckShelf: Sendable {
    /// Nil: only what is shipped.
    private let own: String?
    private let shipped: [String]

    /// Beside `rituals.yaml`, which is `path`.
    package init(beside path: String) {
        self.init(own: DeckShelf.own(beside: path))
    }

    private init(own: String?) {
        self.own = own
        shipped = ShippedFile.places(of: "decks", source: "Config/decks")
    }

    /// Of those that are shipped alone.
    static var shipped: DeckShelf { DeckShelf(own: nil) }

    /// The folder of the couple's own.
    package static func own(beside path: String) -> String { path.folder + "/decks" }

    /// The file of the couple's own deck; nil where there is none.
    func ownFile(of name: String) -> String? {
        own.flatMap { DeckShelf.file(of: name, in: $0) }
    }

    /// The file of a deck, the couple's own before a shipped one; nil where there is none.
    func file(of name: String) -> String? {
        ownFile(of: name) ?? shipped.lazy.compactMap { DeckShelf.file(of: name, in: $0) }.first
    }

    private static func file(of name: String, in folder: String) -> String? {
        guard Ritual.ID(name) != nil else { return nil }
        let path = "\(folder)/\(name).yaml"
        return BoundedFile.isThere(path) ? path : nil
    }

    /// The names of all that have a file, in order.
    var names: [String] {
        let files = ([own].compactMap { $0 } + shipped).flatMap { Folder.entries(of: $0) ?? [] }
        let names = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        return Set(names.filter { Ritual.ID($0) != nil }).sorted()
    }

    /// A deck by its file, for those who have no need of the household; nil where there is none.
    ///
    /// Throws the first of the problems that it has.
    package func deck(named name: String) throws(Problem) -> Deck? {
        var reader = HouseholdReader(zones: .system, decks: self) { CivilDate(dayNumber: 0) }
        let deck = reader.deck(named: name)
        if let problem = reader.problems.first { throw problem }
        return deck
    }
}
