/// A length of time as people say it: calendar days, and hours, minutes and seconds on the clock.
///
/// The two parts stay apart, since a day across a clock change is not 24 hours long.
package struct Span: Hashable, Sendable {
    package let days: Int
    package let seconds: Int

    package init(days: Int = 0, seconds: Int = 0) {
        self.days = days
        self.seconds = seconds
    }

    /// Why a text is no span.
    package enum Invalid: Error, Equatable, Sendable {
        case empty
        case missingNumber(String)
        case unknownUnit(String)
        case missingUnit(String)
        case tooLong
    }

    /// Reads `90m`, `1h30m`, `2 hours`, `3d`, `2w`; parts add up.
    ///
    /// Units are seconds, minutes, hours, days and weeks, by letter, short or full name. A span is at most
    /// ten years long.
    package init(parsing text: String) throws(Invalid) {
        var days = 0
        var seconds = 0
        var rest = Substring(text.lowercased()).drop(while: \.isWhitespace)
        guard !rest.isEmpty else { throw .empty }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count).drop(while: \.isWhitespace)
            guard !digits.isEmpty else { throw .missingNumber(String(rest)) }
            guard let count = Int(digits), count <= Span.longest else { throw .tooLong }
            let unit = rest.prefix(while: \.isLetter)
            rest = rest.dropFirst(unit.count).drop(while: \.isWhitespace)
            switch unit {
            case "s", "sec", "secs", "second", "seconds": seconds += count
            case "m", "min", "mins", "minute", "minutes": seconds += count * 60
            case "h", "hr", "hrs", "hour", "hours": seconds += count * 3600
            case "d", "day", "days": days += count
            case "w", "week", "weeks": days += count * 7
            case "": throw .missingUnit(String(digits))
            default: throw .unknownUnit(String(unit))
            }
            guard days * 86_400 + seconds <= Span.longest else { throw .tooLong }
        }
        self.init(days: days, seconds: seconds)
    }

    private static let longest = 3660 * 86_400
}

extension Span: CustomStringConvertible {
    /// The shortest spelling that reads back as the same span: `1h30m`, `3d`, `2w`, `0s`.
    package var description: String {
        var parts: [String] = []
        if days != 0 { parts.append(days % 7 == 0 ? "\(days / 7)w" : "\(days)d") }
        if seconds / 3600 != 0 { parts.append("\(seconds / 3600)h") }
        if seconds / 60 % 60 != 0 { parts.append("\(seconds / 60 % 60)m") }
        if seconds % 60 != 0 || parts.isEmpty { parts.append("\(seconds % 60)s") }
        return parts.joined()
    }
}
