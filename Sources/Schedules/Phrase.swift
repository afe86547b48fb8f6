import CivilTime

/// One phrase of `when:`, read but not yet given its default time.
///
/// The language is that of rituald.yaml(5), section "when". This version reads weekdays, dates with their
/// year and times of day; every other construct of the language is recognised and refused by name.
package struct Phrase: Hashable, Sendable {
    /// On which dates.
    package enum Days: Hashable, Sendable {
        case weekly(DaySet)
        /// Each of them once, in order.
        case dates([CivilDate])
    }

    package let days: Days
    /// In order, without repetition; nil where the phrase names no time.
    package let times: [TimeOfDay]?

    package init(days: Days, times: [TimeOfDay]?) {
        self.days = days
        self.times = times
    }

    package init(parsing text: String) throws(PhraseError) {
        var grammar = PhraseGrammar(tokens: try Tokenizer.tokens(of: text), length: text.unicodeScalars.count)
        self = try grammar.phrase()
    }

    /// The one spelling that all phrases of the same meaning share.
    package var normalForm: String {
        let days =
            switch days {
            case .weekly(let set): set.normalForm
            case .dates(let dates): dates.map(\.description).joined(separator: ", ")
            }
        guard let times else { return days }
        return "\(days) at \(times.map(\.description).joined(separator: ", "))"
    }

    /// The same phrase with these times where it names none.
    package func at(_ time: TimeOfDay) -> Phrase {
        Phrase(days: days, times: times ?? [time])
    }
}

extension TimeOfDay {
    /// Reads one time as phrases have it: `7:30`, `07:30:15`, `7 am`, `noon`.
    package init(parsing text: String) throws(PhraseError) {
        var grammar = PhraseGrammar(
            tokens: try Tokenizer.tokens(of: text), length: text.unicodeScalars.count)
        self = try grammar.timeAlone()
    }
}
