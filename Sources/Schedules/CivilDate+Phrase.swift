import CivilTime

extension CivilDate {
    /// Reads one date with its year, as phrases have it: `2026-12-24`, `24 december 2026`.
    package init(parsing text: String) throws(PhraseError) {
        let ranges = try Exceptions(parsing: text).dateRanges
        guard let range = ranges?.first, ranges?.count == 1, range.lowerBound == range.upperBound else {
            throw PhraseError(.unexpectedWord(text), column: 1)
        }
        self = range.lowerBound
    }
}

extension CivilDate {
    /// The last date of a month; nil where there's no such month.
    static func lastDay(of month: Int, year: Int) -> String? {
        guard (1...12).contains(month) else { return nil }
        return CivilDate(year: year, month: month, day: daysInMonth(month, of: year))?.description
    }
}
