import Glibc

/// Where the sun stands among the stars at a moment.
///
/// NOAA's Solar Calculator, after Meeus, Astronomical Algorithms, chapters 25 (the lower accuracy, 0.01°) and
/// 28. UTC is taken for dynamical time: the minutes between them, in centuries to come, move the sun by less
/// than that.
struct Sun {
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

extension Double {
    var radians: Double { self * .pi / 180 }
    var degrees: Double { self * 180 / .pi }

    /// The same angle in the 360 degrees from a lowest.
    func wrapped(from lowest: Double) -> Double {
        self - ((self - lowest) / 360).rounded(.down) * 360
    }
}
