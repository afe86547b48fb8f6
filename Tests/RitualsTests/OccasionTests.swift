import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

@Suite("Occasions") struct OccasionTests {
    private func occasion(
        _ date: String, _ kind: Occasion.Kind = .anniversary, at time: String = "09:00",
        headsUps: [Span] = []
    ) throws -> Ritual {
        let yearly = try #require(YearlyDate(parsing: date))
        let schedule = try #require(yearly.schedule(at: try TimeOfDay(parsing: time)))
        return Ritual(
            id: try #require(Ritual.ID("day")), title: "Our day", schedule: schedule,
            grace: Span(seconds: 14 * 3600),
            missed: .digest, headsUps: headsUps, since: yearly.first,
            occasion: Occasion(kind, year: yearly.first?.year))
    }

    @Test(
        "are counted as people count them",
        arguments: [
            (Occasion.Kind.anniversary, "2016-06-18", "2027-06-18", "Our 11th."),
            (.anniversary, "2016-06-18", "2037-06-18", "Our 21st."),
            (.anniversary, "2016-06-18", "2038-06-18", "Our 22nd."),
            (.anniversary, "2016-06-18", "2039-06-18", "Our 23rd."),
            (.anniversary, "2016-06-18", "2128-06-18", "Our 112th."),
            (.anniversary, "2026-06-18", "2026-06-18", "Today is the day."),
            (.birthday, "1986-06-18", "2026-06-18", "Turning 40 today."),
            (.day, "2016-06-18", "2017-06-18", "A year ago today."),
            (.day, "2016-06-18", "2026-06-18", "10 years ago today."),
            (.anniversary, "june 18", "2026-06-18", nil), (.birthday, "06-18", "2026-06-18", nil),
        ] as [(Occasion.Kind, String, String, String?)])
    func counted(_ kind: Occasion.Kind, _ date: String, _ day: String, _ words: String?) throws {
        var scene = Scene(try occasion(date, kind), at: "\(day)T00:00Z")
        scene.pass(until: "\(day)T12:00Z")
        #expect(scene.announcements.map(\.lines) == [words.map { [$0] } ?? []])
    }

    @Test(
        "are told of ahead with the days in words, and the count",
        arguments: [
            (Span(days: 14), "In two weeks, on Fri 18 Jun: our 11th."),
            (Span(days: 3), "In three days, on Fri 18 Jun: our 11th."),
            (Span(days: 15), "In 15 days, on Fri 18 Jun: our 11th."),
            (Span(days: 1), "Tomorrow: our 11th."), (Span(seconds: 7200), "Today: our 11th."),
        ])
    func ahead(_ span: Span, _ words: String) throws {
        var scene = Scene(try occasion("2016-06-18", headsUps: [span]), at: "2027-06-01T00:00Z")
        scene.pass(until: "2027-06-18T06:00Z")
        #expect(scene.announcements.map(\.lines) == [[words]])
    }

    @Test(
        "fall on a day of each year, however it is written",
        arguments: [
            ("2016-06-18", "2027-06-18"), ("18 june 2016", "2027-06-18"), ("06-18", "2027-06-18"),
            ("June 18", "2027-06-18"), ("the 18th of june", "2027-06-18"), ("2016-02-29", "2027-02-28"),
            ("02-29", "2027-02-28"), ("29 february", "2027-02-28"),
        ])
    func fall(_ date: String, _ day: String) throws {
        let due = try occasion(date).schedule.next(after: Instant("2027-01-01T00:00Z"), in: .utc)
        #expect(due?.civil.date == CivilDate(day))
    }

    @Test func `29 February is on its own day where there is one`() throws {
        let due = try occasion("2016-02-29").schedule.next(after: Instant("2028-01-01T00:00Z"), in: .utc)
        #expect(due?.civil.date == CivilDate("2028-02-29"))
    }

    @Test(
        "anything else is no date of the year",
        arguments: [
            "june", "18", "02-30", "13-01", "2026-02-30", "june 18, july 1", "june 18 at 9:00", "fridays", "",
        ])
    func isNone(_ text: String) {
        #expect(YearlyDate(parsing: text) == nil)
    }

    @Test func `nothing is before the first one`() throws {
        let schedule = try occasion("2030-06-18").schedule
        #expect(
            schedule.next(after: Instant("2026-01-01T00:00Z"), in: .utc)?.civil.date
                == CivilDate("2030-06-18"))
    }

    @Test func `are kept while the couple is away`() throws {
        var scene = Scene(at: "2027-06-17T12:00Z")
        scene.configure([try occasion("2016-06-18")], away: CivilDate("2027-06-01")...CivilDate("2027-06-30"))
        scene.pass(until: "2027-06-18T12:00Z")
        #expect(scene.rings == ["day 2027-06-18T09:00"])
    }
}
