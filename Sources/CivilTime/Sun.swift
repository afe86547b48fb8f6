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

/// The horizon of a place, at which the sun rises or sets.
///
/// Time is in days of UTC since the epoch. A solar day goes from one midnight of the sun to the next; its
/// number is that of the date on which Greenwich has the same noon. What is found for it depends on nothing
/// else, so that neighbouring dates agree on whose an event is.
private struct Horizon {
    /// Where the sun's centre is when its upper edge is seen at the horizon, in degrees: 34' of refraction
    /// and 16' of the sun's radius.
    static let altitude = -0.833
    private static let sineOfAltitude = sin(altitude.radians)

    private let event: SunEvent
    private let longitude: Double
    private let sine: Double
    private let cosine: Double
    private var tangent: Double { sine / cosine }

    init(of place: Place, for event: SunEvent) {
        self.event = event
        longitude = place.longitude
        sine = sin(place.latitude.radians)
        cosine = cos(place.latitude.radians)
    }

    /// The solar days whose event may lie between two instants, in seconds since the epoch.
    func solarDays(from start: Int, to end: Int) -> ClosedRange<Int> {
        let distance = leastDistance
        let (earliest, latest) = event == .sunrise ? (distance - 0.5, -distance) : (distance, 0.5 - distance)
        let first = (Double(start) / 86_400 - meanNoon(ofSolarDay: 0) - latest).rounded(.up)
        let last = (Double(end) / 86_400 - meanNoon(ofSolarDay: 0) - earliest).rounded(.down)
        return Int(first)...Int(max(first, last))
    }

    /// How near to noon and to midnight of the mean sun the event can come in any year; negative: as far
    /// beyond.
    ///
    /// Within 24° of the equator, where the sun stays, it meets the horizon no nearer to its true noon than
    /// at the solstices.
    private var leastDistance: Double {
        // True noon is up to 17 minutes from the mean sun's, and the highest point of the sun as far from
        // that near 89°, but up to six hours at the poles.
        let tangentOf89 = 57.0
        guard abs(tangent) < tangentOf89 else { return -0.27 }
        // The largest cosine of the hour angle, with the sine of the horizon's altitude in its second term.
        let (tangentOf24, sineOverCosineOf24) = (0.4453, 0.016)
        let atSolstice = tangentOf24 * abs(tangent) + sineOverCosineOf24 / cosine
        return acos(min(1, atSolstice)) / (2 * .pi) - 0.03
    }

    /// When the event happens, or nil where the sun stays above or below the horizon.
    func moment(onSolarDay number: Int) -> Double? {
        let noon = meanNoon(ofSolarDay: number)
        let sun = Sun(at: noon)
        let meeting = cosineOfHourAngle(of: sun)
        // By how much that can change within the solar day, through up to 0.31° of declination.
        let change = 0.001 + 0.0065 * abs(tangent)
        if abs(meeting) > 1 + change { return nil }
        return abs(meeting) < 1 - change ? settled(near: noon, sun) : grazing(near: noon, sun)
    }

    private func meanNoon(ofSolarDay number: Int) -> Double {
        Double(number) + 0.5 - longitude / 360
    }

    /// The cosine of the hour angle at which a sun that kept its declination would meet the horizon; beyond 1
    /// and -1 it would not.
    private func cosineOfHourAngle(of sun: Sun) -> Double {
        (Horizon.sineOfAltitude - sine * sun.sineOfDeclination) / (cosine * sun.cosineOfDeclination)
    }

    /// Computes the event with the sun of noon, then again with the sun of the event, until that agrees.
    private func settled(near noon: Double, _ sunOfNoon: Sun) -> Double {
        var sun = sunOfNoon
        var moment = noon
        var step = 0.5
        // Each time what is wrong shrinks by the same factor; at the worst, near the poles, by three.
        for _ in 0..<12 {
            let hourAngle = acos(max(-1, min(1, cosineOfHourAngle(of: sun)))) / (2 * .pi)
            let next = noon - sun.equationOfTime + (event == .sunrise ? -hourAngle : hourAngle)
            let (previous, newest) = (step, abs(next - moment))
            (step, moment) = (newest, next)
            if newest * newest < Horizon.exactness * previous { break }
            sun = Sun(at: moment)
        }
        return moment
    }

    /// A second, in days: what it is off in the end.
    private static let exactness = 1.0 / 86_400

    /// Looks for the event between the sun's lowest and its highest point, where the hour angle says too
    /// little: the sun all but touches the horizon, or its declination moves it more than the earth's turn.
    private func grazing(near noon: Double, _ sun: Sun) -> Double? {
        let path = SolarDay(noon: noon, sun: sun, before: Sun(at: noon - 0.5), after: Sun(at: noon + 0.5))
        let arc = climbOrDescent(on: path)
        let sign = event == .sunrise ? 1.0 : -1.0
        var (low, high) = (arc.lowerBound, arc.upperBound)
        guard sign * heightAboveHorizon(at: low, on: path) < 0,
            sign * heightAboveHorizon(at: high, on: path) >= 0
        else { return nil }
        // Halves a day down to hundredths of a second.
        for _ in 0..<23 {
            let middle = (low + high) / 2
            if sign * heightAboveHorizon(at: middle, on: path) < 0 { low = middle } else { high = middle }
        }
        return high
    }

    /// From the sun's lowest to its highest point of the solar day, or from there to the next lowest.
    ///
    /// These are not at its midnight and noon, where the declination moves: the height, sin(latitude)
    /// sin(declination) + cos(latitude) cos(declination) cos(hour angle), stands still where the sine of the
    /// hour angle is (tan(latitude) ∓ tan(declination)) times the declination's speed by the earth's. At the
    /// poles it nowhere does, and the sun climbs, or descends, all day.
    private func climbOrDescent(on day: SolarDay) -> ClosedRange<Double> {
        let sun = day.sun
        let climb = day.after.sineOfDeclination - day.before.sineOfDeclination
        let speed = climb / sun.cosineOfDeclination / (2 * .pi)
        let declination = sun.sineOfDeclination / sun.cosineOfDeclination
        let highest = asin(max(-1, min(1, (tangent - declination) * speed))) / (2 * .pi)
        let lowest = asin(max(-1, min(1, (tangent + declination) * speed))) / (2 * .pi)
        let transit = day.noon - sun.equationOfTime
        // The true sun's days differ in length: with a minute more, none of the time is between two of them.
        let overlap = 1.0 / 1440
        return event == .sunrise
            ? transit - 0.5 - lowest - overlap...transit + highest + overlap
            : transit + highest - overlap...transit + 0.5 - lowest + overlap
    }

    /// The difference of the sines of the sun's altitude and the horizon's.
    private func heightAboveHorizon(at moment: Double, on day: SolarDay) -> Double {
        let sineOfDeclination = day.value(of: \.sineOfDeclination, at: moment)
        let cosineOfDeclination = (1 - sineOfDeclination * sineOfDeclination).squareRoot()
        let hourAngle = (moment - day.noon + day.value(of: \.equationOfTime, at: moment)) * 2 * .pi
        return sine * sineOfDeclination + cosine * cosineOfDeclination * cos(hourAngle)
            - Horizon.sineOfAltitude
    }
}

/// The sun through one solar day, from where it stands at noon and at the midnights around it: over so short a
/// time a parabola is nearer to its path than a hundredth of a second.
private struct SolarDay {
    let noon: Double
    let sun: Sun
    let before: Sun
    let after: Sun

    @inline(__always) func value(of part: (Sun) -> Double, at moment: Double) -> Double {
        let (first, middle, last) = (part(before), part(sun), part(after))
        let half = (moment - noon) * 2
        return middle + half * ((last - first) + half * (last + first - 2 * middle)) / 2
    }
}

/// Where the sun stands among the stars at a moment.
///
/// NOAA's Solar Calculator, after Meeus, Astronomical Algorithms, chapters 25 (the lower accuracy, 0.01°) and
/// 28. UTC is taken for dynamical time: the minutes between them, in centuries to come, move the sun by less
/// than that.
private struct Sun {
    /// The apparent longitude on the ecliptic, in degrees, in no certain range: 0 at the March equinox.
    let longitude: Double
    let sineOfObliquity: Double
    let sineOfDeclination: Double
    let cosineOfDeclination: Double
    /// How much sundials are ahead of the mean sun, in days.
    let equationOfTime: Double

    /// More degrees than the longitude gains in any day, which is at most 1.02.
    private static let fastestDegrees = 1.03

    /// How many whole days it takes at least to come so far, less one: where a clock crosses the date line
    /// meanwhile, a date is a day longer.
    static func daysNeeded(forDegrees degrees: Double) -> Int {
        max(0, Int((degrees / fastestDegrees).rounded(.down)) - 1)
    }

    /// The moment is in days of UTC since the epoch.
    init(at moment: Double) {
        // Julian centuries since 2000-01-01T12:00.
        let centuries = (moment - 10_957.5) / 36_525
        let meanLongitude = 280.46646 + centuries * (36_000.76983 + centuries * 0.0003032)
        let meanAnomaly = (357.52911 + centuries * (35_999.05029 - centuries * 0.0001537)).radians
        let (sineOfAnomaly, cosineOfAnomaly) = (sin(meanAnomaly), cos(meanAnomaly))
        // The sines of twice and three times the anomaly, without asking for more sines.
        let sineOfTwice = 2 * sineOfAnomaly * cosineOfAnomaly
        let sineOfThrice = sineOfAnomaly * (3 - 4 * sineOfAnomaly * sineOfAnomaly)
        let centre =
            sineOfAnomaly * (1.914602 - centuries * (0.004817 + centuries * 0.000014))
            + sineOfTwice * (0.019993 - centuries * 0.000101) + sineOfThrice * 0.000289

        // Aberration, and the two largest terms of the nutation, which follow the moon's node.
        let node = (125.04 - 1934.136 * centuries).radians
        let aberration = -0.00569
        let nutation = -0.00478 * sin(node)
        longitude = meanLongitude + centre + aberration + nutation
        let arcseconds = 21.448 - centuries * (46.815 + centuries * (0.00059 - centuries * 0.001813))
        let obliquity = (23 + (26 + arcseconds / 60) / 60 + 0.00256 * cos(node)).radians

        sineOfObliquity = sin(obliquity)
        let cosineOfObliquity = cos(obliquity)
        let (sineOfLongitude, cosineOfLongitude) = (sin(longitude.radians), cos(longitude.radians))
        sineOfDeclination = sineOfObliquity * sineOfLongitude
        cosineOfDeclination = (1 - sineOfDeclination * sineOfDeclination).squareRoot()
        let ascension = atan2(cosineOfObliquity * sineOfLongitude, cosineOfLongitude).degrees
        // Meeus 28.1.
        let ahead = meanLongitude + aberration + nutation * cosineOfObliquity - ascension
        equationOfTime = ahead.wrapped(from: -180) / 360
    }
}

extension CivilDate {
    /// Whether it is of the years 1 to 9999.
    fileprivate var isOfCalendar: Bool { (-719_162...2_932_896).contains(dayNumber) }
}

extension Double {
    fileprivate var radians: Double { self * .pi / 180 }
    fileprivate var degrees: Double { self * 180 / .pi }

    /// The same angle in the 360 degrees from a lowest.
    fileprivate func wrapped(from lowest: Double) -> Double {
        self - ((self - lowest) / 360).rounded(.down) * 360
    }
}
