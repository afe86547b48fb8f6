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
        case noSuchDate(String)
        case missingRangeEnd(String)
        case rangeOfOneDay(Weekday)
        case rangeOfDayGroup(String)
        case rangeOfDates
        case backwardRange
        case daysTwice
        case mixedDays
        case everyBefore(String?)
        case everyBeforePlace(text: String, counted: String?, placed: String)
        case placeOfGroup(String)
        case lastWhat
        case whichOfMonth(String)
        case monthAlone(String)
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

    package init(_ kind: Kind, column: Int) {
        self.kind = kind
        self.column = column
    }

    /// What is wrong, in one line.
    package var message: String { words.message }
    /// The way out, where there is one to name.
    package var hint: String? { words.hint }
}

extension PhraseError: CustomStringConvertible {
    package var description: String {
        "column \(column): \(message)" + (hint.map { " (\($0))" } ?? "")
    }
}
