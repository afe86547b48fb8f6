import CivilTime

/// Dates with their year.
extension PhraseGrammar {
    /// A date with its year, or in exceptions a range of them; nil where none stands.
    mutating func dates(isExcept: Bool) throws(PhraseError) -> ClosedRange<CivilDate>? {
        guard let first = try date() else { return nil }
        guard [.dots, .dash].contains(peek()?.kind) else { return first...first }
        guard isExcept else { throw PhraseError(.rangeOfDates, column: column) }
        position += 1
        let column = column
        guard let last = try date() else { throw PhraseError(.missingRangeEnd("\(first)"), column: column) }
        guard first <= last else { throw PhraseError(.backwardRange, column: column) }
        return first...last
    }

    /// `24 december 2026`, `24th of december, 2026`, `december 24, 2026`: its numbers and how many tokens it
    /// takes.
    var writtenDate: (day: Int, month: Int, year: Int, count: Int)? {
        var numbers: [Int] = []
        var month: Int?
        var ahead = 0
        while let token = peek(ahead), numbers.count < 2 {
            switch token.kind {
            case .number(let number): numbers.append(number)
            case .ordinal(let number) where numbers.isEmpty: numbers.append(number)
            case .word(let word) where Vocabulary.months[word] != nil && month == nil:
                month = Vocabulary.months[word]
            case .word(let word) where ahead > 0 && Vocabulary.fillers.contains(word): break
            case .comma where numbers.count == 1 && month != nil: break
            default: return nil
            }
            ahead += 1
        }
        guard numbers.count == 2, let month, numbers[1] >= 1000 else { return nil }
        return (numbers[0], month, numbers[1], ahead)
    }

    mutating func date() throws(PhraseError) -> CivilDate? {
        guard let token = peek() else { return nil }
        if case .date(let date) = token.kind {
            position += 1
            return date
        }
        guard let (day, month, year, count) = writtenDate else { return nil }
        position += count
        guard let date = CivilDate(year: year, month: month, day: day) else {
            let text = "\(year)-\(month.padded(to: 2))-\(day.padded(to: 2))"
            throw PhraseError(
                .noSuchDate(text, last: CivilDate.lastDay(of: month, year: year)), column: token.column)
        }
        return date
    }
}
