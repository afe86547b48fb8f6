import CivilTime
import Rituals
import Schedules

/// Why one occurrence rang, or did not.
struct Reason {
    let due: Due.Name
    let at: Instant
    var outcome: Outcome?
    var rule: Rule?
    /// Which rule made it wait.
    var held: Rule?
    var rang: Instant?
    /// In sentences.
    var words: [String] = []
}
