import Glibc

/// The horizon of a place, at which the sun rises or sets.
///
/// Time is in days of UTC since the epoch. A solar day goes from one midnight of the sun to the next; its
/// number is that of the date on which Greenwich has the same noon. What is found for it depends on nothing
/// else, so that neighbouring dates agree on whose an event is.
struct Horizon {
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
struct SolarDay {
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
