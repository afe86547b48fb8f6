import Rituals

extension Pause.Scope {
    /// The ledger's words: `all`, `only` or `but` with names after it.
    var text: String {
        let word =
            switch self {
            case .all: "all"
            case .only: "only"
            case .allBut: "but"
            }
        return ([word] + names.map(\.description)).joined(separator: " ")
    }

    /// From the ledger's words; all where they are none.
    init(text: String) {
        let words = text.split(separator: " ").map(String.init)
        let names = Set(words.dropFirst().compactMap(Ritual.ID.init))
        switch words.first {
        case "only": self = .only(names)
        case "but": self = .allBut(names)
        default: self = .all
        }
    }
}
