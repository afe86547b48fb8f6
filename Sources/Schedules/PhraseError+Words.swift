import CivilTime

/// What people read about a phrase that is refused.
extension PhraseError {
    typealias Words = (message: String, hint: String?)

    var words: Words {
        timeWords ?? dayWords ?? countWords ?? otherWords
    }

    private var otherWords: Words {
        switch kind {
        case .empty:
            ("the phrase is empty", "say when, as in `weekdays at 07:30`")
        case .tooLong(let limit):
            ("the phrase is longer than \(limit) characters", "write a list of phrases")
        case .unexpectedCharacter(let character):
            ("`\(character)` has no meaning here", Vocabulary.advice[character])
        case .unknownWord(let word, let suggestion):
            (
                "unknown word `\(word)`",
                // A word such as `between` can't be typed alone, so it's offered only within a phrase that can.
                Vocabulary.advice[word.lowercased()]
                    ?? suggestion.flatMap {
                        (try? Phrase(reading: $0)) == nil ? nil : "did you mean `\($0)`?"
                    }
            )
        case .unexpectedWord(let word):
            ("`\(word)` cannot stand here", Vocabulary.advice[word.lowercased()])
        case .dangling(let word):
            ("nothing comes after `\(word)`", "as in `daily at 20:00` or `mondays at noon`")
        case .outOfRange(let what, let range):
            (what, "it can be \(range)")
        case .twoReadings(let text, let one, let other):
            ("`\(text)` can be read in two ways", "`\(one)` or `\(other)`?")
        case .exceptWhat:
            ("`except` what?", "days or dates, as in `daily except saturdays, 2026-12-24`")
        case .monthExcepted(let months):
            ("which days of `\(months)`?", "as in `daily except daily in \(months)`")
        case .exceptAlone(let text):
            ("`except` from what?", "`daily \(text)`?")
        case .timeAfterExcept(let better):
            (
                "no time can stand after `except`",
                better.map { "`\($0)`?" } ?? "days and dates can, as in `daily at 20:00 except saturdays`"
            )
        case .timesOnlyInSome(let joined):
            (
                "in this list some phrases have a time and some have none",
                joined.map { "one phrase `\($0)`?" } ?? "give each phrase its time"
            )
        case .needsStarting(let date):
            (
                "this is counted from a date that is not there",
                "say from which, as in `starting: \(date?.description ?? "2027-01-04")`"
            )
        case .needsPlace(let event):
            (
                "when the \(event.rawValue) is depends on where you are",
                "say it at the top level, as in `place: {latitude: 52.52, longitude: 13.40}`"
            )
        case .neverRings:
            (
                "this can never ring",
                "no calendar has such a date, its exceptions leave nothing of it, or the sun doesn't rise and set on it"
            )
        case .neverRingsWithin:
            (
                "between its first and its last date this never rings",
                "look at the keys beside it: starting, from, until and except"
            )
        default:
            ("this cannot be read", nil)
        }
    }

    private var timeWords: Words? {
        switch kind {
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
        case .outsideDayPart(let time, let part, let offer):
            ("\(time) isn't in the \(part)", "`\(offer)`?")
        case .nightOfTwoDates(let time, let offers):
            (
                "\(time) at night could be on either of two dates",
                offers.map { "`\($0)`" }.joined(separator: " or ") + "?"
            )
        case .dayPartAlone(let part, let offer):
            ("when in the \(part)?", "as in `\(offer)`")
        case .timesTwice:
            (
                "the times stand in two places",
                "put them together, as in `daily at 07:30, 18:00`, or write a list: `[weekdays at 07:30, sundays at 09:30]`"
            )
        case .stepAlone(let span):
            ("`\(span)` from when to when?", "as in `\(span) between 09:00 and 17:00`")
        case .sometimeAlone:
            ("`sometime` between which times?", "as in `sometime between 10:00 and 16:00`")
        case .windowAlone(let words):
            (
                "`between \(words)` can be read in two ways",
                "`sometime between \(words)` for once a day, or `every hour between \(words)`?"
            )
        case .windowEndMissing:
            ("`between` needs two times", "as in `sometime between 09:00 and 17:00`")
        case .windowOfSun(let word):
            (
                "`\(word)` cannot be an end of a window",
                "say times of the clock, as in `every hour between 09:00 and 17:00`"
            )
        case .emptyWindow(let time):
            ("from \(time) to \(time) there is no time, or a whole day", "name two different times")
        case .secondsInSometime:
            ("`sometime` draws whole minutes", "leave the seconds out")
        case .distanceAlone(let text):
            (
                "`\(text)` before or after what?",
                "a time is `20:00`; from the sun it is `30 minutes before sunset`; an interval is `every 30 minutes between 09:00 and 17:00`"
            )
        case .distanceMissing(let event):
            (
                "how long before or after the \(event)?",
                "as in `\(event.lowercased()) - 30m` or `\(event.lowercased()) + 1h`"
            )
        case .invalidDistance(let text):
            (
                "`\(text)` isn't a number of minutes and hours",
                "as in `sunset - 1h30m`, `2 hours before sunset` or `every 90 minutes between 09:00 and 17:00`"
            )
        case .secondsFromSun(let text):
            ("`\(text)` is no whole number of minutes", "the sun's times are told in whole minutes")
        case .notTheSun(let word):
            (
                word.map { "nothing can be reckoned from `\($0)`" } ?? "before or after what?",
                "from the sun it can: `30 minutes before sunset`; a time of the clock is said as it is, `19:30`"
            )
        default: nil
        }
    }

    private var dayWords: Words? {
        switch kind {
        case .noSuchDate(let text, let last):
            ("there's no \(text)", last.map { "`\($0)`?" } ?? "a date reads like `2026-12-24`")
        case .missingRangeEnd(let start):
            ("the range that begins with `\(start)` has no end", "as in `mon-thu`")
        case .rangeOfOneDay(let day):
            (
                "a range needs two different days",
                "`\(day.pluralName)` for the one day, `daily` for all of them"
            )
        case .rangeOfDayGroup(let word):
            ("`\(word)` cannot be an end of a range", "name the days, as in `mon-sat`")
        case .rangeOfDates:
            ("a range of dates can't ring", "`daily`, with the keys `from:` and `until:` beside it")
        case .backwardRange:
            ("a range goes from the earlier to the later", "as in `the 1st-7th`")
        case .daysTwice:
            (
                "the days stand in two places",
                "put them together, as in `mon, tue at 20:00`, or write a list: `[weekdays at 07:30, sundays at 09:30]`"
            )
        case .mixedDays:
            (
                "days of different kinds cannot share a phrase",
                "a list rings on either: `[sundays at 19:00, 2026-12-24 at 16:00]`; on days that are both: `the 13th except sat-thu`"
            )
        case .everyBefore(let word?):
            ("`every` cannot stand before `\(word)`", "it stands before a day, as in `every monday`")
        case .everyBefore(nil):
            ("`every` what?", "as in `every day` or `every monday`")
        case .everyBeforePlace(let text, let counted?, let placed):
            ("`\(text)` can be read in two ways", "\(counted) or \(placed)?")
        case .everyBeforePlace(let text, nil, let placed):
            ("`every` cannot stand before a place: `\(text)`", "\(placed)?")
        case .placeOfWeekend(let place):
            (
                "which day of the \(place) weekend?",
                "`\(place) saturday of the month`, or `\(place) weekend day of the month`, whichever it is"
            )
        case .noSuchPlace(let text, let day):
            (
                "no month has a \(text)",
                "at most `5th \(day) of the month`; the last is `last \(day) of the month`"
            )
        case .lastWhat:
            ("`last` what?", "`last day of the month` or `last friday of the month`?")
        case .whichOfMonth(let day):
            (
                "which `\(day)` of the month?",
                "`first monday of the month`, `last monday of the month`, or all of them: `mondays`"
            )
        case .monthAlone(let month):
            ("which days of `\(month)`?", "`daily in \(month)`, or one day: `the 1st of \(month)`?")
        case .monthsHalfSaid(let text, let months, let isWeekly):
            (
                "`\(text) …` can be read in two ways: in \(months), or all the year",
                isWeekly
                    ? "say which months, as in `mondays in june, fridays in january-december`"
                    : "say which month, as in `first sunday of june, last friday of june`"
            )
        case .yearAlone(let year):
            (
                "a year belongs to a date: `\(year)`",
                "as in `24 december \((1000...9999).contains(year) ? year : 2026)`; the keys `from:` and `until:` limit the others"
            )
        default: nil
        }
    }

    private var countWords: Words? {
        switch kind {
        case .intervalAsSpan(let text):
            (
                "`every \(text)` is no number of hours and minutes",
                "as in `every 3 days` or `every 2 weeks on friday`"
            )
        case .countedWeekdays(let count, let day):
            (
                "`every \(count) \(day.pluralName)` cannot be read",
                count == 1
                    ? "`\(day.pluralName)`?"
                    : count == 2 ? "`every other \(day.name)`?" : "`every \(count) weeks on \(day.name)`?"
            )
        case .countedYears(let count):
            (
                "every \(count) years cannot be counted",
                "a date without its year, as `june 18`, rings each year"
            )
        case .countedInMonths:
            (
                "what is counted can't be limited to months as well",
                "leave one out: `every 2 weeks on friday`, or `fridays in june`"
            )
        case .countedDaysOn:
            (
                "days are counted or named, not both",
                "`every 2 weeks on friday` counts weeks; `every 3 days except sundays` leaves days out"
            )
        case .everyWeeks(let count):
            (
                "every \(count == 1 ? "week" : "\(count) weeks") on which day?",
                "as in `every \(count == 1 ? "week" : "\(count) weeks") on friday`"
            )
        case .everyMonths(let count):
            (
                "every \(count == 1 ? "month" : "\(count) months") on which day?",
                "as in `every \(count == 1 ? "month" : "\(count) months") on the 1st` or `every \(count == 1 ? "month" : "\(count) months") on the first sunday`"
            )
        case .everyYear:
            ("every year on which day?", "as in `june 18`, which rings each year")
        case .weeksOnDaysOfMonth:
            ("weeks have no such day", "as in `every 2 weeks on friday`, or `every 2 months on the 1st`")
        case .monthsOnWeekdays(let count):
            (
                "on which one of the month?",
                count == 1
                    ? "`first monday of the month`, `last monday of the month`, or all of them: `mondays`"
                    : "as in `every \(count) months on the first monday`; `every 4 weeks on monday` counts weeks"
            )
        default: nil
        }
    }
}
