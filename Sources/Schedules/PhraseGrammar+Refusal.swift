import CivilTime

/// What to say of a token that cannot stand where it stands.
extension PhraseGrammar {
    /// Names what a token begins: something for a later version, or nothing at all.
    func refusal(of token: Token) -> PhraseError {
        func later(_ feature: String) -> PhraseError {
            PhraseError(.unavailable(feature), column: token.column)
        }
        switch token.kind {
        case .ordinal:
            let isBeforeMonth = (1...2).contains { word($0).map { Vocabulary.months[$0] != nil } == true }
            return later(
                isBeforeMonth ? "a date without its year" : "a place in the month (`\(token.text) …`)")
        case .span:
            return later("a time told by a distance (`\(token.text) …`)")
        case .number(let number):
            if let next = word(1), Vocabulary.months[next] != nil { return later("a date without its year") }
            if let next = word(1), Vocabulary.units.contains(next) {
                return later("a time told by a distance (`\(number) \(next) …`)")
            }
            return PhraseError(number <= 24 ? .hourAlone(number) : .bareNumber(number), column: token.column)
        case .word(let word):
            if Vocabulary.places.contains(word) { return later("a place in the month (`\(word) …`)") }
            if Vocabulary.months[word] != nil { return later("a date without its year") }
            if word == "day", case .number? = peek(1)?.kind {
                return later("a day of the month (`day \(peek(1)?.text ?? "")`)")
            }
            if let feature = Vocabulary.later[word] { return later(feature) }
            if word == "day" || word == "days" || word == "other" { return unexpected(token) }
            let suggestion = Suggestion.nearest(to: word, among: Vocabulary.all)
            return suggestion == word
                ? unexpected(token)
                : PhraseError(.unknownWord(token.text, suggestion: suggestion), column: token.column)
        default:
            return unexpected(token)
        }
    }
}
