import CivilTime

/// Something that the couple wanted to remember, in their own words.
package struct KeptLine: Hashable, Sendable {
    /// Nil: nobody knows, and it comes back at any time.
    package let date: CivilDate?
    /// Who kept it; nil where that is not said.
    package let by: String?
    package let text: String

    package init(date: CivilDate?, by: String? = nil, text: String) {
        self.date = date
        self.by = by
        self.text = text
    }

    /// So many days it rests at least before it comes back.
    private static let rest = 30

    func comesBack(on today: CivilDate) -> Bool {
        date.map { $0.days(until: today) > KeptLine.rest } ?? true
    }

    /// Whether it was kept on this day of an earlier year.
    func isOfDay(_ today: CivilDate) -> Bool {
        guard let date, date.year < today.year else { return false }
        let (one, other) = (date.components, today.components)
        // 29 February has its day on the 28th where there is no other.
        let isLeap = (one.month, one.day) == (2, 29) && today.adding(days: 1).components.month == 3
        return isLeap && (other.month, other.day) == (2, 28)
            || (one.month, one.day) == (other.month, other.day)
    }

    /// As it is told on a date, like `Alex, 3 May 2026: We danced in the kitchen`.
    func words(on today: CivilDate) -> String {
        guard let date else { return by.map { "\($0): \(text)" } ?? text }
        var head = Wording.dayOfYear(date)
        if isOfDay(today) {
            let years = today.year - date.year
            head =
                years == 1
                ? (by == nil ? "A year ago today" : "a year ago today") : "\(years) years ago today"
        }
        return [by, head].compactMap { $0 }.joined(separator: ", ") + ": " + text
    }
}
