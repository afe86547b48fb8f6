import CivilTime
import Foundation
import Host
import Ledger
import Rituals
import Schedules
import Testing

@testable import ritual

/// What people read when they look back.
@Suite("ritual stats") struct StatsTests {
    private static let today = CivilDate(dayNumber: 20_778)  // Saturday, 2026-11-21
    private static let file = """
        partners: [Sam, Alex]
        rituals:
          morning-coffee: {title: Coffee for two, when: weekdays at 07:30}
          walk: {title: "A walk, any walk", when: saturdays at 15:00}
          talk: {title: How was your day, when: daily at 21:15}
          quiet-one: {title: Nothing to answer, when: daily at 06:00, answer: false}
          check-in: {title: How it stands, when: sundays at 19:00, private: true}
          surprise: {title: Flowers, when: fridays at 10:00, who: Sam}
        """

    private func endings(_ ritual: String, _ dates: [String], _ outcome: Outcome = .done) throws -> [Ledger
        .Ending]
    {
        let id = try #require(Rituals.Ritual.ID(ritual))
        return try dates.map {
            Ledger.Ending(ritual: id, date: try #require(Due.Name(parsing: $0)).date, outcome: outcome)
        }
    }

    private func words(_ endings: [Ledger.Ending], weeks: Int = 8, width: Int = 80) throws -> StatsWords {
        let rituals = try [("walk", "A walk, any walk"), ("talk", "How was your day, really?")].map {
            name, title in
            Rituals.Ritual(
                id: try #require(Rituals.Ritual.ID(name)), title: title, schedule: Schedule("daily at 19:00"))
        }
        return StatsWords(
            past: LookingBack(endings, of: Household(rituals: rituals), showsPrivate: false), weeks: weeks,
            today: StatsTests.today, width: width)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let done: Int
        var lapsed = 0
        var skipped = 0
        let words: String
    }

    @Test(
        "how often what rang was done is said in words, and only where people answer",
        arguments: [
            Row(testDescription: "all", done: 12, words: "12 times, every time"),
            Row(testDescription: "nearly all", done: 17, lapsed: 3, words: "17 times, nearly every time"),
            Row(testDescription: "most", done: 6, lapsed: 4, words: "6 times, most times"),
            Row(testDescription: "half", done: 5, lapsed: 5, words: "5 times, about every other time"),
            Row(
                testDescription: "some, with others said off", done: 2, lapsed: 6, skipped: 4,
                words: "twice, now and then"),
            Row(testDescription: "fewer answers than half", done: 9, lapsed: 11, words: "9 times"),
            Row(
                testDescription: "half the answers not today", done: 1, lapsed: 5, skipped: 4,
                words: "once, now and then"),
            Row(testDescription: "too few for a habit", done: 2, words: "twice"),
            Row(testDescription: "not today is no miss", done: 3, skipped: 9, words: "3 times, every time"),
        ])
    func consistency(_ row: Row) throws {
        func dates(_ count: Int) -> [String] {
            (0..<count).map { StatsTests.today.adding(days: -$0).description }
        }
        let all =
            try endings("walk", dates(row.done)) + endings("walk", dates(row.lapsed), .lapsed)
            + endings("walk", dates(row.skipped), .skipped)
        #expect(try words(all).table().last?[1] == row.words)
    }

    @Test func `whether people answer is asked of the last eight weeks, whichever are looked at`() throws {
        let longAgo = try CivilDate.all("2026-01-01", "2026-03-01")
        let lately = try CivilDate.all("2026-11-01", "2026-11-21")
        let quietNow = try endings("walk", longAgo) + endings("walk", lately, .lapsed)
        #expect(try words(quietNow, weeks: 52).table().last?[1] == "60 times")
        let answersNow = try endings("walk", longAgo, .lapsed) + endings("walk", lately)
        #expect(try words(answersNow, weeks: 52).table().last?[1] == "21 times, now and then")
        // The first of them is 56 days back.
        #expect(try words(endings("walk", ["2026-09-27", "2026-09-26"])).table().last?[1] == "once")
    }

    @Test func `what is young says one number, what is older says both, and nothing is said of nothing`()
        throws
    {
        let young = try words(endings("walk", ["2026-11-07", "2026-11-14"]))
        #expect(young.table() == [["", "so far"], ["A walk, any walk", "twice"]])
        #expect(young.sum() == "2 moments on 2 days so far, since Sat 7 Nov.")
        let older = try words(
            endings("walk", ["2025-11-15"]) + endings("talk", ["2026-11-20", "2026-11-20", "2025-11-15"]))
        #expect(
            older.table() == [
                ["", "in the last 8 weeks", "so far"], ["A walk, any walk", "", "once"],
                ["How was your day, really?", "twice", "3 times"],
            ])
        #expect(older.sum() == "4 moments on 2 days so far, since Sat 15 Nov 2025.")
        #expect(try words(endings("walk", ["2026-11-20"], .lapsed)).table().isEmpty)
        let one = try words(endings("walk", ["2026-11-20"]))
        #expect(one.sum() == "1 moment so far, on Fri 20 Nov.")
        #expect(
            one.sentences(about: one.past.entries[0]) == [
                "Once so far, on Fri 20 Nov.", "In the last 8 weeks once.",
            ])
        #expect(one.sentences(about: one.past.entries[1]) == ["Nothing has been kept of it yet."])
    }

    @Test func `a wide terminal has the weeks beside, and a narrow one shorter names`() throws {
        let dates = try endings("walk", ["2026-10-03", "2026-11-14", "2026-11-21"])
        #expect(
            try words(dates, width: 120).table().last == [
                "A walk, any walk", "3 times, every time", "•     ••",
            ])
        #expect(try words(dates, width: 99).table().last?.count == 2)
        #expect(try words(dates, width: 36).table().last == ["A walk, any wa…", "3 times, every time"])
    }

    @Test func `a year is a calendar with marks for what was kept, in any width`() throws {
        let days: Set<CivilDate> = Set(
            try ["2026-01-01", "2026-06-30", "2026-07-01", "2026-12-31"].map {
                try #require(Due.Name(parsing: $0)).date
            })
        func lines(_ width: Int) -> [String] { YearCalendar(year: 2026, days: days, width: width).lines() }
        #expect(
            lines(80) == [
                "     Jan Feb Mar  Apr May  Jun Jul Aug  Sep Oct Nov  Dec",
                "Mon", "Tue                            •", "Wed                            •",
                "Thu  •                                                   •", "Fri", "Sat", "Sun",
            ])
        #expect(lines(120)[4] == "Thu  ■" + String(repeating: " ", count: 103) + "■")
        #expect(lines(40).count == 17 && lines(40).allSatisfy { $0.count <= 40 })
        for year in 2000...2030 {
            for width in [80, 120] {
                let all = try Set(
                    CivilDate.all("\(year)-01-01", "\(year)-12-31").map {
                        try #require(Due.Name(parsing: $0)).date
                    })
                let full = YearCalendar(year: year, days: all, width: width).lines()
                #expect(full.count == 8 && full.allSatisfy { $0.count <= width })
                #expect(full.joined().count { "•■".contains($0) } == all.count)
            }
        }
    }

    @Test func `the command tells of what was kept, and keeps the rest to itself`() throws {
        let past = try Past(StatsTests.file)
        try past.folder.write("Alex\n", to: "me")
        #expect(try past.run("stats").output == "Nothing has been kept yet.\n")
        #expect(try past.run("stats", "--year", "2024").output == "Nothing of 2024 has been kept here.\n")
        try past.keep("talk", on: ["2024-03-04", "2024-03-05"], by: "Sam")
        try past.keep("talk", on: ["2024-03-06"], by: "Alex")
        try past.keep("walk", on: ["2024-03-05", "2024-12-31"])
        try past.keep("walk", on: ["2024-03-10"], .lapsed)
        try past.keep("check-in", on: ["2024-03-03"])
        try past.keep("surprise", on: ["2024-03-01"])
        try past.keep("old-name", on: ["2024-02-01"])
        #expect(
            try past.run("stats").output == """
                                  in the last 8 weeks  so far
                A walk, any walk                       twice
                How was your day                       3 times
                old-name                               once

                6 moments on 5 days so far, since Thu 1 Feb 2024.

                """)
        #expect(
            try past.run("stats", "--by").output.hasSuffix(
                "\nDone was said by Alex once, Sam twice, and 3 times it is not known who.\n"))
        #expect(
            try past.run("stats", "walk", "--by").output == """
                A walk, any walk
                  Twice so far, first on Tue 5 Mar 2024, last on Tue 31 Dec 2024.
                Who answered is not known. Once there is a name in ~/me, it is noted.

                """)
        #expect(
            try past.run("stats", "quiet-one").output
                == "Nothing to answer\n  It wants no answer, so there is nothing to count.\n")
        #expect(
            try past.run("stats", "check-in").errors
                == "check-in is private\n  hint: `--private` tells of it\n")
        #expect(try past.run("stats", "check-in", "--private").output.contains("Once so far"))
        #expect(
            try past.run("stats", "wlak").errors
                == "there is no ritual `wlak`\n  hint: did you mean `walk`?\n")
        let year = try past.run("stats", "--year", "2024", columns: 120).output
        #expect(year.count { $0 == "■" } == 5 && year.hasSuffix("2024: 6 moments on 5 days.\n"))
        let walk = try past.run("stats", "walk", "--year", "2024").output
        #expect(walk.count { $0 == "•" } == 2 && walk.hasSuffix("2024: 2 moments on 2 days.\n"))
    }

    @Test func `as JSON it has the counts, and people only where they are asked for`() throws {
        let past = try Past(StatsTests.file)
        try past.keep("talk", on: ["2024-03-04", "2024-03-05"], by: "Sam")
        try past.keep("talk", on: ["2024-03-06"])
        try past.keep("check-in", on: ["2024-03-03"])
        #expect(
            try past.run("stats", "--json").output
                == #"{"rituals":[{"done":3,"first":"2024-03-04","lately":0,"latest":"2024-03-06","ritual":"talk","title":"How was your day"}],"weeks":8}"#
                + "\n")
        #expect(
            try past.run("stats", "--json", "--by", "--year", "2024").output
                == #"{"by":[{"done":2,"name":"Sam"},{"done":1}],"days":["2024-03-04","2024-03-05","2024-03-06"],"moments":3,"year":2024}"#
                + "\n")
        let today = Zone.named("Europe/Berlin").civil(at: SystemClock.now()).date
        try past.keep("walk", on: (1...4).map { today.adding(days: -$0).description })
        try past.keep("walk", on: [today.adding(days: -5).description], .lapsed)
        let rows = try past.run("stats", "walk", "--json").json()["rituals"] as? [[String: Any]]
        #expect(rows?.first?["consistency"] as? [String: Int] == ["done": 4, "of": 5])
        #expect(rows?.first?["by"] == nil)
    }

    @Test func `what cannot be meant is wrong usage`() throws {
        let past = try Past("")
        for arguments in [
            ["stats", "2025"], ["stats", "--weeks", "0"], ["stats", "--weeks", "8", "--year"],
            ["stats", "one", "two"], ["letter", "0"], ["list", "--out", "x.html"],
            ["list", "--print", "--json"],
        ] {
            #expect(try past.run(arguments).status == 2, "\(arguments)")
        }
    }

    @Test func `list ends with the time that is set aside this week, where anything lasts`() throws {
        func last(_ rituals: String) throws -> String {
            try Past("rituals: {\(rituals)}").run("list").output.split(separator: "\n").last.map(String.init)
                ?? ""
        }
        #expect(
            try last(
                "a: {when: weekdays at 07:30, for: 15m}, b: {when: sat at 10:00, for: 1h}, c: {when: daily}")
                == "Set aside this week: 2 h 15 min")
        #expect(
            try last("a: {when: daily at 10:00, for: 8h}, b: {when: daily, for: 1h, enabled: false}")
                == "Set aside this week: 56 h")
        #expect(try last("a: {when: sundays at 10:00, for: 45m}") == "Set aside this week: 45 min")
        #expect(try last("a: {when: daily at 10:00}").hasPrefix("a  "))
        #expect(try last("a: {when: 1 may 2000 at 10:00, for: 1h}").hasPrefix("a  "))
    }
}
