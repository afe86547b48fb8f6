import CivilTime

/// A time as people say it today: a phrase in which `tomorrow`, `tonight` and `next friday` stand for their dates.
struct SpokenMoment {
    private let phrase: Phrase
    /// Whether one time of it is meant: `friday 18:00` is the next Friday's, `fridays 18:00` each.
    let isOne: Bool

    init(_ text: String, today: CivilDate) throws(PhraseError) {
        let said = Respelling.words(of: text)
        let words = Respelling.dated(said, from: today).joined(separator: " ")
        do throws(PhraseError) {
            phrase = try Phrase(reading: words)
        } catch {
            // `tonight` alone is a time to whoever is asked when to be reminded; other parts of the day aren't.
            guard case .dayPartAlone(_, let offer) = error.kind, said.contains("tonight"),
                let evening = try? Phrase(reading: offer)
            else { throw error.about(Respelling(text: text, today: today)) }
            phrase = evening
        }
        isOne = SpokenMoment.isOne(phrase, said)
    }

    /// Words by which a person means each of them.
    private static let repeating: Set<String> = [
        "every", "each", "daily", "nightly", "weekly", "fortnightly", "alternate", "once", "weekdays",
        "weekends", "workdays", "mornings", "afternoons", "evenings", "nights", "sometime",
    ]

    private static func isOne(_ phrase: Phrase, _ words: [String]) -> Bool {
        let isEach = words.contains { word in
            repeating.contains(word) || Weekday.allCases.contains { $0.pluralName == word }
        }
        let isOneTime =
            switch phrase.times {
            case nil: true
            case .list(let clock, let sun)?: clock.count + sun.count == 1
            case .interval?, .sometime?: false
            }
        guard !isEach, isOneTime, phrase.except.days.isEmpty else { return false }
        switch phrase.days {
        case .weekly(.all): return true
        case .dates(let ranges): return ranges.count == 1 && ranges[0].lowerBound == ranges[0].upperBound
        case .everyDays, .everyWeeks, .everyMonths: return false
        case .weekly, .weekdays, .monthDays, .groupDays:
            return !phrase.days.normalForm.unicodeScalars.contains { $0 == "," || $0 == "-" }
        }
    }

    func schedule(_ terms: Terms) throws(PhraseError) -> Schedule {
        do {
            return try Schedule([phrase], terms: terms)
        } catch {
            throw error.error
        }
    }
}
