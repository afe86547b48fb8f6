/// What a calendar and a wall clock show together, in no zone.
package struct CivilDateTime: Hashable, Comparable, Sendable {
    package let date: CivilDate
    package let time: TimeOfDay

    package init(date: CivilDate, time: TimeOfDay) {
        self.date = date
        self.time = time
    }

    /// The date-time whose count of seconds, as if it were UTC, is this.
    package init(wallSeconds: Int) {
        let days = CivilDate.floorDivide(wallSeconds, 86_400)
        date = CivilDate(dayNumber: days)
        time = TimeOfDay(unchecked: wallSeconds - days * 86_400)
    }

    /// Seconds since 1970-01-01T00:00 on this same clock: the count is UTC's only where the offset is zero.
    package var wallSeconds: Int {
        date.dayNumber * 86_400 + time.secondOfDay
    }

    /// The date-time a span later by the calendar and the clock: days first, then hours, minutes and seconds.
    package func adding(_ span: Span) -> CivilDateTime {
        CivilDateTime(wallSeconds: wallSeconds + span.days * 86_400 + span.seconds)
    }

    package static func < (one: CivilDateTime, other: CivilDateTime) -> Bool {
        (one.date, one.time) < (other.date, other.time)
    }
}

extension CivilDateTime {
    /// Reads `2026-03-29T02:30`, with seconds where there are any; nil for any other text, and for a date or
    /// time that does not exist.
    package init?(parsing text: String) {
        guard let stamp = Timestamp(parsing: text + "Z") else { return nil }
        self = stamp.civil
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// `2026-03-29T02:30`, with the seconds only where there are any.
    package var description: String { "\(date)T\(time)" }
}
