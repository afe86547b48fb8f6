import CivilTime
import Schedules
import TestSupport
import Testing

@Suite("Phrases") struct PhraseTests {
    @Test(
        "different spellings share one normal form",
        arguments: [
            ("daily at 21:15", "daily at 21:15"),
            ("every day at 9:15 pm", "daily at 21:15"),
            ("at 21:15 daily", "daily at 21:15"),
            ("at 21:15", "daily at 21:15"),
            ("21:15", "daily at 21:15"),
            ("EVERY DAY AT 9:15PM", "daily at 21:15"),
            ("9:15 p.m. every day", "daily at 21:15"),
            ("weekdays at 07:30, 12:00 and 18:00", "weekdays at 07:30, 12:00, 18:00"),
            ("weekdays at 18:00, 7:30, and noon", "weekdays at 07:30, 12:00, 18:00"),
            ("every weekday at 7:30 am", "weekdays at 07:30"),
            ("mon-fri at 07:30", "weekdays at 07:30"),
            ("weekends at noon", "weekends at 12:00"),
            ("every weekend at midnight", "weekends at 00:00"),
            ("sat and sun at 12:00", "weekends at 12:00"),
            ("sundays at 19:00", "sundays at 19:00"),
            ("on sunday 19:00", "sundays at 19:00"),
            ("every sunday, 7 pm", "sundays at 19:00"),
            ("sun at 7pm", "sundays at 19:00"),
            ("sun at seven pm", "sundays at 19:00"),
            ("24th december in 2026 at 16:00", "2026-12-24 at 16:00"),
            ("mon-thu and sat at 22:00", "mon-thu, sat at 22:00"),
            ("monday through thursday, saturday at 22:00", "mon-thu, sat at 22:00"),
            ("Monday – Thursday and Saturdays at 22:00", "mon-thu, sat at 22:00"),
            ("monday to thursday, and every saturday at 22:00", "mon-thu, sat at 22:00"),
            ("fri-mon at 10:00", "fri-mon at 10:00"),
            ("mon, fri, sat, sun at 10:00", "fri-mon at 10:00"),
            ("mon and sun at 10:00", "mon, sun at 10:00"),
            ("weds, thurs at 12:15", "wed, thu at 12:15"),
            ("tues and thur. at 12:15", "tue, thu at 12:15"),
            ("weekdays and weekends at 08:00", "daily at 08:00"),
            ("daily at 07:30:15, 07:30", "daily at 07:30, 07:30:15"),
            ("daily at 7:30, 7:30 am", "daily at 07:30"),
            ("daily at 12 am, 12 pm", "daily at 00:00, 12:00"),
            ("2026-12-24 at 16:00", "2026-12-24 at 16:00"),
            ("24 december 2026 at 16:00", "2026-12-24 at 16:00"),
            ("december 24, 2026 at 4 pm", "2026-12-24 at 16:00"),
            ("on the 24th of dec. 2026, at 16:00", "2026-12-24 at 16:00"),
            ("at 16:00 on december 24th, 2026", "2026-12-24 at 16:00"),
            (
                "2026-12-31, 2026-12-24 and 1 sept 2026 at 16:00",
                "2026-09-01, 2026-12-24, 2026-12-31 at 16:00"
            ),
            ("weekdays", "weekdays"),
        ])
    func normalForm(_ text: String, _ normal: String) throws {
        let phrase = try Phrase(parsing: text)
        #expect(phrase.normalForm == normal)
        #expect(try Phrase(parsing: normal) == phrase)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: PhraseError.Kind
        let column: Int

        init(_ text: String, _ kind: PhraseError.Kind, _ column: Int) {
            (testDescription, self.kind, self.column) = (text, kind, column)
        }
    }

    @Test(
        "what cannot be read is refused at its column",
        arguments: [
            Refusal("", .empty, 1),
            Refusal("dayly at 07:30", .unknownWord("dayly", suggestion: "daily"), 1),
            Refusal("on mondaay at 07:30", .unknownWord("mondaay", suggestion: "monday"), 4),
            Refusal("daily at brunch", .unknownWord("brunch", suggestion: nil), 10),
            Refusal("daily at 7", .hourAlone(7), 10),
            Refusal("daily at seven", .hourAlone(7), 10),
            Refusal("daily at 7.30", .unexpectedCharacter("."), 11),
            Refusal("5th of june at 10:00", .unavailable("a date without its year"), 1),
            Refusal("daily at 7 and 9 pm", .hourAlone(7), 10),
            Refusal("at 24:00", .endOfDay, 4),
            Refusal("daily at 25:00", .noSuchTime("25:00"), 10),
            Refusal("daily at 7:60", .noSuchTime("7:60"), 10),
            Refusal("daily at 7:5", .noSuchTime("7:5"), 10),
            Refusal("daily at 07:30:61", .noSuchTime("07:30:61"), 10),
            Refusal("daily at 13 pm", .noSuchHourOfHalfDay(13, half: "pm"), 10),
            Refusal("daily at 0 am", .noSuchHourOfHalfDay(0, half: "am"), 10),
            Refusal("daily at 13:00 pm", .noSuchHourOfHalfDay(13, half: "pm"), 10),
            Refusal("2026-02-30 at 16:00", .noSuchDate("2026-02-30"), 1),
            Refusal("31 november 2026", .noSuchDate("2026-11-31"), 1),
            Refusal("mon- at 20:00", .missingRangeEnd("mon"), 6),
            Refusal("mon-weekends", .rangeOfDayGroup("weekends"), 5),
            Refusal("weekdays-sat at 20:00", .rangeOfDayGroup("weekdays"), 1),
            Refusal("mon-mon at 20:00", .rangeOfOneDay(.monday), 1),
            Refusal("mon at 20:00, tue", .daysTwice, 15),
            Refusal("at 07:30 daily at 21:15", .timesTwice, 19),
            Refusal("mon, 2026-12-24 at 16:00", .datesAmongWeekdays, 6),
            Refusal("every daily at 16:00", .everyBefore("daily"), 1),
            Refusal("every 07:30", .everyBefore("07:30"), 1),
            Refusal("every", .everyBefore(nil), 1),
            Refusal("every second friday at 19:30", .everyBeforePlace(place: "2nd", day: "friday"), 1),
            Refusal("every 2nd friday at 19:30", .everyBeforePlace(place: "2nd", day: "friday"), 1),
            Refusal("daily at 07:30!", .unexpectedCharacter("!"), 15),
            Refusal("at", .unexpectedWord("at"), 1),
            Refusal("mon,,", .unexpectedWord(","), 5),
            Refusal("frühstück at 07:30", .unknownWord("frühstück", suggestion: nil), 1),
        ])
    func refuses(_ row: Refusal) {
        #expect(throws: PhraseError(row.kind, column: row.column)) {
            try Phrase(parsing: row.testDescription)
        }
    }

    @Test(
        "what a later version reads is refused by name, not misread",
        arguments: [
            "every 3 days at 18:00", "every other day at 18:00", "every other friday at 19:30",
            "every 2 weeks on friday at 19:30",
            "every two weeks on tue, thu at 20:00", "first sunday of the month at 10:00",
            "2nd and 4th tuesday at 20:00",
            "last friday of march, september at 20:00", "the 1st and 15th at 08:00", "day 31 at 08:00",
            "last day of the month at 20:00",
            "every 3 months on the 1st at 10:00", "june 18", "18 june at 18:00", "june 18th", "every june 18",
            "every 90 minutes between 09:00 and 17:00 on weekdays",
            "sometime between 10:00 and 16:00 on weekdays", "daily at sunrise",
            "saturdays at sunset - 30m", "30 minutes before sunset", "daily at 20:00 except saturdays",
            "every month", "every hour",
        ])
    func comesLater(_ text: String) throws {
        let error = #expect(throws: PhraseError.self) { try Phrase(parsing: text) }
        guard case .unavailable? = error?.kind else {
            Issue.record("\(text): \(error.map(String.init(describing:)) ?? "")")
            return
        }
        #expect(error?.hint != nil)
    }

    @Test func `a phrase printed and read again is the same, for thousands of phrases`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5000 {
            let days: Phrase.Days
            if Int.random(in: 0..<4, using: &random) > 0 {
                let chosen = Weekday.allCases.filter { _ in Bool.random(using: &random) }
                days = .weekly(DaySet(chosen.isEmpty ? [.monday] : chosen))
            } else {
                let numbers = (0..<3).map { _ in Int.random(in: -100_000...100_000, using: &random) }
                days = .dates(Set(numbers).sorted().map(CivilDate.init(dayNumber:)))
            }
            let seconds = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                Int.random(in: 0..<86_400, using: &random)
            }
            let times = Set(seconds).sorted().compactMap(TimeOfDay.init(secondOfDay:))
            let phrase = Phrase(days: days, times: times.isEmpty ? nil : times)
            #expect(try Phrase(parsing: phrase.normalForm) == phrase)
            #expect(try Phrase(parsing: phrase.normalForm.uppercased()) == phrase)
        }
    }

    @Test func `random words give a phrase or an error with a column inside, and never trap`() {
        let words = [
            "daily", "every", "mon", "-", "tue", ",", "and", "at", "7", "07:30", "9:15", "pm", "first",
            "2026-12-24", "december", "24", "2026",
            "the", "of", "noon", "until", "24:00", "..", "+", "1st", "90m", "day", "weekdays", "ü", "a.m.",
            "\u{0}", "999999999999",
        ]
        var random = SeededGenerator(seed: 11)
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...7, using: &random)).map { _ in
                words.randomElement(using: &random) ?? ""
            }
            .joined(separator: Bool.random(using: &random) ? " " : "")
            do {
                let phrase = try Phrase(parsing: text)
                #expect((try? Phrase(parsing: phrase.normalForm)) == phrase, "\(text)")
            } catch {
                #expect(
                    error.column >= 1 && error.column <= text.unicodeScalars.count + 1, "\(text): \(error)")
            }
        }
    }
}

@Suite("Hints") struct HintTests {
    @Test(
        "what people write at first leads them on",
        arguments: [
            ("each day at 8:00", "`every`?"), ("every morning at 7", "say at which time"),
            ("tomorrow at 18:00", "say which date"),
            ("mon & tue at 8pm", "`and`?"), ("24.12.2026", "a time is `07:30`"),
            ("12/24/2026", "say which date"),
            ("workdays at 8:00", "did you mean `weekdays`?"),
            ("weekdays at 7:30 and saturdays at 9:00", "put them together"),
            ("at 24:00", "`midnight` is the start"), ("daily at 7", "`7 am`, `7 pm` or `07:00`?"),
            ("daily at 19", "`19:00`?"),
            ("Evening at 8 pm", "say at which time"),
        ])
    func leads(_ text: String, _ hint: String) {
        let error = #expect(throws: PhraseError.self) { try Phrase(parsing: text) }
        #expect(error?.hint?.hasPrefix(hint) == true, "\(error?.hint ?? "no hint")")
    }
}

@Suite("Suggestions") struct SuggestionTests {
    @Test(
        "the nearest word is meant",
        arguments: [
            ("weekday", "weekdays"), ("evry", "every"), ("titel", "title"), ("tilte", "title"),
            ("rituels", "rituals"),
        ])
    func finds(_ typed: String, _ meant: String) {
        #expect(
            Suggestion.nearest(to: typed, among: ["weekdays", "every", "title", "rituals", "when"]) == meant)
    }

    @Test func `a word that is near nothing gets none`() {
        #expect(Suggestion.nearest(to: "banana", among: ["weekdays", "title"]) == nil)
        #expect(Suggestion.nearest(to: "", among: ["weekdays"]) == nil)
        #expect(Suggestion.nearest(to: String(repeating: "x", count: 100_000), among: ["weekdays"]) == nil)
    }
}
