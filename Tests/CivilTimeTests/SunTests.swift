import CivilTime
import TestSupport
import Testing

@Suite("The sun") struct SunTests {
    /// A place whose coordinates exist.
    static func place(_ latitude: Double, _ longitude: Double) -> Place {
        guard let place = Place(latitude: latitude, longitude: longitude) else {
            preconditionFailure("no place: \(latitude), \(longitude)")
        }
        return place
    }

    static func date(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
        guard let date = CivilDate(year: year, month: month, day: day) else {
            preconditionFailure("no date: \(year)-\(month)-\(day)")
        }
        return date
    }

    static let berlin = place(52.52, 13.40)
    static let tromso = place(69.65, 18.96)

    static func dates(of year: Int) -> [CivilDate] {
        (0..<(CivilDate.isLeap(year) ? 366 : 365)).map { date(year, 1, 1).adding(days: $0) }
    }

    @Test func `a place is on the earth`() {
        #expect(Place(latitude: 90, longitude: -180) != nil)
        #expect(Place(latitude: -90, longitude: 180) != nil)
        for (latitude, longitude) in [
            (90.1, 0), (-90.1, 0), (0, 180.1), (0, -180.1), (.nan, 0), (0, .infinity),
        ] {
            #expect(Place(latitude: latitude, longitude: longitude) == nil)
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let latitude: Double
        let longitude: Double
        let zone: String
        let sunrise: String
        let sunset: String
    }

    // What people there know from their calendars, whatever an oracle says.
    @Test(
        "known times, within a minute",
        arguments: [
            Row(
                testDescription: "Berlin at midsummer", latitude: 52.52, longitude: 13.40,
                zone: "Europe/Berlin", sunrise: "2026-06-21T04:43+02:00", sunset: "2026-06-21T21:33+02:00"),
            Row(
                testDescription: "Berlin at midwinter", latitude: 52.52, longitude: 13.40,
                zone: "Europe/Berlin", sunrise: "2026-12-21T08:15+01:00", sunset: "2026-12-21T15:54+01:00"),
            Row(
                testDescription: "New York at midsummer", latitude: 40.71, longitude: -74.01,
                zone: "America/New_York", sunrise: "2026-06-21T05:25-04:00", sunset: "2026-06-21T20:31-04:00"),
            Row(
                testDescription: "London at midwinter", latitude: 51.51, longitude: -0.13,
                zone: "Europe/London", sunrise: "2026-12-21T08:04+00:00", sunset: "2026-12-21T15:53+00:00"),
            Row(
                testDescription: "Sydney at midsummer", latitude: -33.87, longitude: 151.21,
                zone: "Australia/Sydney", sunrise: "2026-12-21T05:41+11:00", sunset: "2026-12-21T20:05+11:00"),
            Row(
                testDescription: "Reykjavik, where the sun of midsummer sets past midnight", latitude: 64.15,
                longitude: -21.94,
                zone: "Atlantic/Reykjavik", sunrise: "2026-06-21T02:55+00:00",
                sunset: "2026-06-21T00:03+00:00"),
        ])
    func isKnown(_ row: Row) throws {
        let place = Self.place(row.latitude, row.longitude)
        let zone = Zone.named(row.zone)
        for (event, text) in [(SunEvent.sunrise, row.sunrise), (.sunset, row.sunset)] {
            let known = Instant(text)
            let ours = try #require(place.instant(of: event, on: zone.civil(at: known).date, in: zone))
            #expect(abs(ours.seconds - known.seconds) <= 60, "\(event): \(zone.civil(at: ours))")
        }
    }

    @Test func `a clock far from the place shows the same instants`() throws {
        let (home, away) = (Zone.named("Europe/Berlin"), Zone.named("America/New_York"))
        let date = Self.date(2026, 6, 21)
        let sunset = try #require(Self.berlin.instant(of: .sunset, on: date, in: home))
        #expect(Self.berlin.instant(of: .sunset, on: date, in: away) == sunset)
        // The sun of the 22nd in Berlin rises late in the evening of the 21st in New York.
        let sunrise = try #require(Self.berlin.instant(of: .sunrise, on: date.adding(days: 1), in: home))
        #expect(Self.berlin.instant(of: .sunrise, on: date, in: away) == sunrise)
    }

    @Test func `polar day and night have no events`() {
        let oslo = Zone.named("Europe/Oslo")
        for event in SunEvent.allCases {
            for (month, day) in [(6, 1), (6, 21), (7, 15), (12, 5), (12, 21), (1, 5)] {
                let date = Self.date(2026, month, day)
                #expect(Self.tromso.instant(of: event, on: date, in: oslo) == nil, "\(date)")
            }
            for (month, day) in [(2, 1), (3, 20), (5, 1), (9, 23), (11, 1)] {
                let date = Self.date(2026, month, day)
                #expect(Self.tromso.instant(of: event, on: date, in: oslo) != nil, "\(date)")
            }
            // Refraction lets the sun of midwinter rise at 67°, and keeps that of midsummer up.
            let circle = Self.place(67, 18.96)
            #expect(circle.instant(of: event, on: Self.date(2026, 12, 21), in: oslo) != nil)
            #expect(circle.instant(of: event, on: Self.date(2026, 6, 21), in: oslo) == nil)
        }
    }

    @Test(arguments: [(90.0, 3, 9), (-90.0, 9, 3)])
    func `the sun of a pole rises once a year, and sets once`(latitude: Double, rises: Int, sets: Int) throws
    {
        // All longitudes have the same pole, but their days begin at other hours.
        for longitude in stride(from: -180.0, to: 180, by: 30) {
            let pole = Self.place(latitude, longitude)
            for year in [1970, 2026, 2200] {
                for (event, month) in [(SunEvent.sunrise, rises), (.sunset, sets)] {
                    let dates = Self.dates(of: year).filter {
                        pole.instant(of: event, on: $0, in: .utc) != nil
                    }
                    #expect(
                        dates.count == 1 && dates[0].components.month == month,
                        "\(event) \(longitude): \(dates)")
                }
            }
        }
    }

    @Test func `events lie on their date at a whole minute, and each on one date only`() {
        // Offsets with seconds, clocks that go back at 00:01 or at midnight, and a date that never was.
        let clocks = [
            ("Europe/Berlin", 2026), ("America/St_Johns", 2007), ("America/Havana", 2026),
            ("Pacific/Apia", 2011),
            ("Africa/Monrovia", 1971), ("Asia/Kathmandu", 1985),
        ]
        var events = 0
        for (name, year) in clocks {
            let zone = Zone.named(name)
            for latitude in stride(from: -75.0, through: 75, by: 25) {
                for longitude in stride(from: -180.0, through: 180, by: 30) {
                    let place = Self.place(latitude, longitude)
                    for event in SunEvent.allCases {
                        var last = Int.min
                        for date in Self.dates(of: year) {
                            guard let instant = place.instant(of: event, on: date, in: zone) else { continue }
                            events += 1
                            let civil = zone.civil(at: instant)
                            let holds =
                                civil.date == date && civil.time.second == 0 && instant.nanoseconds == 0
                                && instant.seconds > last
                            if !holds { Issue.record("\(name) \(place) \(event) \(date): \(civil)") }
                            last = instant.seconds
                        }
                    }
                }
            }
        }
        #expect(events > 300_000)
    }

    @Test func `of two sunrises on a date the first is meant, and a date may have none`() throws {
        // Before midsummer the sun rises earlier each day: twice on the date where it passes midnight.
        // A clock that says midnight at sunrise of a date has, half a minute on, both that and the next.
        let date = Self.date(2026, 4, 20)
        let sunrise = try #require(Self.berlin.instant(of: .sunrise, on: date, in: .utc))
        let next = try #require(Self.berlin.instant(of: .sunrise, on: date.adding(days: 1), in: .utc))
        let midnight = Zone(fixedOffset: date.dayNumber * 86_400 - (sunrise.seconds - 60))
        #expect(Self.berlin.instant(of: .sunrise, on: date, in: midnight) == sunrise)
        #expect(midnight.civil(at: next).date == date)
        let following = Self.berlin.instant(of: .sunrise, on: date.adding(days: 1), in: midnight)
        #expect(following.map { $0.seconds - next.seconds > 80_000 } == true)

        // In autumn it rises later each day, and jumps over a date.
        let autumn = Self.date(2026, 10, 10)
        let late = try #require(Self.berlin.instant(of: .sunrise, on: autumn, in: .utc))
        let clock = Zone(fixedOffset: (autumn.dayNumber + 1) * 86_400 - (late.seconds + 60))
        #expect(Self.berlin.instant(of: .sunrise, on: autumn, in: clock) == late)
        #expect(Self.berlin.instant(of: .sunrise, on: autumn.adding(days: 1), in: clock) == nil)
        #expect(Self.berlin.instant(of: .sunrise, on: autumn.adding(days: 2), in: clock) != nil)
    }

    @Test func `what happens in the last half minute of a date stays on it`() {
        // Clocks that put sunset around midnight, a second apart.
        let sunset = Self.berlin.instant(of: .sunset, on: Self.date(2026, 6, 21), in: .utc)?.seconds ?? 0
        var minutes: [String] = []
        for lead in -90...90 {
            let zone = Zone(fixedOffset: -(sunset + lead) % 86_400)
            let dates = (-1...1).map { zone.civil(at: Instant(seconds: sunset)).date.adding(days: $0) }
            let found = dates.compactMap { Self.berlin.instant(of: .sunset, on: $0, in: zone) }
                .filter { abs($0.seconds - sunset) < 600 }
            #expect(found.count == 1, "\(zone.identifier)")
            for instant in found {
                let time = zone.civil(at: instant).time
                #expect(time.second == 0 && abs(instant.seconds - sunset) < 120, "\(time)")
                if minutes.last != time.description { minutes.append(time.description) }
            }
        }
        #expect(minutes.contains("23:59") && minutes.contains("00:00"))
    }

    @Test func `no place, year or clock is too much`() {
        let zones = [
            Zone.utc, .named("America/New_York"), .named("Pacific/Kiritimati"), Zone(fixedOffset: -93_599),
            Zone(fixedOffset: 93_599),
        ]
        let years = [1, 2, 1582, 1970, 5000, 9998, 9999]
        for latitude in [-90, -89.9999, -66.56, -0.0, 66.56, 89.99, 89.999_999, 90] {
            for longitude in [-180, -0.001, 0, 180] {
                let place = Self.place(latitude, longitude)
                for zone in zones {
                    for year in years {
                        for day in stride(from: 0, through: 364, by: 28) {
                            let date = Self.date(year, 1, 1).adding(days: day)
                            for event in SunEvent.allCases {
                                let instant = place.instant(of: event, on: date, in: zone)
                                #expect(instant.map { zone.civil(at: $0).date == date } ?? true)
                                #expect(place.firstDate(after: date, mayHave: event, in: zone) > date)
                            }
                        }
                    }
                }
            }
        }
        for number in [Int.min / 2, -719_163, 2_932_897, Int.max / 2] {
            let date = CivilDate(dayNumber: number)
            #expect(Self.berlin.instant(of: .sunrise, on: date, in: .utc) == nil)
            #expect(Self.berlin.firstDate(after: date, mayHave: .sunrise, in: .utc) == date.adding(days: 1))
        }
    }

    @Test(
        "polar day and night are passed over in a few steps, and no event with them", arguments: [1.0, -1.0])
    func skips(side: Double) {
        // The clocks that have a date latest and earliest.
        let zones = [Zone(fixedOffset: -26 * 3600 + 1), Zone(fixedOffset: 26 * 3600 - 1)]
        var most = 0
        let latitudes = stride(from: 60.0, through: 90, by: 0.5).map { $0 } + [89.9, 89.99, 89.999]
        for latitude in latitudes {
            let place = Self.place(latitude * side, 18.96)
            for (zone, event) in zones.flatMap({ zone in SunEvent.allCases.map { (zone, $0) } }) {
                let dates = (0..<800).map { Self.date(2026, 1, 1).adding(days: $0) }
                let has = dates.map { place.instant(of: event, on: $0, in: zone) != nil }
                // How many of these dates up to each have the event, and how many steps it takes to one.
                var found = [0]
                for one in has { found.append(found[found.count - 1] + (one ? 1 : 0)) }
                var steps = [Int](repeating: 0, count: dates.count)
                for index in dates.indices.reversed() {
                    let next = place.firstDate(after: dates[index], mayHave: event, in: zone)
                    let target = index + dates[index].days(until: next)
                    guard target > index, target < dates.count else { continue }
                    if found[target] != found[index + 1] {
                        Issue.record("\(place) \(event): from \(dates[index]) to \(next)")
                    }
                    steps[index] = has[target] ? 1 : steps[target] + 1
                }
                most = max(most, steps[..<366].max() ?? 0)
            }
        }
        print("At most \(most) steps to the next event.")
        #expect(most <= 20)
    }
}

@Suite("The sun beside PyEphem") struct SunOracleTests {
    struct Question {
        let place: Place
        let event: SunEvent
        let date: CivilDate
        let zone: Zone
        let start: Int
        let end: Int

        var line: String { "\(place.latitude) \(place.longitude) \(event.rawValue) \(start) \(end)\n" }
    }

    /// Seconds that ours may differ.
    static let tolerance = 120

    func questions(_ count: Int) -> [Question] {
        var generator = SeededGenerator(seed: 20_260_621)
        let zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]
            .map { Zone.named($0) }
        let (first, last) = (SunTests.date(1970, 1, 1), SunTests.date(2200, 12, 31))
        return (0..<count).map { index in
            let place = SunTests.place(
                Double.random(in: -65...65, using: &generator),
                Double.random(in: -180...180, using: &generator))
            let date = CivilDate(
                dayNumber: Int.random(in: first.dayNumber...last.dayNumber, using: &generator))
            let zone = zones[index % zones.count]
            let (midnight, next) = (date.at(.midnight), date.adding(days: 1).at(.midnight))
            return Question(
                place: place, event: Bool.random(using: &generator) ? .sunrise : .sunset, date: date,
                zone: zone,
                start: zone.resolve(midnight).instant.seconds, end: zone.resolve(next).instant.seconds)
        }
    }

    @Test("4,000 events of 1970-2200 within 65° agree within two minutes")
    func agrees() throws {
        let questions = questions(4000)
        // Where python3-ephem is, which is the system's Python.
        let answers = try Oracle.output(
            of: ["/usr/bin/python3", Oracle.packageRoot.path + "/Tests/Oracles/sun.py"],
            input: questions.map(\.line).joined()
        ).split(separator: "\n")
        try #require(answers.count == questions.count)
        var (worst, compared) = (0, 0)
        var wrong: [String] = []
        for (question, answer) in zip(questions, answers) {
            let ours = question.place.instant(of: question.event, on: question.date, in: question.zone)?
                .seconds
            switch (ours, Int(answer)) {
            case (let ours?, let theirs?):
                compared += 1
                worst = max(worst, abs(ours - theirs))
                if abs(ours - theirs) > Self.tolerance {
                    wrong.append("\(question.line): \(ours), not \(theirs)")
                }
            case (nil, nil):
                continue
            case (let only?, nil), (nil, let only?):
                // An event so near to midnight may be another date's.
                let nearest = min(abs(only - question.start), abs(only - question.end))
                if nearest > Self.tolerance { wrong.append("\(question.line): \(only) is but one's") }
            }
        }
        print("\(compared) events of the sun; the worst is \(worst) seconds off, rounding included.")
        #expect(compared > 3900)
        #expect(wrong.isEmpty, "\(wrong.count) of \(compared), first: \(wrong.prefix(5))")
    }
}
