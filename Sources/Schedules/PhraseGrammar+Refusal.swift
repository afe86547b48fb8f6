import CivilTime

/// What to say of a token that cannot stand where it stands.
extension PhraseGrammar {
    func refusal(of token: Token) -> PhraseError {
        switch token.kind {
        case .number(let number):
            return PhraseError(number <= 24 ? .hourAlone(number) : .bareNumber(number), column: token.column)
        case .word(let word):
            let suggestion = Suggestion.nearest(to: word, among: Vocabulary.all)
            return suggestion == word
                ? unexpected(token)
                : PhraseError(.unknownWord(token.text, suggestion: suggestion), column: token.column)
        default:
            return unexpected(token)
        }
    }
}
