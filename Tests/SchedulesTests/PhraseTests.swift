import CivilTime
import Schedules
import TestSupport
import Testing

@Suite("Phrases") struct PhraseTests {
    @Test("different spellings share one normal form", arguments: PhraseCases.normalForms)
    func normalForm(_ text: String, _ normal: String) throws {
        let phrase = try Phrase(parsing: text)
        #expect(phrase.normalForm == normal)
        #expect(try Phrase(parsing: normal) == phrase)
        #expect(try Phrase(parsing: text.uppercased()) == phrase)
    }

    @Test("every row of the table in rituald.yaml(5) is read", arguments: PhraseCases.normalForms)
    func rings(_ text: String, _ normal: String) throws {
        let terms = PhraseCases.terms
        let schedule = try Schedule(parsing: [text], terms: terms)
        let again = try Schedule(parsing: schedule.normalForm, terms: terms)
        #expect(again == schedule)
        let start = Instant("2026-01-01T00:00Z")
        let times = schedule.occurrences(after: start, in: .named("Europe/Berlin")).prefix(20)
        #expect(
            Array(times) == Array(again.occurrences(after: start, in: .named("Europe/Berlin")).prefix(20)))
    }

    @Test("what cannot be read is refused at its column", arguments: PhraseCases.refusals)
    func refuses(_ row: PhraseCases.Refusal) {
        let error = #expect(throws: PhraseError.self) { try Phrase(parsing: row.testDescription) }
        #expect(error?.column == row.column)
        #expect(error?.message.includes(row.message) == true, "\(error?.message ?? "")")
        let hint = error?.hint ?? ""
        #expect(row.hint.isEmpty || hint.includes(row.hint), "\(hint)")
    }

    @Test func `a phrase printed and read again is the same, for ten thousand phrases`() throws {
        var generator = PhraseGenerator(seed: 7)
        var read = 0
        while read < 10_000 {
            let (text, terms) = generator.phrase()
            // What was put together can be a schedule that never rings.
            guard let schedule = try? Schedule(parsing: [text], terms: terms) else {
                let error = #expect(throws: (any Error).self) { try Schedule(parsing: [text], terms: terms) }
                guard let list = error as? Schedule.ListError, PhraseGenerator.mayRefuse(list.error.kind)
                else {
                    Issue.record("\(text): \(String(describing: error))")
                    return
                }
                continue
            }
            read += 1
            let normal = schedule.normalForm
            let respelled = generator.respelled(text)
            guard let again = try? Schedule(parsing: normal, terms: terms), again == schedule,
                let other = try? Schedule(parsing: [respelled], terms: terms), other == schedule
            else {
                Issue.record("\(text) is \(normal); as \(respelled) it is not")
                return
            }
            let start = Instant("2026-01-01T00:00Z")
            let zone = Zone.named("America/New_York")
            #expect(
                Array(schedule.occurrences(after: start, in: zone).prefix(3))
                    == Array(again.occurrences(after: start, in: zone).prefix(3)))
        }
    }

    @Test func `random words give a phrase or an error with a column inside, and never trap`() {
        let words = [
            "daily", "every", "mon", "-", "tue", ",", "and", "at", "7", "07:30", "9:15", "pm", "first",
            "2026-12-24", "december", "24", "2026", "the", "of", "noon", "until", "24:00", "..", "+", "1st",
            "90m", "day", "weekdays", "ü", "a.m.", "\u{0}", "999999999999", "last", "month", "other",
            "second",
            "week", "between", "sometime", "sunset", "before", "30", "minutes", "except", "sundays", "fifth",
            "31st", "february", "29", "to", "3", "months", "hour", "year", "on", "0",
        ]
        var random = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                words.randomElement(using: &random) ?? ""
            }
            .joined(separator: Int.random(in: 0..<8, using: &random) > 0 ? " " : "")
            do {
                let phrase = try Phrase(parsing: text)
                #expect((try? Phrase(parsing: phrase.normalForm)) == phrase, "\(text): \(phrase.normalForm)")
            } catch {
                #expect(
                    error.column >= 1 && error.column <= text.unicodeScalars.count + 1, "\(text): \(error)")
                #expect(error.message != "this cannot be read", "\(text): \(error.kind)")
            }
        }
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
