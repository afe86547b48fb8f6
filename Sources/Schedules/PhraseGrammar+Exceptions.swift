import CivilTime

/// What follows `except`, and the value of the key of that name.
extension PhraseGrammar {
    /// What follows `except`, to the end of the phrase.
    mutating func exceptPart(from except: Token) throws(PhraseError) -> Exceptions {
        position += 1
        skipFillers()
        guard peek() != nil else { throw PhraseError(.exceptWhat, column: column) }
        let start = column
        if startsTime { throw PhraseError(.timeAfterExcept(nil), column: start) }
        if startsMonth, !isAnnualDate(0), let month = peek() {
            let months = try monthList().normalForm
            throw PhraseError(.monthExcepted(months), column: month.column)
        }
        let items = try dayList(isExcept: true)
        let end = position
        if case .comma? = peek()?.kind, position + 1 < tokens.count { position += 1 }
        skipFillers()
        if let rest = peek() {
            guard startsTime else { throw refusal(of: rest) }
            _ = try timeList()
            guard peek() == nil else { throw PhraseError(.timeAfterExcept(nil), column: rest.column) }
            let better = [
                piece(0, before: except.column), piece(tokens[end].column, before: nil),
                piece(except.column, before: tokens[end].column),
            ]
            let phrase = better.joined(separator: " ")
            let isOne = (try? Phrase(reading: phrase)) != nil
            throw PhraseError(.timeAfterExcept(isOne ? phrase : nil), column: rest.column)
        }
        guard !items.isEmpty else { throw PhraseError(.exceptWhat, column: start) }
        return Exceptions(items.map(\.days))
    }

    /// The value of the key `except`.
    mutating func exceptionsAlone() throws(PhraseError) -> [Days] {
        skipFillers()
        guard peek() != nil else { throw PhraseError(.empty, column: 1) }
        let items = try dayList(isExcept: true)
        let end = position
        skipFillers()
        if position == tokens.count { position = end }
        if let rest = peek() {
            throw startsTime ? PhraseError(.timeAfterExcept(nil), column: rest.column) : refusal(of: rest)
        }
        return items.map(\.days)
    }

    /// A piece of the phrase as it was typed, without the space and the commas around it.
    func piece(_ column: Int, before end: Int?) -> String {
        let scalars = Array(text.unicodeScalars)
        let range = max(column - 1, 0)..<min((end ?? scalars.count + 1) - 1, scalars.count)
        guard range.lowerBound <= range.upperBound else { return "" }
        return String(String.UnicodeScalarView(scalars[range]))
            .split(whereSeparator: { $0 == " " }).joined(separator: " ")
    }
}
