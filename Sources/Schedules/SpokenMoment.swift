import CivilTime

/// A time as people say it today: a phrase in which `tomorrow`, `tonight` and `next friday` stand for their dates.
struct SpokenMoment {
    private let phrase: Phrase
    /// Whether one time of it is meant: `friday 18:00` is the next Friday's, `fridays 18:00` each.
    let isOne: Bool

    /// Nil where it's no time.
    init?(_ text: String, today: CivilDate) {
        guard let said = Respelling.words(of: text) else { return nil }
        let words = Respelling.dated(said, from: today)
        var read = try? Phrase(reading: words.joined(separator: " "))
        if read == nil, let tonight = said.firstIndex(of: "tonight") {
            // `tonight at 8` is an evening's hour, `tonight` alone the evening.
            let rest = Respelling.dated(Array(said[..<tonight]), from: today)
            let behind = Respelling.dated(Array(said[(tonight + 1)...]), from: today)
            for evening in ["\(today) evening", "\(today) at \(DayPart.evening.example)"] where read == nil {
                read = try? Phrase(reading: (rest + [evening] + behind).joined(separator: " "))
            }
        }
        guard let read else { return nil }
        // `tonight` alone would be its morning.
        if said.contains("tonight"), read.times == nil {
            phrase = read.at(DayPart.evening.example)
        } else {
            phrase = read
        }
        isOne = SpokenMoment.isOne(read, said)
    }

    /// Words by which a person means each of them.
    private static let repeating: Set<String> = [
        "every", "each", "daily", "nightly", "weekly", "fortnightly", "alternate", "once", "weekdays",
        "weekends",
        "workdays", "mornings", "afternoons", "evenings", "nights", "sometime",
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

    func schedule(place: Place?) throws(Schedule.ListError) -> Schedule {
        try Schedule([phrase], terms: Terms(place: place))
    }
}
