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

    /// Reads the words after `ritual at`.
    package init(
        at words: [String], after now: Instant, in zone: Zone, place: Place? = nil
    ) throws(Refusal) {
        let today = zone.civil(at: now).date
        guard let (count, moment) = SpokenReminder.longestTime(of: words, today: today) else {
            throw SpokenReminder.noTime(words, today: today)
        }
        let said = SpokenReminder.Said(command: "at", words: words, count: count)
        let due = try said.due(moment, after: now, in: zone, place: place)
        (time, text) = (.at(due), said.text)
    }

    /// Reads the words after `ritual in`: a span, and after whole days a time, as in `2 weeks at 9:00`.
    package init(in words: [String], after now: Instant, in zone: Zone) throws(Refusal) {
        let found = SpokenReminder.beginnings(of: words).last { SpokenReminder.span(words.prefix($0)) != nil }
        guard let count = found, let span = SpokenReminder.span(words.prefix(count)) else {
            throw Refusal(
                message: "`\(words.first ?? "")` isn't a length of time",
                hint: "as in `ritual in 20m take the bread out`, or `in half an hour`")
        }
        guard span != Span() else {
            throw Refusal(
                message: "a reminder can't be for right now",
                hint: "as in `ritual in 20m take the bread out`")
        }
        let rest = Array(words.dropFirst(count))
        let today = zone.civil(at: now).date
        let date = today.adding(days: span.days).description
        if span.seconds == 0, SpokenReminder.couldBeTime(rest),
            let (more, moment) = SpokenReminder.longestTime(of: [date] + rest, today: today), more > 1,
            moment.isOne
        {
            let said = SpokenReminder.Said(command: "in", words: words, count: count + more - 1)
            let due = try said.due(moment, after: now, in: zone, place: nil)
            (time, text) = (.at(due), said.text)
        } else {
            let said = SpokenReminder.Said(command: "in", words: words, count: count)
            try said.checkText()
            (time, text) = (.after(span), said.text)
        }
    }

    // MARK: Where the time ends

    /// How many words a time may have: each number of them.
    private static func beginnings(of words: [String]) -> Range<Int> {
        // More words than any time has.
        let longest = 16
        return 1..<min(words.count, longest) + 1
    }

    /// The longest beginning that is a time, be it one or many, and how many words it has.
    private static func longestTime(of words: [String], today: CivilDate) -> (count: Int, SpokenMoment)? {
        for count in beginnings(of: words).reversed() {
            // In `18:00 first aid kit`, first isn't a date; in `18:00 on the first` it is.
            let isPlace = Vocabulary.places[words[count - 1].lowercased()] != nil
            if isPlace, count > 1, words[count - 2].lowercased() != "the" { continue }
            let said = words.prefix(count).joined(separator: " ")
            if let moment = try? SpokenMoment(said, today: today) { return (count, moment) }
        }
        return nil
    }

    private static func span(_ words: some Sequence<String>) -> Span? {
        let text = words.joined(separator: " ")
        if let span = try? Span(parsing: text) { return span }
        let said = Respelling.words(of: text)
        let spelled = zip(said, said.dropFirst() + [""]).map { word, next in
            word == "a" && Vocabulary.units[next] != nil
                ? "1" : Vocabulary.numbers[word].map(String.init) ?? word
        }
        return Respelling.applyRules(spelled, today: nil).first.flatMap { try? Span(parsing: $0) }
    }

    /// Whether words begin as a time does, and not only with `at the door`.
    private static func couldBeTime(_ words: [String]) -> Bool {
        var rest = Respelling.words(of: words.joined(separator: " "))[...]
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

    private static func noTime(_ words: [String], today: CivilDate) -> Refusal {
        let first = words.first ?? ""
        let text = words.dropFirst().joined(separator: " ")
        do {
            _ = try Phrase(parsing: first, today: today)
            return Refusal(message: "`\(first)` isn't a time", hint: usual)
        } catch {
            let lines = error.offers.map { "`ritual at \"\($0)\" \(text)`" }
            return Refusal(
                message: error.message,
                hint: lines.isEmpty ? usual : lines.joined(separator: " or "))
        }
    }

    private static let usual = "as in `ritual at tomorrow 18:00 call the garage`"
}

extension SpokenReminder {
    /// The words of a command, the first so many of which are the time.
    private struct Said {
        let command: String
        let words: [String]
        let count: Int

        private var time: String { words.prefix(count).joined(separator: " ") }
        var text: String { words.dropFirst(count).joined(separator: " ") }

        /// Refuses what has no text, and a text that could be more of the time.
        func checkText() throws(Refusal) {
            guard text.contains(where: { !$0.isWhitespace }) else {
                throw Refusal(
                    message: "a reminder needs words",
                    hint: "as in `ritual \(command) \(time) call the garage`")
            }
            // Whoever quotes the time, or the words, has said where it ends.
            let isQuoted = words[count - 1].contains(" ") || words[count].contains(" ")
            guard !isQuoted, SpokenReminder.couldBeTime(Array(words[count...])) else { return }
            throw Refusal(
                message: "is `\(text)` what to say, or does the time go on?",
                hint:
                    "`ritual \(command) \"\(time)\" \"\(text)\"` says it; if the time goes on, put all of it in quotes"
            )
        }

        /// When it is, if it comes once, and has words.
        func due(
            _ moment: SpokenMoment, after now: Instant, in zone: Zone, place: Place?
        ) throws(Refusal) -> Due {
            guard moment.isOne else {
                throw Refusal(
                    message: "`\(time)` comes again and again; a reminder comes once",
                    hint: "`ritual add \(name) \"\(time)\"` makes a ritual of it")
            }
            try checkText()
            let next: Due?
            do {
                next = try moment.schedule(Terms(place: place)).next(after: now, in: zone)
            } catch {
                throw Refusal(
                    message: "`\(time)`: \(error.message)",
                    hint: error.hint ?? SpokenReminder.usual)
            }
            guard let next else { throw Refusal(message: "`\(time)` is past", hint: SpokenReminder.usual) }
            return next
        }

        /// A name for the ritual that the words could become.
        private var name: String {
            let words = text.lowercased().split { !$0.isASCII || !$0.isLetter }
            return words.isEmpty ? "NAME" : words.prefix(3).joined(separator: "-")
        }
    }
}
