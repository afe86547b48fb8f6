import CivilTime

/// What is remembered of a date of the year, beside the ritual that it becomes.
package struct Occasion: Hashable, Sendable {
    /// The raw values are the words of the file.
    package enum Kind: String, CaseIterable, Sendable {
        /// Counted as "our 11th".
        case anniversary
        /// Counted by the age that it brings.
        case birthday
        /// Counted by the years since.
        case day
    }

    package let kind: Kind
    /// The first one's; nil where nobody says.
    package let year: Int?

    package init(_ kind: Kind, year: Int? = nil) {
        self.kind = kind
        self.year = year
    }

    /// The count of years as a few words, as `our 11th`; nil where the year is not known, and for the day itself.
    package func count(in year: Int) -> String? {
        guard let years = years(in: year) else { return nil }
        return switch kind {
        case .anniversary: "our \(Wording.ordinal(years))"
        case .birthday: "turning \(years)"
        case .day: Wording.count(years, "year")
        }
    }

    /// The count of years as the sentence of the day, as `Our 11th.`.
    func sentence(in year: Int) -> String? {
        if self.year == year { return "Today is the day." }
        guard let years = years(in: year) else { return nil }
        return switch kind {
        case .anniversary: "Our \(Wording.ordinal(years))."
        case .birthday: "Turning \(years) today."
        case .day: years == 1 ? "A year ago today." : "\(years) years ago today."
        }
    }

    private func years(in year: Int) -> Int? {
        self.year.flatMap { $0 < year ? year - $0 : nil }
    }
}
