import CivilTime

/// Times of the clock and of the sun, windows, and steps through them.
extension PhraseGrammar {
    var startsTime: Bool { startsClockTime || startsSunTime }

    var startsClockTime: Bool {
        switch peek()?.kind {
        case .clock: true
        case .number: word(1) == "am" || word(1) == "pm" || startsBareHour
        case .word(let word): word == "noon" || word == "midnight"
        default: false
        }
    }

    var startsSunTime: Bool {
        switch peek()?.kind {
        case .word(let word): Vocabulary.sun[word] != nil
        case .number: word(1).flatMap { Vocabulary.units[$0] } != nil
        case .span: true
        default: false
        }
    }

    mutating func timeList() throws(PhraseError) -> (clock: [SpokenTime], sun: [Phrase.SunOffset]) {
        var clock: [SpokenTime] = []
        var sun: [Phrase.SunOffset] = []
        var reckoned: (token: Token, time: Phrase.SunOffset)?
        repeat {
            guard let token = peek(), !startsClockTime, !isBareNumber else {
                clock.append(try spokenTime())
                // `at 7 and 8 in the evening`: both.
                if let part = skipDayPart() {
                    for index in clock.indices where clock[index].part == nil { clock[index].part = part }
                }
                continue
            }
            let isPlain = Vocabulary.sun[word() ?? ""] != nil
            let time = try sunTime()
            // `30 minutes before sunrise and sunset`: before both?
            if let (token, first) = reckoned, isPlain, time.offset == 0, time.event != first.event {
                let both = Phrase.SunOffset(event: time.event, offset: first.offset)
                throw PhraseError(
                    .twoReadings(
                        "… before or after \(first.event), \(time.event)",
                        "\(first.normalForm), \(both.normalForm)",
                        "\(time.normalForm), \(first.normalForm)"), column: token.column)
            }
            reckoned = isPlain ? nil : (token, time)
            sun.append(time)
        } while skipComma(if: { $0.startsTime || !clock.isEmpty && $0.isBareNumber })
        if let first = clock.last {
            let dash = column
            if skipDash(if: \.startsClockTime) {
                throw PhraseError(.windowAlone("\(first.time) and \(try clockTime())"), column: dash)
            }
        }
        return (clock, sun)
    }

    mutating func clockTime() throws(PhraseError) -> TimeOfDay { try spokenTime().time }

    mutating func spokenTime() throws(PhraseError) -> SpokenTime {
        guard let token = peek() else { throw PhraseError(.empty, column: column) }
        position += 1
        let parts: (hour: Int, minute: Int, second: Int)
        switch token.kind {
        case .word("noon"): return SpokenTime(time: .noon, isOpen: false, token: token)
        case .word: return SpokenTime(time: .midnight, isOpen: false, token: token)
        case .number(let hour): parts = (hour, 0, 0)
        case .clock(let hour, let minute, let second): parts = (hour, minute, second)
        default: throw unexpected(token)
        }
        var hour = parts.hour
        var isOpen = (1...12).contains(hour) && !token.text.hasPrefix("0")
        if let half = word(), half == "am" || half == "pm" {
            position += 1
            guard (1...12).contains(hour) else {
                throw PhraseError(.noSuchHourOfHalfDay(hour, half: half), column: token.column)
            }
            hour = hour % 12 + (half == "pm" ? 12 : 0)
            isOpen = false
        }
        guard let time = TimeOfDay(hour: hour, minute: parts.minute, second: parts.second) else {
            throw PhraseError(.noSuchTime(token.text), column: token.column)
        }
        return SpokenTime(time: time, isOpen: isOpen, token: token)
    }

    // MARK: The sun

    /// `sunset`, `sunset - 30m`, `30 minutes before sunset`.
    mutating func sunTime() throws(PhraseError) -> Phrase.SunOffset {
        guard let first = peek() else { throw PhraseError(.empty, column: column) }
        if let event = word().flatMap({ Vocabulary.sun[$0] }) {
            position += 1
            return Phrase.SunOffset(event: event, offset: try offsetBehind(first))
        }
        let start = position
        let seconds = try span()
        guard let side = word(), side == "before" || side == "after" else {
            let words = tokens[start..<position].map(\.text).joined(separator: " ")
            throw PhraseError(.distanceAlone(words), column: first.column)
        }
        let distance = try distance(seconds, from: first)
        position += 1
        skipFillers()
        guard let event = word().flatMap({ Vocabulary.sun[$0] }) else {
            throw PhraseError(.notTheSun(peek()?.text), column: column)
        }
        position += 1
        return Phrase.SunOffset(event: event, offset: side == "before" ? -distance : distance)
    }

    mutating func offsetBehind(_ event: Token) throws(PhraseError) -> Int {
        let isAfter: Bool
        switch peek()?.kind {
        case .plus: isAfter = true
        // `to` is a dash as well, but none of these.
        case .dash where peek()?.text.unicodeScalars.first?.properties.isAlphabetic == false: isAfter = false
        default: return 0
        }
        position += 1
        guard let first = peek() else { throw PhraseError(.distanceMissing(event.text), column: column) }
        guard startsSunTime, Vocabulary.sun[word() ?? ""] == nil else {
            throw PhraseError(.distanceMissing(event.text), column: first.column)
        }
        let distance = try distance(try span(), from: first)
        return isAfter ? distance : -distance
    }

    /// So many seconds, if they can be a distance from the sun.
    func distance(_ seconds: Int, from first: Token) throws(PhraseError) -> Int {
        guard seconds % 60 == 0 else { throw PhraseError(.secondsFromSun(first.text), column: first.column) }
        guard seconds <= SunTime.longestOffset else {
            throw PhraseError(
                .outOfRange("a time is too far from the sun's", "at most 12 hours"), column: first.column)
        }
        return seconds
    }

    /// Hours and minutes, added up.
    mutating func span() throws(PhraseError) -> Int {
        var seconds = 0
        repeat {
            guard let token = peek() else { break }
            var words = token.text
            if case .number(let number) = token.kind {
                words = "\(number) \(word(1) ?? "")"
                position += 1
            }
            position += 1
            guard let span = try? Span(parsing: words), span.days == 0 else {
                throw PhraseError(.invalidDistance(words), column: token.column)
            }
            seconds += span.seconds
        } while startsSpan || skipComma(if: \.startsSpan)
        return seconds
    }

    var startsSpan: Bool {
        switch peek()?.kind {
        case .span: true
        case .number: [.hour, .minute].contains(word(1).flatMap { Vocabulary.units[$0] })
        default: false
        }
    }

    // MARK: Windows

    /// Both ends of `between 09:00 and 17:00`.
    mutating func window() throws(PhraseError) -> (SpokenTime, SpokenTime) {
        position += 1
        skipFillers()
        let first = try windowEnd()
        switch peek()?.kind {
        case .comma: skipBreath()
        case .dash: position += 1
        default: throw PhraseError(.windowEndMissing, column: column)
        }
        skipFillers()
        let last = try windowEnd()
        return (first, last)
    }

    mutating func windowEnd() throws(PhraseError) -> SpokenTime {
        if startsClockTime || isBareNumber { return try spokenTime() }
        guard let token = peek() else { throw PhraseError(.windowEndMissing, column: column) }
        if startsSunTime { throw PhraseError(.windowOfSun(token.text), column: token.column) }
        throw refusal(of: token)
    }

    /// `every 90 minutes`, `every 1h30m`, `every other hour`, in seconds; nil where something else stands.
    mutating func stepPart() throws(PhraseError) -> Int? {
        guard word() == "every" else { return nil }
        let start = position
        position += 1
        var seconds: Int?
        switch peek()?.kind {
        case .span(let text):
            if let span = try? Span(parsing: text), span.days > 0 {
                throw PhraseError(.intervalAsSpan(text), column: column)
            }
            seconds = try span()
        case .number where startsSpan:
            seconds = try span()
        case .word(let word):
            let isOther = word == "other" || word == "second"
            if isOther { position += 1 }
            let unit = self.word().flatMap { Vocabulary.units[$0] }
            if unit == .hour || unit == .minute {
                position += 1
                seconds = (unit == .hour ? 3600 : 60) * (isOther ? 2 : 1)
            }
        default: break
        }
        guard let seconds else {
            position = start
            return nil
        }
        guard seconds % 60 == 0, (60...86_340).contains(seconds) else {
            throw PhraseError(
                .outOfRange(
                    "no ritual rings every \(Span(seconds: seconds))", "1 minute to 23 hours 59 minutes"),
                column: tokens[start + 1].column)
        }
        return seconds
    }
}
