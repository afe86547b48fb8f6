import CivilTime
import Schedules
import TestSupport
import Testing

@Suite("The algebra of schedules") struct AlgebraTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let phrase: String
        var terms = Terms()
        let zone: String
        let after: String
        let next: [String]

        init(
            _ name: String, _ phrase: String, starting: String? = nil, from: String? = nil,
            until: String? = nil, except: String? = nil, place: Place? = nil,
            _ zone: String = "Europe/Berlin",
            after: String, _ next: String...
        ) {
            (testDescription, self.phrase, self.zone, self.after, self.next) = (
                name, phrase, zone, after, next
            )
            terms.starting = starting.map { CivilDate($0) }
            terms.from = from.map { CivilDate($0) }
            terms.until = until.map { CivilDate($0) }
            terms.except = except.flatMap { try? Exceptions(parsing: $0) } ?? Exceptions()
            terms.place = place
        }
    }

    private static let berlin = Place(latitude: 52.52, longitude: 13.4)

    static let rows = [
        Row(
            "every other Friday counts ISO weeks from that of starting, a Monday here",
            "every other friday at 19:30", starting: "2026-01-05", after: "2026-01-01T00:00Z",
            "2026-01-09T19:30+01:00", "2026-01-23T19:30+01:00"),
        Row(
            "nothing rings before starting, though its week has the day",
            "every 2 weeks on tue, thu at 20:00", starting: "2026-01-07", after: "2026-01-01T00:00Z",
            "2026-01-08T20:00+01:00", "2026-01-20T20:00+01:00", "2026-01-22T20:00+01:00"),
        Row(
            "every other day over a clock change", "every other day at 02:30", starting: "2026-03-27",
            after: "2026-03-27T12:00Z", "2026-03-29T03:30+02:00", "2026-03-31T02:30+02:00"),
        Row(
            "months counted from the month of starting, the 31st where there is one",
            "every 3 months on the 31st at 10:00", starting: "2026-01-15", after: "2026-01-01T00:00Z",
            "2026-01-31T10:00+01:00", "2026-07-31T10:00+02:00", "2026-10-31T10:00+01:00"),
        Row(
            "the last day of each second month", "every other month on the last day at 10:00",
            starting: "2026-02-01", after: "2026-01-01T00:00Z", "2026-02-28T10:00+01:00",
            "2026-04-30T10:00+02:00"),
        Row(
            "the fifth Sunday, where there is one", "5th sunday at 10:00", after: "2026-01-01T00:00Z",
            "2026-03-29T10:00+02:00", "2026-05-31T10:00+02:00", "2026-08-30T10:00+02:00"),
        Row(
            "29 February is the 28th in other years", "february 29 at 10:00", after: "2026-01-01T00:00Z",
            "2026-02-28T10:00+01:00", "2027-02-28T10:00+01:00", "2028-02-29T10:00+01:00"),
        Row(
            "day 29 of February is passed over", "day 29 of february at 10:00", after: "2096-03-01T00:00Z",
            "2104-02-29T10:00+01:00"),
        Row(
            "a Monday of that kind", "day 29 of february at 10:00 except tue-sun", after: "2072-03-01T00:00Z",
            "2112-02-29T10:00+01:00"),
        Row(
            "a window past midnight belongs to the day it begins on",
            "every 90 minutes between 22:00 and 02:00 on fridays", after: "2026-11-21T00:00+01:00",
            "2026-11-21T01:00+01:00", "2026-11-27T22:00+01:00", "2026-11-27T23:30+01:00",
            "2026-11-28T01:00+01:00", "2026-12-04T22:00+01:00"),
        Row(
            "its Saturday part is excepted with its Friday, not with Saturdays",
            "every 2 hours between 23:00 and 01:00 except 2026-11-27, 2026-12-05", from: "2026-11-27",
            until: "2026-12-05", after: "2026-11-21T00:00Z", "2026-11-28T23:00+01:00",
            "2026-11-29T01:00+01:00"),
        Row(
            "the last night of until goes on past midnight",
            "every 2 hours between 23:00 and 01:00", from: "2026-11-27", until: "2026-11-27",
            after: "2026-11-21T00:00Z", "2026-11-27T23:00+01:00", "2026-11-28T01:00+01:00"),
        Row(
            "an interval is silent through the second pass of a repeated hour",
            "every 30 minutes between 01:30 and 03:30", from: "2026-10-25", until: "2026-10-25",
            after: "2026-10-24T12:00Z", "2026-10-25T01:30+02:00", "2026-10-25T02:00+02:00",
            "2026-10-25T02:30+02:00", "2026-10-25T03:00+01:00", "2026-10-25T03:30+01:00"),
        Row(
            "an interval through a skipped hour rings once at each instant",
            "every 30 minutes between 01:30 and 04:00", from: "2026-03-29", until: "2026-03-29",
            after: "2026-03-28T12:00Z", "2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00",
            "2026-03-29T03:30+02:00", "2026-03-29T04:00+02:00"),
        Row(
            "from and until are both included", "daily at 08:00", from: "2026-12-01", until: "2026-12-02",
            after: "2026-01-01T00:00Z", "2026-12-01T08:00+01:00", "2026-12-02T08:00+01:00"),
        Row(
            "an except of years is passed over", "daily at 08:00", except: "2026-12-02..2090-01-01",
            after: "2026-12-01T00:00Z", "2026-12-01T08:00+01:00", "2090-01-02T08:00+01:00"),
        Row(
            "sunset of the local date", "saturdays at sunset - 30m", place: berlin,
            after: "2026-12-18T00:00Z",
            "2026-12-19T15:23+01:00", "2026-12-26T15:27+01:00"),
        Row(
            "no sunrise in the polar night", "daily at sunrise",
            place: Place(latitude: 69.65, longitude: 18.96), "Europe/Oslo", after: "2026-12-01T00:00Z",
            "2027-01-15T11:35+01:00"),
        Row("once", "24 december 2026 at 16:00", after: "2026-01-01T00:00Z", "2026-12-24T16:00+01:00"),
    ]

    @Test("rings when the words say", arguments: rows)
    func rings(_ row: Row) throws {
        let schedule = try Schedule(parsing: [row.phrase], terms: row.terms)
        let zone = Zone.named(row.zone)
        let found = Array(
            schedule.occurrences(after: Instant(row.after), in: zone).prefix(row.next.count + 1))
        #expect(found.prefix(row.next.count).map(\.instant) == row.next.map(Instant.init))
        // Back from the end, the same.
        var back: [Instant] = []
        var instant = (found.last?.instant ?? Instant(row.after)) + .nanoseconds(1)
        while back.count < found.count, let due = schedule.previous(before: instant, in: zone) {
            back.append(due.instant)
            instant = due.instant
        }
        #expect(Array(back.reversed()) == found.map(\.instant))
    }

    @Test func `where a schedule ends there is no next, and where it begins no previous`() throws {
        let terms = Terms(starting: CivilDate("2026-12-01"), until: CivilDate("2026-12-10"))
        let schedule = try Schedule(parsing: ["every 3 days at 18:00"], terms: terms)
        let all = Array(schedule.occurrences(after: Instant("2000-01-01T00:00Z"), in: .utc))
        #expect(
            all.map(\.civil.description) == [
                "2026-12-01T18:00", "2026-12-04T18:00", "2026-12-07T18:00", "2026-12-10T18:00",
            ])
        #expect(schedule.previous(before: all[0].instant, in: .utc) == nil)
        #expect(schedule.next(after: all[3].instant, in: .utc) == nil)
        #expect(schedule.previous(before: Instant("2199-01-01T00:00Z"), in: .utc) == all[3])
    }

    @Test(
        "what can never ring is found when it is read",
        arguments: [
            "day 30 of february", "5th sunday except sundays", "the 1st except the 1st-31st",
            "the 1st except first mon-sun", "every 7 days except fridays", "june 18 except the 10th-20th",
            "2026-12-24 except 24 december", "february 29 at sunset except 28 february, day 29 of february",
        ])
    func neverRings(_ phrase: String) {
        let error = #expect(throws: Schedule.ListError.self) {
            try Schedule(parsing: [phrase], terms: PhraseCases.terms)
        }
        let kinds: [PhraseError.Kind] = [
            .neverRings, .noSuchDate("february 30", last: "last day of february"),
        ]
        #expect(error.map { kinds.contains($0.error.kind) } == true, "\(error?.error.description ?? "read")")
    }

    @Test func `a phrase of a list that can never ring is named, and the others ring`() throws {
        let schedule = try Schedule(parsing: ["mondays at 09:00", "sundays at 9:00 except sundays"])
        #expect(schedule.silentPhrases == [1])
        #expect(
            schedule.next(after: Instant("2026-11-21T00:00Z"), in: .utc)?.civil.description
                == "2026-11-23T09:00")
        #expect(throws: Schedule.ListError.self) {
            try Schedule(parsing: ["sundays at 9:00 except sundays", "mondays at 9:00 except mondays"])
        }
    }

    @Test func `a schedule with no occurrence between its ends is an error, one that is past is not`() throws
    {
        func read(_ phrase: String, _ starting: String?, _ from: String?, _ until: String?) throws -> Schedule
        {
            let terms = Terms(
                starting: starting.map { CivilDate($0) }, from: from.map { CivilDate($0) },
                until: until.map { CivilDate($0) })
            return try Schedule(parsing: [phrase], terms: terms)
        }
        #expect(throws: Schedule.ListError.self) { try read("june 18", nil, "2026-06-19", "2027-06-17") }
        #expect(throws: Schedule.ListError.self) {
            try read("every 9 days", "2026-06-19", "2026-06-20", "2026-06-27")
        }
        #expect(throws: Schedule.ListError.self) { try read("2026-12-24", nil, "2027-01-01", nil) }
        #expect(throws: Schedule.ListError.self) { try read("2026-12-24", nil, nil, "2026-01-01") }
        let past = try read("june 18", nil, "2020-06-18", "2020-06-18")
        #expect(past.next(after: Instant("2026-01-01T00:00Z"), in: .utc) == nil)
        #expect(
            past.previous(before: Instant("2026-01-01T00:00Z"), in: .utc)?.civil.description
                == "2020-06-18T09:00")
        #expect(
            try read("2020-12-24", nil, nil, nil).next(after: Instant("2026-01-01T00:00Z"), in: .utc) == nil)
    }

    @Test func `a sunset by its date is one, wherever midnight falls in UTC`() throws {
        let terms = Terms(place: Place(latitude: 41.88, longitude: -87.63))
        let zone = Zone.named("America/Chicago")
        for day in 0..<365 {
            let date = CivilDate("2026-01-01").adding(days: day)
            let schedule = try Schedule(parsing: ["\(date) at sunset"], terms: terms)
            #expect(schedule.next(after: Instant("2025-12-01T00:00Z"), in: zone)?.day == date)
        }
    }

    @Test func `the same sunset in two phrases is counted once`() throws {
        let terms = Terms(place: Place(latitude: 52.52, longitude: 13.4))
        let schedule = try Schedule(parsing: ["weekdays at sunset", "mondays at sunset"], terms: terms)
        let found = Array(schedule.occurrences(after: Instant("2023-12-31T12:00Z"), in: .utc).prefix(20))
        #expect(found.map { schedule.ordinal(of: $0, in: .utc) } == Array(0..<20))
        #expect(found.allSatisfy { $0.name == .day($0.day) })
    }

    @Test func `ten thousand exceptions are read as fast as they are gathered`() throws {
        let dates = (0..<10_000).map { CivilDate("2027-01-01").adding(days: $0 * 2).description }
        let except = Exceptions(joining: try dates.map { try Exceptions(parsing: $0) })
        let schedule = try Schedule(parsing: ["daily at 08:00"], terms: Terms(except: except))
        let next = schedule.next(after: Instant("2027-01-01T00:00Z"), in: .utc)
        #expect(next?.civil.description == "2027-01-02T08:00")
    }

    @Test func `what needs a date to count from, or a place, says which`() {
        func error(_ phrase: String) -> PhraseError? {
            let today = CivilDate("2026-11-21")
            return #expect(throws: Schedule.ListError.self) { try Schedule(parsing: [phrase], today: today) }?
                .error
        }
        #expect(error("every other friday")?.hint == "say from which, as in `starting: 2026-11-27`")
        #expect(error("every 3 days")?.hint == "say from which, as in `starting: 2026-11-21`")
        #expect(
            error("every 3 months on the first sunday")?.hint
                == "say from which, as in `starting: 2026-12-06`")
        #expect(error("daily except every other friday")?.kind == .needsStarting(CivilDate("2026-11-27")))
        #expect(error("sunset - 30m")?.kind == .needsPlace(.sunset))
    }

    @Test func `next and previous are mirrors of each other, in every kind of zone`() throws {
        var generator = PhraseGenerator(seed: 23)
        var random = SeededGenerator(seed: 29)
        let zones = [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Antarctica/Troll",
            "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "Pacific/Chatham",
        ].map(Zone.named)
        var tried = 0
        while tried < 300 {
            let (text, terms) = generator.phrase()
            guard let schedule = try? Schedule(parsing: [text], terms: terms) else { continue }
            tried += 1
            let zone = zones[tried % zones.count]
            // Half of the starts lie by a change of the clocks.
            var start = Int.random(in: 1_300_000_000...2_300_000_000, using: &random)
            if Bool.random(using: &random), let change = zone.lastTransition(through: start) {
                start = change.at + Int.random(in: -90_000...90_000, using: &random)
            }
            let found = Array(schedule.occurrences(after: Instant(seconds: start), in: zone).prefix(12))
            for (one, next) in zip(found, found.dropFirst()) {
                let back = schedule.previous(before: next.instant, in: zone)
                guard one.instant < next.instant, back == one else {
                    Issue.record(
                        "\(schedule.normalForm) in \(zone.identifier): \(one) before \(next), not \(String(describing: back))"
                    )
                    return
                }
            }
            if let first = found.first, let before = schedule.previous(before: first.instant, in: zone) {
                #expect(before.instant.seconds <= start)
                #expect(schedule.next(after: before.instant, in: zone) == first, "\(schedule.normalForm)")
                #expect(schedule.previous(before: before.instant + .nanoseconds(1), in: zone) == before)
            }
        }
    }

    struct Rare: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Whether a date is one: told in other words than the phrase's.
        let holds: @Sendable (_ date: CivilDate, _ year: Int, _ month: Int, _ day: Int) -> Bool

        init(_ phrase: String, _ holds: @escaping @Sendable (CivilDate, Int, Int, Int) -> Bool) {
            (testDescription, self.holds) = (phrase, holds)
        }
    }

    /// A Friday.
    private static let counted = CivilDate("2026-01-09").dayNumber

    @Test(
        "what is rare is found where going day by day through the calendar's whole cycle finds it",
        arguments: [
            Rare("day 29 of february except tue-sun") { $2 == 2 && $3 == 29 && $0.weekday == .monday },
            Rare("5th sunday of february") { $2 == 2 && $3 == 29 && $0.weekday == .sunday },
            Rare("the 31st of december except mon-sat") { $2 == 12 && $3 == 31 && $0.weekday == .sunday },
            Rare("february 29 except weekdays") { date, year, month, day in
                month == 2 && day == CivilDate.daysInMonth(2, of: year) && date.weekday >= .saturday
            },
            Rare("every 27 days except tue-sun, the 1st-28th of the month, daily in january, march-december")
            {
                date, _, month, day in
                date.dayNumber >= counted && (date.dayNumber - counted) % 27 == 0 && month == 2 && day == 29
                    && date.weekday == .monday
            },
            Rare("every 97 days except tue-sun, the 1st-30th") { date, _, _, day in
                date.dayNumber >= counted && (date.dayNumber - counted) % 97 == 0 && day == 31
                    && date.weekday == .monday
            },
            Rare("every 13 months on the 31st except mon-sat") { date, year, month, day in
                let months = year * 12 + month - (2026 * 12 + 1)
                return months >= 0 && months % 13 == 0 && day == 31 && date.weekday == .sunday
            },
            Rare("every 52 weeks on sun except the 2nd-31st") { date, _, _, day in
                let weeks = (date.startOfWeek.dayNumber - (counted - 4)) / 7
                return date.dayNumber >= counted && weeks % 52 == 0 && date.weekday == .sunday && day == 1
            },
        ])
    func isRare(_ row: Rare) throws {
        let anchored = row.testDescription.hasPrefix("every")
        let terms = anchored ? Terms(starting: CivilDate("2026-01-09")) : Terms()
        let schedule = try Schedule(parsing: [row.testDescription], terms: terms)
        let (first, last) = (CivilDate("2000-01-01").dayNumber, CivilDate("2400-01-01").dayNumber)
        let expected = (first..<last).map(CivilDate.init(dayNumber:)).filter { date in
            let (year, month, day) = date.components
            return row.holds(date, year, month, day)
        }
        let start = Zone.utc.resolve(CivilDate(dayNumber: first).at(.midnight)).instant
        let found = Array(schedule.occurrences(after: start, in: .utc).prefix(expected.count))
        #expect(!expected.isEmpty && found.map(\.day) == expected)
        // From any instant between two of them, one way and the other.
        for (one, next) in zip(found, found.dropFirst()) {
            for part in 1...3 {
                let moment = one.instant + (next.instant - one.instant) * part / 4
                #expect(schedule.next(after: moment, in: .utc) == next)
                #expect(schedule.previous(before: moment, in: .utc) == one)
            }
        }
        if let middle = found.dropFirst(found.count / 2).first {
            let begin = anchored ? CivilDate("2026-01-09") : CivilDate("2024-01-01")
            let before = expected.filter { $0 >= begin && $0 < middle.day }.count
            #expect(schedule.ordinal(of: middle, in: .utc) == before)
        }
    }

    @Test func `occurrences are numbered one after the other, whatever limits them`() throws {
        var generator = PhraseGenerator(seed: 31)
        var tried = 0
        while tried < 150 {
            var (text, terms) = generator.phrase()
            terms.from = nil
            // The sun's days without an event are numbered all the same.
            guard !text.includes("sun"), let schedule = try? Schedule(parsing: [text], terms: terms) else {
                continue
            }
            tried += 1
            let begin = terms.starting ?? CivilDate("2024-01-01")
            let start = Zone.utc.resolve(begin.at(.midnight)).instant - .seconds(1)
            let found = Array(schedule.occurrences(after: start, in: .utc).prefix(40))
            let numbers = found.map { schedule.ordinal(of: $0, in: .utc) }
            #expect(numbers == Array(0..<found.count), "\(schedule.normalForm)")
            var limited = terms
            limited.from = begin.adding(days: 20)
            if let some = try? Schedule(parsing: [text], terms: limited),
                let first = some.next(after: start, in: .utc)
            {
                #expect(some.ordinal(of: first, in: .utc) == schedule.ordinal(of: first, in: .utc))
            }
        }
    }

    @Test func `a list is numbered as one, and what falls together is one`() throws {
        let schedule = Schedule("mondays at 09:00", "daily at 09:00", "daily at 21:00")
        let start = Instant("2023-12-31T23:59Z")
        let found = Array(schedule.occurrences(after: start, in: .utc).prefix(30))
        #expect(found.map { schedule.ordinal(of: $0, in: .utc) } == Array(0..<30))
        #expect(Schedule("mondays").ordinal(of: found[0], in: .utc) == 0)
    }

    @Test func `the minute of sometime is drawn from id, date and window, as the manual tells`() throws {
        let terms = Terms(id: "small-gesture")
        let schedule = try Schedule(parsing: ["sometime between 10:00 and 16:00"], terms: terms)
        let found = schedule.occurrences(after: Instant("2026-03-28T00:00Z"), in: .utc).prefix(4)
        // FNV-1a, SplitMix64's finalizer and the high half of the product, reckoned by Python.
        #expect(found.map(\.civil.description) == Draws.expected)
        #expect(found.map(\.name.description) == ["2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"])
        let other = try Schedule(parsing: ["sometime between 10:00 and 16:00"], terms: Terms(id: "tea"))
        #expect(
            Array(other.occurrences(after: Instant("2026-03-28T00:00Z"), in: .utc).prefix(4).map(\.civil))
                != found.map(\.civil))
    }

    @Test func `the minutes of sometime are uniform over the window, both ends included`() throws {
        let schedule = try Schedule(parsing: ["sometime between 23:50 and 00:09"], terms: Terms(id: "x"))
        var counts: [Int: Int] = [:]
        let draws = 20_000
        for due in schedule.occurrences(after: Instant("1970-01-01T00:00Z"), in: .utc).prefix(draws) {
            counts[due.civil.wallSeconds / 60 - due.day.dayNumber * 1440, default: 0] += 1
        }
        #expect(counts.keys.min() == 1430 && counts.keys.max() == 1449 && counts.count == 20)
        let expected = Double(draws) / 20
        let chi = counts.values.reduce(0.0) {
            $0 + (Double($1) - expected) * (Double($1) - expected) / expected
        }
        // The 99.9999th percentile of chi-square with 19 degrees of freedom.
        #expect(chi < 62)
    }
}

/// What the generator of `sometime` gives for small-gesture, 10:00 to 16:00, from 2026-03-28 on.
private enum Draws {
    static let expected = [
        "2026-03-28T11:40", "2026-03-29T13:53", "2026-03-30T11:42", "2026-03-31T15:08",
    ]
}
