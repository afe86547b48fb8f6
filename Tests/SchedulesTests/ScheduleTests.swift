import CivilTime
import Foundation
import Schedules
import TestSupport
import Testing

@Suite("Schedules") struct ScheduleTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let phrase: String
        let zone: String
        let after: String
        let next: [String]

        init(_ name: String, _ phrase: String, _ zone: String, after: String, _ next: String...) {
            (testDescription, self.phrase, self.zone, self.after, self.next) = (
                name, phrase, zone, after, next
            )
        }
    }

    @Test(
        "rings once a day, whatever the clocks do",
        arguments: [
            Row(
                "02:30 is skipped", "daily at 02:30", "Europe/Berlin", after: "2026-03-28T12:00Z",
                "2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"),
            Row(
                "02:30 comes twice", "daily at 02:30", "Europe/Berlin", after: "2026-10-24T12:00Z",
                "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"),
            Row(
                "asked between the two", "daily at 02:30", "Europe/Berlin", after: "2026-10-25T00:30Z",
                "2026-10-26T02:30+01:00"),
            Row(
                "asked inside the gap's shadow", "daily at 02:30", "Europe/Berlin",
                after: "2026-03-29T01:10Z", "2026-03-29T03:30+02:00"),
            Row(
                "asked at the ring", "daily at 02:30", "Europe/Berlin", after: "2026-03-29T01:30Z",
                "2026-03-30T02:30+02:00"),
            Row(
                "a time behind the gap comes before one inside", "daily at 02:30, 03:10", "Europe/Berlin",
                after: "2026-03-28T12:00Z",
                "2026-03-29T03:10+02:00", "2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"),
            Row(
                "two times on one instant ring once", "daily at 02:30, 03:30", "Europe/Berlin",
                after: "2026-03-29T00:00Z",
                "2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"),
            Row(
                "Lord Howe's half hour", "daily at 02:15", "Australia/Lord_Howe", after: "2026-10-03T00:00Z",
                "2026-10-04T02:45+11:00", "2026-10-05T02:15+11:00"),
            Row(
                "Nuuk late in the evening", "daily at 23:30", "America/Nuuk", after: "2026-03-28T12:00Z",
                "2026-03-29T00:30-01:00", "2026-03-29T23:30-01:00"),
            Row(
                "Samoa's missing day", "daily at 07:30", "Pacific/Apia", after: "2011-12-29T12:00-10:00",
                "2011-12-31T07:30+14:00", "2012-01-01T07:30+14:00"),
            Row(
                "Casablanca's month of Ramadan", "daily at 02:30", "Africa/Casablanca",
                after: "2026-03-21T12:00Z", "2026-03-22T03:30+01:00", "2026-03-23T02:30+01:00"),
            Row(
                "weekdays only", "weekdays at 07:30", "Europe/Berlin", after: "2026-11-20T12:00Z",
                "2026-11-23T07:30+01:00", "2026-11-24T07:30+01:00"),
            Row(
                "past the end of the week", "fri-mon at 10:00", "UTC", after: "2026-11-21T12:00Z",
                "2026-11-22T10:00Z", "2026-11-23T10:00Z", "2026-11-27T10:00Z"),
            Row(
                "seconds", "daily at 07:30:15", "UTC", after: "2026-11-21T07:30:14Z", "2026-11-21T07:30:15Z",
                "2026-11-22T07:30:15Z"),
            Row(
                "strictly after", "daily at 07:30", "UTC", after: "2026-11-21T07:30:00Z", "2026-11-22T07:30Z"),
            Row(
                "in the year 2199", "sundays at 02:30", "Europe/Berlin", after: "2199-03-30T12:00Z",
                "2199-03-31T03:30+02:00", "2199-04-07T02:30+02:00"),
        ])
    func rings(_ row: Row) throws {
        let zone = Zone.named(row.zone)
        var instant = Instant(row.after)
        for expected in row.next {
            let due = try #require(Schedule(row.phrase).next(after: instant, in: zone))
            #expect(due.instant == Instant(expected))
            instant = due.instant
        }
    }

    @Test func `of two times on one instant, the later is the occurrence's name`() {
        let due = Schedule("daily at 02:30, 03:30").next(
            after: Instant("2026-03-29T00:00Z"), in: .named("Europe/Berlin"))
        #expect(due?.civil.description == "2026-03-29T03:30")
        let union = Schedule("daily at 03:30", "daily at 02:30").next(
            after: Instant("2026-03-29T00:00Z"), in: .named("Europe/Berlin"))
        #expect(union == due)
    }

    @Test func `a date rings once and never again`() {
        let schedule = Schedule("2026-12-24 at 16:00")
        #expect(
            schedule.next(after: Instant("2026-11-21T00:00Z"), in: .utc)?.instant
                == Instant("2026-12-24T16:00Z"))
        #expect(schedule.next(after: Instant("2026-12-24T16:00Z"), in: .utc) == nil)
    }

    @Test func `a phrase without a time rings at nine, or at the time that is given`() throws {
        #expect(try Schedule(parsing: ["daily"]).normalForm == ["daily at 09:00"])
        let half = try #require(TimeOfDay(hour: 8, minute: 30))
        #expect(
            try Schedule(parsing: ["mon", "sat"], terms: Terms(defaultTime: half)).normalForm == [
                "mondays at 08:30", "saturdays at 08:30",
            ])
    }

    @Test func `a list with a time in some of its phrases is refused, with the phrase that was meant`() {
        let error = #expect(throws: Schedule.ListError.self) {
            try Schedule(parsing: ["mon", "tue at 20:00"])
        }
        #expect(error?.error.kind == .timesOnlyInSome(joined: "mon, tue at 20:00"))
        #expect(error?.index == 1)
    }

    /// Every civil time of the schedule around the change, each resolved by itself, sorted by instant: slow,
    /// and plainly right.
    @Test(
        "agrees with trying every second time of day, around every kind of change",
        arguments: [
            ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"),
            ("Australia/Lord_Howe", "2026-10-04"),
            ("Australia/Lord_Howe", "2026-04-05"), ("America/Nuuk", "2026-03-28"),
            ("Pacific/Apia", "2011-12-30"), ("Pacific/Chatham", "2026-09-27"),
            ("Antarctica/Troll", "2026-03-29"), ("Antarctica/Troll", "2026-10-25"),
            ("Asia/Beirut", "2026-03-29"), ("Africa/Monrovia", "1972-01-07"),
            ("Asia/Pyongyang", "2015-08-15"), ("America/Caracas", "2016-05-01"),
            ("Pacific/Kwajalein", "1993-08-21"),
        ])
    func bruteForce(_ name: String, _ day: String) throws {
        let zone = Zone.named(name)
        var random = SeededGenerator(seed: 5)
        let date = CivilDate(dayNumber: Instant(day + "T00:00Z").seconds / 86_400)
        for _ in 0..<60 {
            let times = Set(
                (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    Int.random(in: 0..<288, using: &random) * 300
                })
            let clock = times.sorted().compactMap(TimeOfDay.init(secondOfDay:))
            let words = clock.map(\.description).joined(separator: ", ")
            let schedule = Schedule("daily at \(words)")
            var byInstant: [Instant: CivilDateTime] = [:]
            for offset in -3...3 {
                for time in clock {
                    let civil = date.adding(days: offset).at(time)
                    let instant = zone.resolve(civil).instant
                    byInstant[instant] = max(byInstant[instant] ?? civil, civil)
                }
            }
            let expected = byInstant.sorted { $0.key < $1.key }
            // From every instant inside, so that each restart in the middle of a change is tried too.
            for (index, entry) in expected.enumerated().dropFirst().dropLast(2) {
                for seconds in [0, 1, 299] {
                    let after = entry.key + .seconds(seconds)
                    let next = expected[(index + 1)...].first { $0.key > after }
                    let due = schedule.next(after: after, in: zone)
                    guard let next, let due, next.key < (expected.last?.key ?? next.key) else { continue }
                    #expect(
                        due.instant == next.key && due.civil == next.value,
                        "\(schedule.normalForm) after \(after)")
                }
            }
        }
    }

    @Test(
        "agrees with systemd-analyze calendar where no clock changes",
        arguments: [
            ("weekdays at 07:30, 18:30", "Mon..Fri *-*-* 07,18:30:00"), ("daily at 21:15", "*-*-* 21:15:00"),
            ("weekends at noon", "Sat,Sun *-*-* 12:00:00"),
            ("mon-thu, sat at 22:00", "Mon..Thu,Sat *-*-* 22:00:00"),
            ("tue, thu at 12:15:30", "Tue,Thu *-*-* 12:15:30"),
            ("2026-12-24 at 16:00", "2026-12-24 16:00:00"),
        ])
    func systemd(_ phrase: String, _ calendar: String) throws {
        let printed = try Oracle.output(
            of: [
                "env", "TZ=UTC", "LC_ALL=C", "systemd-analyze", "calendar", "--iterations=20",
                "--base-time=2026-11-21 10:00:00 UTC", calendar,
            ])
        let pattern = /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) UTC/
        let expected = printed.matches(of: pattern).map { Instant("\($0.1)T\($0.2)Z") }
        var ours: [Instant] = []
        var instant = Instant("2026-11-21T10:00Z")
        while ours.count < expected.count, let due = Schedule(phrase).next(after: instant, in: .utc) {
            ours.append(due.instant)
            instant = due.instant
        }
        #expect(ours == expected && !expected.isEmpty)
    }

    @Test(
        "weekdays and weekend days by their place are those that going day by day finds",
        arguments: ["weekday", "weekend day"])
    func groupDays(_ name: String) throws {
        for (word, place) in [("first", 0), ("2nd", 1), ("3rd", 2), ("4th", 3), ("5th", 4), ("last", -1)] {
            let schedule = try Schedule(parsing: ["\(word) \(name) of the month at 9:00"])
            var expected: [CivilDate] = []
            for month in 0..<(12 * 28) {
                let first = try #require(CivilDate(year: 2000 + month / 12, month: month % 12 + 1, day: 1))
                let length = CivilDate.daysInMonth(month % 12 + 1, of: first.year)
                let days = (0..<length).map(first.adding(days:)).filter {
                    ($0.weekday.rawValue > 5) == (name == "weekend day")
                }
                expected.append(place < 0 ? days[days.count - 1] : days[place])
            }
            let found = schedule.occurrences(after: Instant("1999-12-31T12:00Z"), in: .utc).prefix(
                expected.count)
            #expect(found.map { $0.civil.date } == expected)
        }
    }
}
