import CivilTime

/// A piece of a phrase, and where it begins.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Letters, in lower case; `a.m.` and `p.m.` are `am` and `pm`.
        case word(String)
        case number(Int)
        /// `1st`, `22nd`
        case ordinal(Int)
        /// `7:30` or `07:30:15`, before any `am` or `pm`.
        case clock(hour: Int, minute: Int, second: Int)
        /// `7.30`, a time in some places, and at which column its stop stands.
        case dotted(hour: Int, minute: Int, stop: Int)
        /// `2026-12-24`
        case date(CivilDate)
        /// `90m`, `1h30m`: digits with letters right behind them that make no other token.
        case span(String)
        case comma
        /// `/` or `&`.
        case joint
        /// A hyphen or dash of any kind, `to`, `through` or `thru`.
        case dash
        /// `..`
        case dots
        case plus
    }

    let kind: Kind
    /// From 1, in Unicode scalars of the phrase.
    let column: Int
    /// As it was typed, for messages.
    let text: String
}

/// Cuts a phrase into tokens.
struct Tokenizer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ phrase: String) {
        scalars = Array(phrase.unicodeScalars)
    }

    /// No person writes a longer phrase; a hostile file may.
    private static let longest = 10_000

    static func tokens(of phrase: String) throws(PhraseError) -> [Token] {
        guard phrase.utf8.count <= longest else { throw PhraseError(.tooLong(limit: longest), column: 1) }
        var tokenizer = Tokenizer(phrase)
        var tokens: [Token] = []
        while let token = try tokenizer.next() { tokens.append(token) }
        return try withoutIdioms(tokens)
    }

    private static let dashes = Set(
        "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}".unicodeScalars)

    private mutating func next() throws(PhraseError) -> Token? {
        while let scalar = peek(), scalar.properties.isWhitespace { position += 1 }
        guard let scalar = peek() else { return nil }
        let start = position
        let kind: Token.Kind
        if Tokenizer.isDigit(scalar) {
            kind = try number()
        } else if scalar.properties.isAlphabetic {
            kind = word()
        } else if Tokenizer.dashes.contains(scalar) {
            position += 1
            kind = .dash
        } else if scalar == ".", peek(1) == "." {
            position += 2
            kind = .dots
        } else if scalar == "," || scalar == "+" {
            position += 1
            kind = scalar == "," ? .comma : .plus
        } else if scalar == "/" || scalar == "&" {
            position += 1
            kind = .joint
        } else {
            throw PhraseError(.unexpectedCharacter(String(Character(scalar))), column: start + 1)
        }
        return Token(kind: kind, column: start + 1, text: text(from: start))
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < scalars.count ? scalars[position + ahead] : nil
    }

    private func text(from start: Int) -> String {
        String(String.UnicodeScalarView(scalars[start..<position]))
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }

    private mutating func word() -> Token.Kind {
        let start = position
        while let scalar = peek(), scalar.properties.isAlphabetic || scalar == "'" { position += 1 }
        let word = text(from: start).lowercased()
        // The one abbreviation with stops inside: `7 a.m.`
        if word == "a" || word == "p", peek() == ".", let letter = peek(1), letter == "m" || letter == "M" {
            position += 2
            if peek() == ".", peek(1) != "." { position += 1 }
            return .word(word + "m")
        }
        // A stop behind an abbreviation, `sept. 3` or `mon.`, says nothing more.
        if word.count <= 5, peek() == ".", peek(1) != "." { position += 1 }
        switch word {
        case "and": return .comma
        case "to", "through", "thru": return .dash
        default: return Vocabulary.numbers[word].map(Token.Kind.number) ?? .word(word)
        }
    }

    private mutating func digits() -> Int? {
        let start = position
        while let scalar = peek(), Tokenizer.isDigit(scalar) { position += 1 }
        guard position - start <= 9 else { return nil }
        return Int(text(from: start))
    }

    private mutating func number() throws(PhraseError) -> Token.Kind {
        let start = position
        guard let value = digits() else {
            throw PhraseError(.unexpectedCharacter(text(from: start)), column: start + 1)
        }
        if peek() == ":" { return try clock(hour: value, from: start) }
        if let dotted = try dotted(hour: value, from: start) { return dotted }
        if position - start == 4, let date = try date(year: value, from: start) { return date }
        guard let letter = peek(), letter.properties.isAlphabetic else { return .number(value) }

        let suffixStart = position
        while let scalar = peek(), scalar.properties.isAlphabetic { position += 1 }
        switch text(from: suffixStart).lowercased() {
        case "st", "nd", "rd", "th":
            return .ordinal(value)
        case "am", "pm", "a", "p":
            position = suffixStart
            return .number(value)
        default:
            while let scalar = peek(), scalar.properties.isAlphabetic || Tokenizer.isDigit(scalar) {
                position += 1
            }
            return .span(text(from: start).lowercased())
        }
    }

    private mutating func clock(hour: Int, from start: Int) throws(PhraseError) -> Token.Kind {
        var parts = [hour]
        while peek() == ":", parts.count < 3, let digit = peek(1), Tokenizer.isDigit(digit) {
            position += 1
            let partStart = position
            guard let part = digits(), position - partStart == 2 else { break }
            parts.append(part)
        }
        let wide = text(from: start)
        if wide == "24:00" || wide == "24:00:00" { throw PhraseError(.endOfDay, column: start + 1) }
        guard parts.count > 1, peek() != ":", peek().map(Tokenizer.isDigit) != true,
            wide.hasSuffix(parts.last?.padded(to: 2) ?? ""),
            TimeOfDay(hour: hour, minute: parts[1], second: parts.count > 2 ? parts[2] : 0) != nil
        else {
            while let scalar = peek(), Tokenizer.isDigit(scalar) || scalar == ":" { position += 1 }
            throw PhraseError(.noSuchTime(text(from: start)), column: start + 1)
        }
        return .clock(hour: hour, minute: parts[1], second: parts.count > 2 ? parts[2] : 0)
    }

    /// `.30` behind an hour, or nil where something else follows, as in `18.06.2026`.
    private mutating func dotted(hour: Int, from start: Int) throws(PhraseError) -> Token.Kind? {
        guard position - start <= 2, peek() == ".", peek(1).map(Tokenizer.isDigit) == true,
            peek(2).map(Tokenizer.isDigit) == true, peek(3).map(Tokenizer.isDigit) != true,
            !(peek(3) == "." && peek(4).map(Tokenizer.isDigit) == true)
        else { return nil }
        let stop = position + 1
        position += 1
        guard let minute = digits() else { return nil }
        if hour == 24, minute == 0 { throw PhraseError(.endOfDay, column: start + 1) }
        guard TimeOfDay(hour: hour, minute: minute) != nil else {
            throw PhraseError(.unexpectedCharacter("."), column: stop)
        }
        return .dotted(hour: hour, minute: minute, stop: stop)
    }

    /// `-12-24` behind a year, or nil where no date follows.
    private mutating func date(year: Int, from start: Int) throws(PhraseError) -> Token.Kind? {
        let behindYear = position
        var parts: [Int] = []
        while parts.count < 2, let dash = peek(), Tokenizer.dashes.contains(dash), let digit = peek(1),
            Tokenizer.isDigit(digit)
        {
            position += 1
            let partStart = position
            guard let part = digits(), position - partStart <= 2 else { break }
            parts.append(part)
        }
        guard parts.count == 2 else {
            position = behindYear
            return nil
        }
        guard let date = CivilDate(year: year, month: parts[0], day: parts[1]) else {
            throw PhraseError(
                .noSuchDate(text(from: start), last: CivilDate.lastDay(of: parts[0], year: year)),
                column: start + 1)
        }
        return .date(date)
    }
}
