/// An instant as a zone shows it: `2026-03-29T03:30:00+02:00` (RFC 3339).
package struct Timestamp: Hashable, Sendable {
    package let civil: CivilDateTime
    /// Seconds east of UTC.
    package let offset: Int

    package init(_ instant: Instant, in zone: Zone) {
        offset = zone.offset(at: instant)
        civil = CivilDateTime(wallSeconds: instant.seconds + offset)
    }

    package var instant: Instant {
        Instant(seconds: civil.wallSeconds - offset)
    }

    /// `+02:00`, rounded to the minute where the offset has seconds.
    package var offsetText: String {
        let minutes = (abs(offset) + 30) / 60
        return
            "\(offset < 0 && minutes > 0 ? "-" : "+")\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))"
    }

    /// Reads RFC 3339 with `T` or a space, parts of a second (left out) and `Z` or an offset; seconds may be
    /// missing.
    ///
    /// Nil for any other text, and for a date or time that does not exist.
    package init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 17, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy(isDigit) else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        func stands(_ characters: String, at index: Int) -> Bool {
            index < bytes.count && characters.utf8.contains(bytes[index])
        }
        guard let year = number(0..<4), stands("-", at: 4), let month = number(5..<7), stands("-", at: 7),
            let day = number(8..<10), stands("Tt ", at: 10), let hour = number(11..<13), stands(":", at: 13),
            let minute = number(14..<16), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var position = 16
        var second = 0
        if stands(":", at: position) {
            guard let written = number(17..<19) else { return nil }
            second = written
            position = 19
            if stands(".", at: position) {
                let digits = bytes[(position + 1)...].prefix(while: isDigit)
                guard !digits.isEmpty else { return nil }
                position = digits.endIndex
            }
        }
        guard let time = TimeOfDay(hour: hour, minute: minute, second: second) else { return nil }
        civil = date.at(time)
        if stands("Zz", at: position), position + 1 == bytes.count {
            offset = 0
            return
        }
        guard stands("+-", at: position), position + 6 == bytes.count, stands(":", at: position + 3),
            let hours = number(position + 1..<position + 3), hours < 24,
            let minutes = number(position + 4..<position + 6), minutes < 60
        else { return nil }
        offset = (hours * 60 + minutes) * (bytes[position] == UInt8(ascii: "-") ? -60 : 60)
    }
}

extension Timestamp: CustomStringConvertible {
    package var description: String {
        let (hour, minute, second) = (civil.time.hour, civil.time.minute, civil.time.second)
        let clock = "\(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))"
        return "\(civil.date)T\(clock)\(offsetText)"
    }
}
