import CivilTime
import Rituals

/// How what was kept is said: in words, and without a word for what was not.
enum LookingBackWords {
    /// `once`, `twice`, `3 times`.
    static func times(_ count: Int) -> String {
        switch count {
        case 1: "once"
        case 2: "twice"
        default: "\(count) times"
        }
    }

    /// `12 moments on 10 days`, `1 moment`.
    static func moments(_ count: Int, on days: Int) -> String {
        Wording.count(count, "moment") + (count == 1 ? "" : " on \(Wording.count(days, "day"))")
    }

    /// Who said so, in the order of their names, for there is no other that would be fair.
    static func people(_ people: [String?: Int], me: String) -> String {
        let names = people.keys.compactMap { $0 }.sorted()
        guard !names.isEmpty else {
            return "Who answered is not known. Once there is a name in \(me), it is noted."
        }
        var parts = names.map { "\($0.harmless) \(times(people[$0] ?? 0))" }
        if let unknown = people[nil] { parts.append("and \(times(unknown)) it is not known who") }
        return "Done was said by " + parts.joined(separator: ", ") + "."
    }
}
