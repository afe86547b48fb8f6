import Glibc

/// What the sun does at the horizon.
package enum SunEvent: String, CaseIterable, Sendable {
    /// The upper edge comes up.
    case sunrise
    /// The upper edge goes down.
    case sunset
}

extension Place {
    /// The first sunrise or sunset on a date of a zone's calendar, which need not be the zone of the place.
    ///
    /// By NOAA's Solar Calculator: the upper edge on a level horizon, with the refraction of a usual
    /// atmosphere. For the years 1970 to 2200 up to 65° north and south it is a few seconds from an
    /// ephemeris, before rounding; nearer to the poles a hundredth of a degree in the sun's height can be
    /// minutes.
    ///
    /// An event belongs to the date on which it exactly happens, and so to one only; the instant is then
    /// rounded to the nearest whole minute of the wall clock that lies on that date: an event at 23:59:40
    /// is at 23:59. Nil where the date has no event, as in polar day and night, or where it slips past
    /// midnight, and for dates outside the years 1 to 9999.
    package func instant(of event: SunEvent, on date: CivilDate, in zone: Zone) -> Instant? {
        guard date.isOfCalendar else { return nil }
        let day = DayOnClocks(of: date, in: zone)
        let horizon = Horizon(of: self, for: event)
        for solarDay in horizon.solarDays(from: day.start, to: day.end) {
            if let moment = horizon.moment(onSolarDay: solarDay), let minute = day.minute(nearest: moment) {
                return minute
            }
        }
        return nil
    }

    /// A date after the given one, with none between them that has the event: to pass over polar day and
    /// night in a few steps.
    ///
    /// At least the next day, and that wherever an event is possible. It looks how far along its yearly path
    /// the sun is from the point where it can next meet the horizon, and goes a little less far.
    package func firstDate(after date: CivilDate, mayHave event: SunEvent, in zone: Zone) -> CivilDate {
        let next = date.adding(days: 1)
        guard date.isOfCalendar else { return next }
        let sun = Sun(at: Double(DayOnClocks(of: next, in: zone).start) / 86_400)
        return next.adding(days: Sun.daysNeeded(forDegrees: polarPath(of: sun).ahead))
    }

    /// A date before the given one, with none between them that has the event: the mirror of
    /// `firstDate(after:mayHave:in:)`.
    package func lastDate(before date: CivilDate, mayHave event: SunEvent, in zone: Zone) -> CivilDate {
        let previous = date.adding(days: -1)
        guard date.isOfCalendar else { return previous }
        let sun = Sun(at: Double(DayOnClocks(of: previous, in: zone).end) / 86_400)
        return previous.adding(days: -Sun.daysNeeded(forDegrees: polarPath(of: sun).behind))
    }

    /// How many degrees of its yearly path the sun is away from where it can next meet the horizon, and from
    /// where it last could, 0 to 360.
    ///
    /// At a declination of D it is never higher than 90° - |latitude - D| and never lower than
    /// |latitude + D| - 90°. The south is taken for the north half a year later.
    private func polarPath(of sun: Sun) -> (ahead: Double, behind: Double) {
        let north = abs(latitude)
        let path = latitude < 0 ? sun.longitude + 180 : sun.longitude
        let height = sin(path.radians) * sun.sineOfObliquity
        // Not to miss what the last digits decide.
        let tolerance = 0.01
        let lowest = sin((north - 90 + Horizon.altitude - tolerance).radians)
        let highest = sin((90 - north + Horizon.altitude + tolerance).radians)
        if height > highest {
            // Polar day lies around the solstice at 90°.
            let half = 90 - asin(highest / sun.sineOfObliquity).degrees
            let past = path.wrapped(from: -90) - 90
            return (half - past, half + past)
        }
        if height < lowest {
            // Polar night lies around the solstice at 270°.
            let half = 90 + asin(lowest / sun.sineOfObliquity).degrees
            let past = path.wrapped(from: 90) - 270
            return (half - past, half + past)
        }
        return (0, 0)
    }
}

/// A date as a zone's clocks show it, on the world's time line.
private struct DayOnClocks {
    let date: CivilDate
    let zone: Zone
    /// The offset from UTC all through the date; nil where the clocks are changed near it.
    let steadyOffset: Int?
    /// Seconds since the epoch; nothing of the date is before.
    let start: Int
    /// Seconds since the epoch; nothing of the date is after, but where a clock goes back by days.
    let end: Int

    init(of date: CivilDate, in zone: Zone) {
        self.date = date
        self.zone = zone
        let midnight = date.dayNumber * 86_400
        // No offset lies further from UTC than this.
        let reach = 26 * 3600
        let last = zone.lastTransition(through: midnight + 86_400 + reach)
        guard let last, last.at > midnight - reach else {
            let offset = last?.after ?? zone.offset(at: Instant(seconds: midnight))
            steadyOffset = offset
            start = midnight - offset
            end = start + 86_400
            return
        }
        steadyOffset = nil
        // A clock that goes back at 00:01 shows the end of the date before once more.
        let slack = 3 * 3600
        start = zone.resolve(date.at(.midnight)).instant.seconds - slack
        end = zone.resolve(date.adding(days: 1).at(.midnight)).instant.seconds + slack
    }

    /// The whole minute of the wall clock nearest to a moment, in days since the epoch; nil where the moment
    /// is on another date.
    func minute(nearest moment: Double) -> Instant? {
        let second = Int((moment * 86_400).rounded(.down))
        guard shows(second) else { return nil }
        let offset = steadyOffset ?? zone.offset(at: Instant(seconds: second))
        let pastMinute = CivilDate.floorModulo(second + offset, 60)
        let (before, after) = (second - pastMinute, second - pastMinute + 60)
        let (nearest, other) = pastMinute < 30 ? (before, after) : (after, before)
        return Instant(seconds: shows(nearest) ? nearest : other)
    }

    private func shows(_ second: Int) -> Bool {
        guard let steadyOffset else { return zone.civil(at: Instant(seconds: second)).date == date }
        return CivilDate.floorDivide(second + steadyOffset, 86_400) == date.dayNumber
    }
}

extension CivilDate {
    /// Whether it is of the years 1 to 9999.
    fileprivate var isOfCalendar: Bool { (-719_162...2_932_896).contains(dayNumber) }
}
