import CivilTime

/// A day of each year, and where it is known the date that it was first.
package struct YearlyDate: Hashable, Sendable {
    /// Nil where nobody says in which year it began.
    package let first: CivilDate?
    /// As a phrase has it: `june 18`.
    private let phrase: String

    /// Reads `2016-06-18`, `18 june 2016`, `06-18`, `june 18`; nil for any other text.
    package init?(parsing text: String) {
        if let date = try? CivilDate(parsing: text) {
            self.init(date, first: date)
        } else if let date = try? CivilDate(parsing: "2000-" + text) {
            // A leap year has each day that there is.
            self.init(date, first: nil)
        } else if let date = YearlyDate.named(text) {
            self.init(date, first: nil)
        } else {
            return nil
        }
    }

    private init(_ date: CivilDate, first: CivilDate?) {
        self.first = first
        phrase = YearlyDate.phrase(of: date)
    }

    /// A day that a phrase names without a year and a time.
    private static func named(_ text: String) -> CivilDate? {
        guard let phrase = try? Phrase(parsing: text), phrase.times == nil,
            let schedule = try? Schedule([phrase]),
            let due = schedule.next(after: Instant(seconds: leapYear), in: .utc)
        else { return nil }
        let plain = try? Phrase(parsing: YearlyDate.phrase(of: due.civil.date))
        return plain == phrase ? due.civil.date : nil
    }

    /// The end of 1999, in seconds of the epoch.
    private static let leapYear = 946_684_799

    private static func phrase(of date: CivilDate) -> String {
        let (_, month, day) = date.components
        return "\(Vocabulary.monthName(month)) \(day)"
    }

    /// When it comes each year; of one whose year is known nothing is before it.
    ///
    /// 29 February is on the 28th where there is none.
    package func schedule(at time: TimeOfDay) -> Schedule? {
        try? Schedule(parsing: [phrase], terms: Terms(defaultTime: time, starting: first))
    }
}
