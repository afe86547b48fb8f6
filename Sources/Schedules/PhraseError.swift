import CivilTime

/// What is wrong with a phrase, and where.
package struct PhraseError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case empty
        case tooLong(limit: Int)
        case unexpectedCharacter(String)
        case unknownWord(String, suggestion: String?)
        case unexpectedWord(String)
        case hourAlone(Int)
        case bareNumber(Int)
        case noSuchTime(String)
        case endOfDay
        case noSuchHourOfHalfDay(Int, half: String)
        case noSuchDate(String)
        case missingRangeEnd(String)
        case rangeOfOneDay(Weekday)
        case rangeOfDayGroup(String)
        case daysTwice
        case timesTwice
        case datesAmongWeekdays
        case everyBefore(String?)
        case everyBeforePlace(place: String, day: String)
        case unavailable(String)
        case timesOnlyInSome(joined: String?)
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

    private var words: (message: String, hint: String?) {
        switch kind {
        case .empty:
            ("the phrase is empty", "say when, as in `weekdays at 07:30`")
        case .tooLong(let limit):
            ("the phrase is longer than \(limit) characters", "write a list of phrases")
        case .unexpectedCharacter(let character):
            (
                "`\(character)` has no meaning here",
                Vocabulary.advice[character]
            )
        case .unknownWord(let word, let suggestion):
            (
                "unknown word `\(word)`",
                Vocabulary.advice[word.lowercased()] ?? suggestion.map { "did you mean `\($0)`?" }
            )
        case .unexpectedWord(let word):
            ("`\(word)` cannot stand here", nil)
        case .hourAlone(let hour) where (1...12).contains(hour):
            (
                "an hour alone is not a time: `\(hour)`",
                "`\(hour) am`, `\(hour) pm` or `\(hour.padded(to: 2)):00`?"
            )
        case .hourAlone(let hour):
            ("an hour alone is not a time: `\(hour)`", hour < 24 ? "`\(hour.padded(to: 2)):00`?" : nil)
        case .bareNumber(let number):
            ("the number \(number) stands alone", "a time is `07:30` or `7 am`, a date `2026-12-24`")
        case .noSuchTime(let text):
            ("no clock shows `\(text)`", "times go from 00:00 to 23:59:59")
        case .endOfDay:
            (
                "no clock shows `24:00`",
                "`midnight` is the start of the day, 00:00; the end of a day is the next one's midnight"
            )
        case .noSuchHourOfHalfDay(let hour, let half):
            (
                "there is no \(hour) \(half)",
                (13..<24).contains(hour)
                    ? "`\(hour):00`, or `\(hour - 12) pm`?" : "hours before am and pm go from 1 to 12"
            )
        case .noSuchDate(let text):
            ("there is no \(text)", nil)
        case .missingRangeEnd(let start):
            ("the range that begins with `\(start)` has no end", "as in `mon-thu`")
        case .rangeOfOneDay(let day):
            (
                "a range needs two different days",
                "`\(day.pluralName)` for the one day, `daily` for all of them"
            )
        case .rangeOfDayGroup(let word):
            ("`\(word)` cannot be an end of a range", "name the days, as in `mon-sat`")
        case .daysTwice:
            (
                "the days stand in two places",
                "put them together, as in `mon, tue at 20:00`, or write a list: [weekdays at 07:30, sundays at 09:30]"
            )
        case .timesTwice:
            (
                "the times stand in two places",
                "put them together, as in `daily at 07:30, 18:00`, or write a list: [weekdays at 07:30, sundays at 09:30]"
            )
        case .datesAmongWeekdays:
            (
                "dates and weekdays cannot share a phrase",
                "write a list of phrases: [sundays at 19:00, 2026-12-24 at 16:00]"
            )
        case .everyBefore(let word?):
            ("`every` cannot stand before `\(word)`", "it stands before a day, as in `every monday`")
        case .everyBefore(nil):
            ("`every` what?", "as in `every day` or `every monday`")
        case .everyBeforePlace(let place, let day):
            (
                "`every \(place) \(day)` can be read in two ways",
                "`every other \(day)` or `\(place) \(day) of the month`?"
            )
        case .unavailable(let feature):
            (
                "\(feature) cannot be used yet in this version",
                "weekdays, dates and times can: `mon-thu at 22:00`, `2026-12-24 at 16:00`"
            )
        case .timesOnlyInSome(let joined):
            (
                "in this list some phrases have a time and some have none",
                joined.map { "one phrase `\($0)`?" } ?? "give each phrase its time"
            )
        }
    }
}

extension PhraseError: CustomStringConvertible {
    package var description: String {
        "column \(column): \(message)" + (hint.map { " (\($0))" } ?? "")
    }
}
