import CivilTime
import Testing

@Suite("ISO weeks") struct CivilWeekTests {
    @Test(
        "a date's week",
        arguments: [
            ("2026-11-16", "2026-W47"), ("2026-11-22", "2026-W47"), ("2026-11-23", "2026-W48"),
            ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01"), ("2024-12-30", "2025-W01"),
        ])
    func week(_ date: String, _ week: String) throws {
        let date = try #require(CivilDateTime(parsing: date + "T00:00")?.date)
        #expect(CivilWeek(of: date).description == week)
    }

    @Test func `printed and read it is the same, over forty years, and one follows the other`() throws {
        var week = CivilWeek(of: try #require(CivilDate(year: 1999, month: 12, day: 27)))
        for number in 0..<2100 {
            #expect(CivilWeek(parsing: week.description) == week)
            #expect(week.sunday.adding(days: 1) == week.adding(weeks: 1).monday)
            #expect(week.weeks(until: week.adding(weeks: -number)) == -number)
            week = week.adding(weeks: 1)
        }
    }

    @Test(
        "what is no week is refused",
        arguments: [
            "", "2026", "2026-47", "2026-W", "2026-W00", "2026-W54", "2025-W53", "2026-W4", "2026-W047",
            "26-W47",
            "2026-W+7", "+026-W07", "2026-W47-1", "2026-W４７", "0000-W01",
        ])
    func refused(_ text: String) {
        #expect(CivilWeek(parsing: text) == nil)
    }
}
