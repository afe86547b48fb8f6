import CivilTime
import Schedules

/// What a person says to an occurrence.
package enum Answer: Hashable, Sendable {
    case done
    /// Ring again at this moment.
    case later(Instant)
    case notToday

    /// The kinds of answers, by the words of the bus and the keys of a bubble's buttons.
    package enum Kind: String, CaseIterable, Sendable {
        case done, later, skip

        /// As it stands on a button.
        package var label: String {
            switch self {
            case .done: "Done"
            case .later: "Later"
            case .skip: "Not today"
            }
        }
    }

    package var kind: Kind {
        switch self {
        case .done: .done
        case .later: .later
        case .notToday: .skip
        }
    }

    /// How it ends the occurrence; nil where it does not.
    package var outcome: Outcome? {
        switch self {
        case .done: .done
        case .notToday: .skipped
        case .later: nil
        }
    }
}

/// By which way an answer came; the raw values are the ledger's words.
package enum AnswerSource: String, Sendable {
    case bubble, command
}

/// Why an answer cannot be taken.
package enum AnswerRefusal: Error, Hashable, Sendable {
    case unknownRitual(Ritual.ID)
    /// No ritual was named, and none is open.
    case nothingOpen
    /// No ritual was named, and several are open.
    case severalOpen([Occurrence])
    /// Later needs one that is open.
    case notOpen(Ritual.ID)
    /// Nothing of it is open, to come today or of the last two days; its next one, where there is one.
    case nothingToAnswer(Ritual.ID, next: Due?)
    /// The ritual has no occurrence at this time.
    case noSuchOccurrence(Ritual.ID, Due.Name)
    /// The ritual wants no answer.
    case wantsNoAnswer(Ritual.ID)
    /// It would be asked for later than its next occurrence, or not later than now.
    case laterPastNext(Ritual.ID, next: Due)
    case laterInThePast
}
