import CivilTime
import Rituals

/// An iCalendar text as it grows, line by line (RFC 5545, section 3.1).
struct CalendarText {
    private(set) var bytes: [UInt8] = []

    /// The most octets of a line, without its end; what is longer goes on in the next, behind a space.
    static let longestLine = 75

    /// Adds a line; `name` may have parameters, as `DTSTART;VALUE=DATE`.
    mutating func add(_ name: String, _ value: String) {
        var length = 0
        for scalar in "\(name):\(value)".unicodeScalars {
            let octets = Array(String(scalar).utf8)
            if length + octets.count > CalendarText.longestLine {
                bytes += Array("\r\n ".utf8)
                length = 1
            }
            bytes += octets
            length += octets.count
        }
        bytes += Array("\r\n".utf8)
    }

    /// Adds words that people read, a line each; nothing where there are none.
    mutating func add(_ name: String, words: [String]) {
        // By scalars: to Swift, the two that end a line of other systems are one character.
        let lines = words.flatMap { $0.unicodeScalars.split { $0 == "\n" || $0 == "\r" } }
        guard !lines.isEmpty else { return }
        add(name, lines.map { CalendarText.escaped(String($0).harmless) }.joined(separator: "\\n"))
    }

    /// Adds a moment, in UTC.
    mutating func add(_ name: String, _ instant: Instant) {
        add(name, CalendarText.compact(Zone.utc.civil(at: instant)) + "Z")
    }

    /// Adds the zone of all its times: a calendar has to have something in it (section 3.6).
    mutating func addZone() {
        for (name, value) in [
            ("BEGIN", "VTIMEZONE"), ("TZID", "UTC"), ("BEGIN", "STANDARD"), ("DTSTART", "19700101T000000"),
            ("TZOFFSETFROM", "+0000"), ("TZOFFSETTO", "+0000"), ("END", "STANDARD"), ("END", "VTIMEZONE"),
        ] { add(name, value) }
    }

    /// As a value of type TEXT has it (section 3.3.11).
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar == ";" || scalar == "," { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }

    /// `20261123`.
    static func compact(_ date: CivilDate) -> String { "\(date)".filter { $0 != "-" } }

    /// `20261123T073000`.
    static func compact(_ civil: CivilDateTime) -> String {
        let time = [civil.time.hour, civil.time.minute, civil.time.second].map { $0.padded(to: 2) }
        return "\(compact(civil.date))T\(time.joined())"
    }

    /// A length of time, negative too, exact to the second (section 3.3.6).
    ///
    /// Hours and what is shorter are exact there, days and weeks are not: across a clock change they are as
    /// long as the calendar has them.
    static func compact(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        let sign = seconds < 0 ? "-" : ""
        for (length, unit) in [(3600, "H"), (60, "M")] where seconds != 0 && seconds % length == 0 {
            return "\(sign)PT\(abs(seconds) / length)\(unit)"
        }
        return "\(sign)PT\(abs(seconds))S"
    }
}
