import CivilTime

/// When one occurrence falls.
package struct Due: Hashable, Sendable {
    /// What makes an occurrence of a schedule this one and no other, in any zone.
    package enum Name: Hashable, Sendable {
        /// Its time as the schedule has it.
        case time(CivilDateTime)
        /// Its date alone: where the phrase names no time of the clock, as of `sometime` and of sunset.
        case day(CivilDate)

        /// Reads `2026-03-29T02:30` or `2026-03-29`; nil for any other text.
        package init?(parsing text: String) {
            if let civil = CivilDateTime(parsing: text) {
                self = .time(civil)
            } else if let civil = CivilDateTime(parsing: text + "T00:00") {
                self = .day(civil.date)
            } else {
                return nil
            }
        }
    }

    /// As the schedule has it, on the wall clock.
    package let civil: CivilDateTime
    /// When that is; later than the wall-clock time where the clocks skip it.
    package let instant: Instant
    /// The date that it belongs to, as `except` and `away` look at it: of a window that passes midnight, the
    /// one that it begins on.
    package let day: CivilDate
    package let name: Name

    /// A time of the wall clock; `day` where it belongs to another date.
    package init(civil: CivilDateTime, instant: Instant, day: CivilDate? = nil) {
        self.civil = civil
        self.instant = instant
        self.day = day ?? civil.date
        name = .time(civil)
    }

    /// What is known by its date alone.
    package init(onDay day: CivilDate, civil: CivilDateTime, instant: Instant) {
        self.civil = civil
        self.instant = instant
        self.day = day
        name = .day(day)
    }

    /// An occurrence that is known by its name and its instant.
    package init(name: Name, instant: Instant, in zone: Zone) {
        switch name {
        case .time(let civil): self.init(civil: civil, instant: instant)
        case .day(let day): self.init(onDay: day, civil: zone.civil(at: instant), instant: instant)
        }
    }

    /// Whether it comes before another in what is to come: by its instant; of two that fall on one, the later
    /// on the wall clock stands for both.
    func precedes(_ other: Due) -> Bool {
        (instant, other.civil) < (other.instant, civil)
    }

    /// Whether it comes after another in what has been, by the same rule.
    func succeeds(_ other: Due) -> Bool {
        (other.instant, other.civil) < (instant, civil)
    }
}

extension Due.Name {
    /// The date that it has, or that its time is on.
    package var date: CivilDate {
        switch self {
        case .time(let civil): civil.date
        case .day(let date): date
        }
    }
}

extension Due.Name: CustomStringConvertible {
    /// `2026-03-29T02:30`, or `2026-03-29` where the date is all.
    package var description: String {
        switch self {
        case .time(let civil): civil.description
        case .day(let date): date.description
        }
    }
}
