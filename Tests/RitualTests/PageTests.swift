import CivilTime
import Foundation
import Ledger
import Rituals
import Schedules
import TestSupport
import Testing

@testable import ritual

/// The pages as a browser shows and prints them.
@Suite("pages, in a browser") struct PageTests {
    static let rituals = """
        partners: [Alex, Sam]
        rituals:
          morning-coffee: {title: Coffee for two, when: weekdays at 07:30, for: 15m}
          evening-reflection: {title: "How was your day, really?", when: daily at 21:15, for: 30m}
          slow-dinner: {title: "Dinner, <b>phones</b> & \\"screens\\" elsewhere", when: wed at 18:45, for: 1h30m}
          long-word: {title: Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichensammlung, when: sundays at 11:00}
          date-night: {title: An evening for the two of you, when: fridays at 19:30, for: 3h}
          small-gesture: {title: A small hello, when: "sometime between 11:00 and 16:00 on tue, thu"}
          surprise: {title: Flowers for Sam, when: fridays at 16:00, who: Alex}
          weekly-check-in: {title: How it stands between us, say: Slowly., when: sundays at 19:00, private: true}
        """

    /// What must be so of any page, whatever is on it.
    private func expectSound(_ seen: Seen, _ html: String) {
        #expect(seen.complaints.isEmpty)
        #expect(Set(seen.loaded).count == 1, "a page of its own loads nothing else")
        #expect(!html.contains("<script"))
        for screen in seen.screens {
            let name = "\(screen.scheme), \(screen.width) wide"
            #expect(screen.page <= screen.width, "\(name) has nothing beyond its edge")
            #expect(!screen.texts.isEmpty)
            for text in screen.texts {
                #expect(text.contrast >= 4.5, "\(name): \(text.text)")
                #expect(text.left >= 0 && text.right <= screen.width, "\(name): \(text.text)")
            }
        }
        #expect(Set(seen.screens.map { "\($0.scheme) \($0.corner)" }) == ["light FBF8F2", "dark 1B1816"])
        #expect(seen.papers.map(\.corner) == ["FFFFFF", "FFFFFF"], "paper is white after a dark screen")
        for secret in ["weekly-check-in", "How it stands", "Slowly", "Flowers"] {
            #expect(!html.contains(secret))
        }
    }

    private func letter(_ past: Past, _ arguments: String...) throws -> String {
        let ran = try past.run(["letter"] + arguments)
        #expect(ran.errors == "")
        return ran.output
    }

    private func texts(_ seen: Seen) -> [String] { seen.screens.first?.texts.map(\.text) ?? [] }

    @Test func `a letter shows the year, its days and its words, on one sheet of paper`() throws {
        let past = try Past(PageTests.rituals)
        try past.keep(
            "morning-coffee", on: try CivilDate.all("2025-02-03", "2025-06-20", on: [.monday, .thursday]))
        try past.keep("slow-dinner", on: try CivilDate.all("2025-03-05", "2025-11-26", on: [.wednesday]))
        try past.keep("date-night", on: ["2025-04-04", "2025-12-31"], by: "Alex")
        try past.keep("long-word", on: ["2025-12-31"])
        try past.keep("date-night", on: ["2025-05-02"], .lapsed)
        try past.keep("weekly-check-in", on: try CivilDate.all("2025-01-05", "2025-12-28", on: [.sunday]))
        try past.keep("former-walk", on: ["2025-08-02"])
        let html = try letter(past, "2025")
        let seen = try Seen(html, as: "letter")
        expectSound(seen, html)
        let texts = texts(seen)
        for text in [
            "Alex", "Sam", "A letter about 2025", "2025", "Coffee for two", "40 times",
            "Dinner, <b>phones</b> & \"screens\" elsewhere", "39 times", "An evening for the two of you",
            "twice",
            "And what has had its time", "once", "January", "December",
            "On 82 days of 2025 the two of you made room for each other, 83 times in all: the first time on Monday 3 February, "
                + "the last on Wednesday 31 December. Most often it was a Wednesday.",
        ] {
            #expect(texts.contains(text), "\(text)")
        }
        #expect(html.components(separatedBy: "class=\"day\"").count == 83, "a ray a day")
        #expect(
            !html.contains("former-walk"), "of what the file has no more, nobody knows whether it was private"
        )
        #expect(!html.contains("no answer"))
        for paper in seen.papers {
            #expect(paper.pages == 1, "\(paper.name)")
            #expect(paper.text.contains("Coffee for two") && paper.text.contains("In your own hand"))
        }
        #expect(try letter(past, "2025", "--private").contains("How it stands between us"))
    }

    @Test func `a year of which nothing is known has a letter with room for what is remembered`() throws {
        let past = try Past(PageTests.rituals)
        let html = try letter(past, "2024")
        let seen = try Seen(html, as: "letter-empty")
        expectSound(seen, html)
        #expect(
            texts(seen).contains(
                "Nothing was counted in 2024, which says nothing about the year that you had."))
        #expect(!html.contains("<svg"))
        #expect(seen.papers.allSatisfy { $0.pages == 1 && $0.text.contains("In your own hand") })
    }

    @Test func `lines that they kept themselves stand in the letter of their year`() throws {
        func line(_ date: String, _ by: String?, _ text: String) throws -> KeptLine {
            KeptLine(date: try #require(CivilDateTime(parsing: date + "T00:00")).date, by: by, text: text)
        }
        let html = LetterPage(
            year: 2026, partners: [], past: LookingBack([], of: Household(), showsPrivate: false),
            lines: [
                try line("2026-05-03", "Alex", "We danced in the kitchen"),
                try line("2026-01-02", nil, "Snow, and <em>nowhere</em> to be"),
                try line("2025-05-03", "Sam", "Another year's"),
            ], today: try #require(CivilDateTime(parsing: "2026-06-18T00:00")).date
        ).page.html
        let seen = try Seen(html, as: "letter-lines")
        expectSound(seen, html)
        let texts = texts(seen)
        #expect(texts.contains("The two of you"))
        let place = try #require(texts.firstIndex(of: "In your own words"))
        #expect(
            Array(texts[(place + 1)...(place + 5)]) == [
                "Snow, and <em>nowhere</em> to be", "2 January", "We danced in the kitchen", "Alex",
                ", 3 May",
            ])
        #expect(!html.contains("Another year"))
    }

    @Test func `a deck becomes cards to cut out, ten on a sheet and none in two`() throws {
        let long =
            "What would you like me to ask you more often, and what could we leave for another day, when it is light?"
        let lines =
            [
                long, Array(repeating: long, count: 5).joined(separator: " "),
                String(repeating: "Ja", count: 60),
            ]
            + (4...23).map { "Line \($0): what made you laugh this week?" }
        let html = CardsPage(deck: "gratitude", lines: lines).page.html
        let seen = try Seen(html, as: "cards")
        expectSound(seen, html)
        #expect(texts(seen).filter { $0 == "gratitude" }.count == 24)
        for line in lines { #expect(texts(seen).contains(line.count > 280 ? line.prefix(280) + "…" : line)) }
        for paper in seen.papers {
            let sheets = paper.text.split(separator: "\u{0C}")
            #expect(
                sheets.map { $0.components(separatedBy: "gratitude").count - 1 } == [10, 10, 3],
                "\(paper.name)")
        }
    }

    @Test func `the week hangs on the fridge with all that guests may read`() throws {
        let past = try Past(PageTests.rituals)
        try past.folder.write("Alex\n", to: "me")
        let ran = try past.run("list", "--print")
        #expect(ran.errors == "")
        let seen = try Seen(ran.output, as: "week")
        expectSound(seen, ran.output)
        let texts = texts(seen)
        for day in ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] {
            #expect(texts.filter { $0 == day }.count == 1)
        }
        #expect(texts.filter { $0 == "Coffee for two" }.count == 5)
        #expect(texts.filter { $0 == "sometime" }.count == 2)
        #expect(texts.contains("07:30") && texts.contains("1 h 30 min"))
        #expect(texts.contains("Set aside: 9 h 15 min"))
        #expect(seen.papers.allSatisfy { $0.pages == 1 })
        #expect(try past.run("list", "--print", "--private").output.contains("How it stands between us"))
    }

    @Test func `a page goes to a new file, whole, and never over one that is there`() throws {
        let past = try Past(PageTests.rituals)
        try past.keep("date-night", on: ["2025-04-04"])
        let path = past.folder.path + "/ours.html"
        let ran = try past.run("letter", "--out", path)
        #expect(ran.output == "~/ours.html is written. A browser shows it, and prints it.\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == letter(past))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let again = try past.run("letter", "2024", "--out", path)
        #expect(
            again.errors
                == "~/ours.html is there already; it stays as it is\n  hint: `--out` gives the page another name\n"
        )
        #expect(again.status == 1)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("A letter about 2025"))
        let nowhere = try past.run("letter", "--out", past.folder.path + "/none/x.html")
        #expect(nowhere.status == 1 && nowhere.errors.hasPrefix("~/none/x.html: "))
        #expect(try past.run("letter", "--out", "-").output == letter(past))
        #expect(try past.run("letter", "9999").errors == "9999 is still to come\n")
    }

    @Test func `at a terminal a page becomes a file in the current folder, and its name is said`() throws {
        let past = try Past(PageTests.rituals)
        try past.keep("date-night", on: ["2025-04-04"])
        func type(_ command: [String]) throws -> String {
            try Oracle.output(
                of: [
                    "env", "-C", past.folder.path, "HOME=\(past.folder.path)", "TZ=Europe/Berlin", "python3",
                ]
                    + [Oracle.packageRoot.path + "/Tests/Peers/terminal.py", Ritual.program.path] + command
                    + ["--config", "rituals.yaml"], input: "[]")
        }
        #expect(
            try type(["letter", "--state", "."])
                == "letter-2025.html is written. A browser shows it, and prints it.\n")
        let page = try String(contentsOfFile: past.folder.path + "/letter-2025.html", encoding: .utf8)
        #expect(page == (try letter(past)))
        let said = try type(["list", "--print"])
        #expect(
            said.hasPrefix("week-20")
                && said.hasSuffix(".html is written. A browser shows it, and prints it.\n"))
    }

    struct Opening: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let dates: [String]
        var today = "2027-01-10"
        let words: String
    }

    @Test(
        "a letter begins with what there was",
        arguments: [
            Opening(
                testDescription: "one day", dates: ["2026-05-03", "2025-05-03"],
                words: "On Sunday 3 May, the two of you made room for each other, and it was written down."),
            Opening(
                testDescription: "several times on a day", dates: ["2026-05-03", "2026-05-03", "2026-06-18"],
                words:
                    "On 2 days of 2026 the two of you made room for each other, 3 times in all: the first time on Sunday "
                    + "3 May, the last on Thursday 18 June."),
            Opening(
                testDescription: "a year that goes on", dates: ["2026-05-03", "2026-06-18"],
                today: "2026-06-18",
                words:
                    "On 2 days of 2026, so far, the two of you made room for each other: the first time on Sunday "
                    + "3 May, the latest on Thursday 18 June."),
            Opening(
                testDescription: "nothing so far", dates: [], today: "2026-06-18",
                words:
                    "Nothing has been counted in 2026 so far, which says nothing about the year that you are having."
            ),
        ])
    func opens(_ row: Opening) throws {
        func date(_ text: String) throws -> CivilDate { try #require(Due.Name(parsing: text)).date }
        let walk = Rituals.Ritual(id: try #require(Rituals.Ritual.ID("walk")), schedule: Schedule("daily"))
        let endings = try row.dates.map { Ledger.Ending(ritual: walk.id, date: try date($0), outcome: .done) }
        let html = LetterPage(
            year: 2026, partners: [],
            past: LookingBack(endings, of: Household(rituals: [walk]), showsPrivate: false),
            lines: [], today: try date(row.today)
        ).page.html
        #expect(html.contains("<p>\(row.words)</p>"))
    }

    @Test func `what stands in a text stays a text, in a page and in an attribute of it`() {
        #expect("<a href='x'>\"&\u{202E}\n".escaped == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;\\u{202e}␊")
    }
}
