import CivilTime
import Configuration
import Rituals
import Schedules
import TestSupport
import Testing

private func load(_ text: String) throws -> LoadedConfiguration {
    let today = CivilDateTime(parsing: "2026-11-21T00:00")?.date ?? CivilDate(dayNumber: 0)
    let folder = TemporaryFolder()
    return LoadedConfiguration.load(try folder.write(text, to: "rituals.yaml"), today: { today })
}

@Suite("The keys beside a phrase") struct ScheduleKeyTests {
    @Test func `first and last dates, exceptions, the place and the time away are read`() throws {
        let loaded = try load(
            """
            timezone: Europe/Berlin
            place: {latitude: 52.52, longitude: 13.40}
            away: [2027-07-01..2027-07-21, 24 december 2027]
            rituals:
              date-night:
                when: every other friday at 19:30
                starting: 2026-01-09
                until: 31 december 2027
              walk:
                when: saturdays at sunset - 30m
                from: 2026-12-01
                except: [2026-12-26, 2027-02-01..2027-02-14, first saturday]
              gesture: {when: sometime between 10:00 and 16:00 on wednesdays}
              gift: {when: sometime between 10:00 and 16:00 on wednesdays}
            """)
        #expect(loaded.problems == [])
        let household = try #require(loaded.household)
        let zone = Zone.named("Europe/Berlin")
        func next(_ index: Int, _ count: Int, after: String = "2026-11-21T00:00Z") -> [String] {
            household.rituals[index].schedule.occurrences(after: Instant(after), in: zone).prefix(count)
                .map(\.civil.description)
        }
        #expect(next(0, 2) == ["2026-11-27T19:30", "2026-12-11T19:30"])
        #expect(next(0, 3, after: "2027-12-01T00:00Z") == ["2027-12-10T19:30", "2027-12-24T19:30"])
        #expect(next(1, 3).map { $0.prefix(10) } == ["2026-12-12", "2026-12-19", "2027-01-09"])
        #expect(household.away.map(\.description) == ["2027-07-01...2027-07-21", "2027-12-24...2027-12-24"])
        // The same phrase draws for each by its own name.
        #expect(next(2, 8) != next(3, 8))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let problems: [String]

        init(_ name: String, _ text: String, _ problems: String...) {
            (testDescription, self.text, self.problems) = (name, text, problems)
        }
    }

    @Test(
        "each problem is at its line and column, with the way out",
        arguments: [
            Row(
                "nothing to count from", "rituals: {a: {when: every other friday}}",
                "1:21 this is counted from a date that is not there | say from which, as in `starting: 2026-11-27`"
            ),
            Row(
                "no place for the sun", "rituals: {a: {when: sunset}}",
                "1:21 when the sunset is depends on where you are | say it at the top level, as in `place: {latitude: 52.52, longitude: 13.40}`"
            ),
            Row(
                "a last date before the first",
                "rituals:\n  a:\n    when: daily\n    from: 2027-01-02\n    until: 2027-01-01",
                "5:12 `until` comes before `from`, 2027-01-02 | between them lies no date"),
            Row(
                "a last date before counting begins",
                "rituals:\n  a:\n    when: daily\n    starting: 2027-01-02\n    until: 2027-01-01",
                "5:12 `until` comes before `starting`, 2027-01-02 | between them lies no date"),
            Row(
                "nothing between first and last",
                "rituals: {a: {when: june 18, from: 2027-06-19, until: 2028-06-17}}",
                "1:21 between its first and its last date this never rings | look at the keys beside it: starting, from, until and except"
            ),
            Row(
                "a first date with a time", "rituals: {a: {when: daily, starting: 2026-01-09T10:00}}",
                "1:38 `starting` is a date, without a time | `starting: 2026-01-09`; the time goes in `when`"
            ),
            Row(
                "a first date that is none", "rituals: {a: {when: daily, from: soon}}",
                "1:34 `soon` isn't a date for `from` | as in `from: 2027-01-04`"),
            Row(
                "several things excepted that cannot be read",
                "rituals: {a: {when: daily, except: [saturdays, brunch, 2026-02-30]}}",
                "1:48 unknown word `brunch` | days read like `saturdays`, `first sunday` or `2026-12-24`",
                "1:56 there's no 2026-02-30 | `2026-02-28`?"),
            Row(
                "a time excepted", "rituals: {a: {when: daily, except: saturdays at 9:00}}",
                "1:49 no time can stand after `except` | days and dates can, as in `daily at 20:00 except saturdays`"
            ),
            Row(
                "away on days of the week", "away: [saturdays, 2027-02-02..2027-02-01]",
                "1:8 `saturdays` isn't a date or a range of dates | as in `2027-07-01..2027-07-21`; `except` in a ritual leaves out days of the week",
                "1:31 a range goes from the earlier to the later | as in `the 1st-7th`"),
            Row(
                "a latitude past the pole",
                "place: {latitude: 90.5, longitude: 13}\nrituals: {a: {when: sunset}}",
                "1:19 `90.5` isn't a latitude | degrees from -90 to 90, as in `latitude: 52.52, longitude: 13.40`"
            ),
            Row(
                "half a place", "place: {latitude: 50}",
                "1:8 `place` has a latitude and a longitude | as in `place: {latitude: 52.52, longitude: 13.40}`"
            ),
            Row(
                "a schedule that never rings", "rituals: {a: {when: 5th sunday except sundays}}",
                "1:21 this can never ring | no calendar has such a date, its exceptions leave nothing of it, or the sun doesn't rise and set on it"
            ),
        ])
    func isPlaced(_ row: Row) throws {
        let found = try load(row.text).problems.map {
            "\($0.line):\($0.column) \($0.message) | \($0.hint ?? "")"
        }
        #expect(found.sorted() == row.problems.sorted())
    }

    @Test func `a phrase of a list that never rings is a warning at its place`() throws {
        let loaded = try load("rituals: {a: {when: [mondays at 9:00, sundays at 9:00 except sundays]}}")
        #expect(loaded.problems == [] && loaded.household?.rituals.count == 1)
        #expect(
            loaded.warnings.map { "\($0.line):\($0.column) \($0.message)" } == ["1:39 this can never ring"])
    }

    @Test func `one that is past is valid, and rings no more`() throws {
        let loaded = try load("rituals: {a: {when: daily, until: 2020-01-01}, b: {when: 2019-05-05}}")
        #expect(loaded.problems == [])
        let schedules = loaded.household?.rituals.map(\.schedule) ?? []
        #expect(schedules.map { $0.next(after: Instant("2026-11-21T00:00Z"), in: .utc) } == [nil, nil])
    }
}
