import CivilTime
import Ledger

/// How often what rang was done.
///
/// No answer never means not done; so it is spoken of only where people mostly answer.
struct Consistency: Hashable, Sendable {
    let done: Int
    /// What was done, and what rang and had no answer.
    let of: Int

    /// How far back it is looked whether people answer.
    private static let weeksAsked = 8
    /// Fewer say nothing of a habit.
    private static let fewest = 3

    /// Of the endings of one ritual, since a date; nil where fewer than half of what rang in the last eight weeks
    /// was answered.
    init?(of endings: [Ledger.Ending], since: CivilDate, today: CivilDate) {
        let asked = endings.filter { $0.date > today.adding(days: -7 * Consistency.weeksAsked) }
        let answered = asked.count { $0.outcome != .lapsed }
        guard !asked.isEmpty, answered * 2 >= asked.count else { return nil }
        let counted = endings.filter { $0.date >= since && $0.outcome != .skipped }
        guard !counted.isEmpty else { return nil }
        done = counted.count { $0.outcome == .done }
        of = counted.count
    }

    /// In words; nil where there is nothing kind and true to say.
    var words: String? {
        guard of >= Consistency.fewest, done > 0 else { return nil }
        if done == of { return "every time" }
        if done * 20 >= of * 17 { return "nearly every time" }
        if done * 5 >= of * 3 { return "most times" }
        if done * 5 >= of * 2 { return "about every other time" }
        return "now and then"
    }
}
