import CivilTime

/// What is wrong with a phrase, and where.
package struct PhraseError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        // What cannot be read at all.
        case empty
        case tooLong(limit: Int)
        case unexpectedCharacter(String)
        case unknownWord(String, suggestion: String?)
        case unexpectedWord(String)
        /// A word such as `at` with nothing after it.
        case dangling(String)
        /// A number past what can be counted, and the range in words.
        case outOfRange(String, String)
        /// What can be understood in two ways, and both spelled out.
        case twoReadings(String, String, String)

        // Times.
        case hourAlone(Int)
        case bareNumber(Int)
        case noSuchTime(String)
        case endOfDay
        case noSuchHourOfHalfDay(Int, half: String)
        /// A time that doesn't lie in the part of the day beside it, and the phrase without that.
        case outsideDayPart(TimeOfDay, String, offer: String)
        /// A time after midnight, said of a night, and the phrases for both of its dates.
        case nightOfTwoDates(TimeOfDay, offers: [String])
        case dayPartAlone(String, offer: String)
        case timesTwice
        case stepAlone(String)
        case sometimeAlone
        case windowAlone(String)
        case windowEndMissing
        case windowOfSun(String)
        case emptyWindow(String)
        case secondsInSometime
        case distanceAlone(String)
        case distanceMissing(String)
        case invalidDistance(String)
        case secondsFromSun(String)
        case notTheSun(String?)

        // Days.
        /// A date that no calendar has, and the last one of its month.
        case noSuchDate(String, last: String?)
        case missingRangeEnd(String)
        case rangeOfOneDay(Weekday)
        case rangeOfDayGroup(String)
        case rangeOfDates
        case backwardRange
        case daysTwice
        case mixedDays
        case everyBefore(String?)
        case everyBeforePlace(text: String, counted: String?, placed: String)
        case placeOfWeekend(String)
        /// `6th sunday`, and the day of which no month has so many.
        case noSuchPlace(String, day: String)
        case lastWhat
        case whichOfMonth(String)
        case monthAlone(String)
        /// Days behind others of certain months, which may belong to those months as well.
        case monthsHalfSaid(String, months: String, isWeekly: Bool)
        case yearAlone(Int)

        // What is counted.
        case intervalAsSpan(String)
        case countedWeekdays(Int, Weekday)
        case countedYears(Int)
        case countedInMonths
        case countedDaysOn
        case everyWeeks(Int)
        case everyMonths(Int)
        case everyYear
        case weeksOnDaysOfMonth
        case monthsOnWeekdays(Int)

        // Exceptions.
        case exceptWhat
        case exceptAlone(String)
        case monthExcepted(String)
        case timeAfterExcept(String?)

        // A phrase among others, and beside its keys.
        case timesOnlyInSome(joined: String?)
        /// The first date from which counting could begin.
        case needsStarting(CivilDate?)
        case needsPlace(SunEvent)
        case neverRings
        case neverRingsWithin
    }

    package let kind: Kind
    /// Where in the phrase, from 1, counted in Unicode scalars.
    package let column: Int

    /// What may be meant by the phrase; looked for only when somebody reads the hint.
    private var respelling: Respelling?
    /// What can be written here, for where nothing better is known.
    private var examples = "phrases read like `weekdays at 07:30`, `every other friday at 19:30` or `june 18`"

    package init(_ kind: Kind, column: Int) {
        self.kind = kind
        self.column = column
    }

    /// What is wrong, in one line.
    package var message: String { words.message }

    /// The way out: what may be meant, or else what can be written here.
    ///
    /// Whatever it offers as a phrase can be read.
    package var hint: String? {
        let offers = offers
        guard !offers.isEmpty else { return words.hint ?? examples }
        return offers.map { "`\($0)`" }.joined(separator: " or ") + "?"
    }

    /// The phrases that may be meant, or lists of them, the likeliest first; none where the words for the error say more.
    var offers: [String] {
        switch kind {
        case .twoReadings, .everyBeforePlace, .windowAlone, .nightOfTwoDates, .monthsHalfSaid: []
        default: respelling?.offers ?? []
        }
    }

    /// Where it's about days alone, and no time can stand.
    func aboutDays() -> PhraseError {
        var error = self
        error.examples = "days read like `saturdays`, `first sunday` or `2026-12-24`"
        return error
    }

    /// With the phrase that it's about.
    func about(_ phrase: Respelling) -> PhraseError {
        var error = self
        error.respelling = phrase
        return error
    }
}

extension PhraseError: CustomStringConvertible {
    package var description: String {
        "column \(column): \(message)" + (hint.map { " (\($0))" } ?? "")
    }
}
