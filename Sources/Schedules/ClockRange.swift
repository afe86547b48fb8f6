import CivilTime

/// From one time of the clock to another, as a person writes it: `22:30-07:00`, `10:30 pm to 7 am`.
package struct ClockRange: Hashable, Sendable {
    package let start: TimeOfDay
    package let end: TimeOfDay

    /// Reads two times as in a phrase of rituald.yaml(5), with a dash of any kind or `to` between them.
    package init(parsing text: String) throws(PhraseError) {
        let tokens = try Tokenizer.tokens(of: text)
        var grammar = PhraseGrammar(tokens: tokens, length: text.unicodeScalars.count, text: text)
        (start, end) = try grammar.rangeAlone()
    }
}

extension PhraseGrammar {
    /// A range of times and nothing else.
    fileprivate mutating func rangeAlone() throws(PhraseError) -> (TimeOfDay, TimeOfDay) {
        skipFillers()
        let start = try aTime()
        guard skipDash(if: { _ in true }) else {
            throw peek().map(unexpected) ?? PhraseError(.windowEndMissing, column: column)
        }
        let end = try aTime()
        if let rest = peek() { throw unexpected(rest) }
        return (start, end)
    }

    private mutating func aTime() throws(PhraseError) -> TimeOfDay {
        guard let first = peek() else { throw PhraseError(.windowEndMissing, column: column) }
        guard startsClockTime else { throw refusal(of: first) }
        return try clockTime()
    }
}
