import CivilTime

/// When to be reminded and of what, as people say both in one breath: `tomorrow 18:00 call the garage`.
///
/// The longest beginning that is a time is the time. Where what's left could be more of it, neither is guessed.
package struct SpokenReminder: Sendable {
    package enum Time: Sendable {
        case at(Due)
        case after(Span)
    }

    /// Why words can't be told apart, or aren't a time; the hint is what to type instead.
    package struct Refusal: Error, Sendable {
        package let message: String
        package let hint: String
    }

    package let time: Time
    package let text: String

    /// More words than any time has.
    private static let longestTime = 16

    /// Reads the words behind `ritual at`.
    package init(
        at words: [String], after now: Instant, in zone: Zone, place: Place? = nil
    ) throws(Refusal) {
        let today = zone.civil(at: now).date
        guard let count = SpokenReminder.timeCount(words, today: today) else {
            throw SpokenReminder.noTime(words, today: today)
        }
        let said = words.prefix(count).joined(separator: " ")
        let text = words.dropFirst(count).joined(separator: " ")
        guard let moment = SpokenMoment(said, today: today) else {
            throw SpokenReminder.noTime(words, today: today)
        }
        guard moment.isOne else {
            let name = SpokenReminder.id(of: text)
            throw Refusal(
                message: "`\(said)` comes again and again; a reminder comes once",
                hint: "`ritual add \(name) \"\(said)\"` makes a ritual of it")
        }
        try SpokenReminder.check(said, text, words, count, command: "at")
        guard let due = try SpokenReminder.next(moment, said, after: now, in: zone, place: place) else {
            throw Refusal(message: "`\(said)` is past", hint: "say a later time, as in `tomorrow 18:00`")
        }
        (time, self.text) = (.at(due), text)
    }

    /// Reads the words behind `ritual in`: a span, and of whole days a time may follow, as in `2 weeks at 9:00`.
    package init(in words: [String], after now: Instant, in zone: Zone) throws(Refusal) {
        let count = (1...max(1, min(words.count, SpokenReminder.longestTime))).last {
            $0 <= words.count && SpokenReminder.span(words.prefix($0)) != nil
        }
        guard let count, let span = SpokenReminder.span(words.prefix(count)) else {
            throw Refusal(
                message: "`\(words.first ?? "")` isn't a length of time",
                hint: "as in `ritual in 20m take the bread out`, or `in half an hour`")
        }
        guard span != Span() else {
            throw Refusal(
                message: "a reminder for now is no reminder", hint: "as in `ritual in 20m take the bread out`"
            )
        }
        let said = words.prefix(count).joined(separator: " ")
        let rest = Array(words.dropFirst(count))
        if span.seconds == 0, SpokenReminder.couldBeTime(rest) {
            let today = zone.civil(at: now).date
            let date = today.adding(days: span.days).description
            let withTime = SpokenReminder.timeCount([date] + rest, today: today)
            if let withTime, withTime > 1,
                let moment = SpokenMoment(
                    ([date] + rest.prefix(withTime - 1)).joined(separator: " "), today: today), moment.isOne
            {
                let text = rest.dropFirst(withTime - 1).joined(separator: " ")
                let all = words.prefix(count + withTime - 1).joined(separator: " ")
                try SpokenReminder.check(all, text, words, count + withTime - 1, command: "in")
                guard let due = try SpokenReminder.next(moment, all, after: now, in: zone, place: nil) else {
                    throw Refusal(
                        message: "`\(all)` is past", hint: "say a later time, as in `2 weeks at 9:00`")
                }
                (time, self.text) = (.at(due), text)
                return
            }
        }
        let text = rest.joined(separator: " ")
        try SpokenReminder.check(said, text, words, count, command: "in")
        (time, self.text) = (.after(span), text)
    }

    // MARK: Where the time ends

    /// How many of some words make the longest beginning that is a time, be it one or many.
    private static func timeCount(_ words: [String], today: CivilDate) -> Int? {
        guard !words.isEmpty else { return nil }
        return (1...min(words.count, longestTime)).last {
            // `18:00 first aid kit` is no first of the month.
            let isPlace = Vocabulary.places[words[$0 - 1].lowercased()] != nil
            if isPlace, $0 > 1, words[$0 - 2].lowercased() != "the" { return false }
            return SpokenMoment(words.prefix($0).joined(separator: " "), today: today) != nil
        }
    }

    private static func span(_ words: some Sequence<String>) -> Span? {
        let text = words.joined(separator: " ")
        if let span = try? Span(parsing: text) { return span }
        let said = Respelling.words(of: text) ?? []
        let spelled = zip(said, said.dropFirst() + [""]).map { word, next in
            word == "a" && Vocabulary.units[next] != nil
                ? "1" : Vocabulary.numbers[word].map(String.init) ?? word
        }
        return Respelling.applyRules(spelled, today: nil).first.flatMap { try? Span(parsing: $0) }
    }

    private static func check(
        _ said: String, _ text: String, _ words: [String], _ count: Int, command: String
    ) throws(Refusal) {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(
                message: "a reminder needs words", hint: "as in `ritual \(command) \(said) call the garage`")
        }
        // Who quotes the time, or the words, has said where it ends.
        let isQuoted = words[count - 1].contains(" ") || words[count].contains(" ")
        guard !isQuoted, couldBeTime(Array(words[count...])) else { return }
        throw Refusal(
            message: "is `\(text)` what to say, or does the time go on?",
            hint:
                "`ritual \(command) \"\(said)\" \"\(text)\"` says it; the whole time in quotes, and then what to say, is the other"
        )
    }

    /// Whether words begin as a time does, and not only with `at the door`.
    private static func couldBeTime(_ words: [String]) -> Bool {
        var rest = (Respelling.words(of: words.joined(separator: " ")) ?? [])[...]
        var isLed = false
        while let word = rest.first, word == "," || Vocabulary.fillers.contains(word) {
            isLed = true
            rest = rest.dropFirst()
        }
        guard let word = rest.first else { return false }
        let next = rest.dropFirst().first ?? ""
        let isMonth = Vocabulary.months[next] != nil
        if Vocabulary.weekdays[word] != nil || Vocabulary.groups[word] != nil { return true }
        if Vocabulary.months[word] != nil { return isLed || Int(next) != nil || Respelling.isOrdinal(next) }
        if Respelling.isOrdinal(word) || Vocabulary.places[word] != nil {
            return isMonth || next == "of" || Vocabulary.weekdays[next] != nil || next == "day"
                || next == "weekday"
        }
        if ["next", "this"].contains(word) { return Vocabulary.weekdays[next] != nil }
        if Int(word) != nil || Vocabulary.numbers[word] != nil {
            return isMonth || ["am", "pm"].contains(next) || Vocabulary.units[next] != nil
        }
        if Respelling.time(word) != nil || Respelling.spokenTime(word) { return true }
        return [
            "every", "daily", "except", "until", "tomorrow", "today", "tonight", "noon", "midnight", "sunset",
            "sunrise", "between",
        ].contains(word) || isLed && DayPart(named: word) != nil
    }

    // MARK: What it comes to

    private static func next(
        _ moment: SpokenMoment, _ said: String, after now: Instant, in zone: Zone, place: Place?
    ) throws(Refusal) -> Due? {
        do {
            return try moment.schedule(place: place).next(after: now, in: zone)
        } catch {
            throw Refusal(
                message: "`\(said)`: \(error.error.message)",
                hint: error.error.hint ?? "as in `ritual at \"tomorrow 18:00\" call the garage`")
        }
    }

    private static func noTime(_ words: [String], today: CivilDate) -> Refusal {
        let first = words.first ?? ""
        let usual = "as in `ritual at tomorrow 18:00 call the garage`"
        do {
            _ = try Phrase(parsing: first, today: today)
            return Refusal(message: "`\(first)` isn't a time", hint: usual)
        } catch {
            let hint = error.hint.map { $0.hasPrefix("phrases read") ? usual : $0 } ?? usual
            return Refusal(message: "\(first): \(error.message)", hint: hint)
        }
    }

    /// A name for the ritual that what to say could become.
    private static func id(of text: String) -> String {
        let words = text.lowercased().split { !$0.isASCII || !$0.isLetter }
        return words.isEmpty ? "NAME" : words.prefix(3).joined(separator: "-")
    }
}
