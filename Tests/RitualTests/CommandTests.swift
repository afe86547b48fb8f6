import Foundation
import TestSupport
import Testing

/// Runs the built program as a person does.
struct Ritual {
    let status: Int32
    let output: String
    let errors: String

    init(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws {
        try self.init(arguments, input: input, environment: environment)
    }

    init(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.environment = ["TZ": "Europe/Berlin", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin"]
            .merging(environment) { $1 }
        let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (
            standardInput, output, errors
        )
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        self.output = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        self.errors = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
    }

    /// Beside the tests, where they were built to.
    static let program: URL = {
        let bundle =
            CommandLine.arguments.first { $0.contains("PackageTests.xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("ritual")
    }()

    func json() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    func jsonList() throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]])
    }
}

@Suite("ritual explain") struct ExplainTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let request: String
        let answer: String
    }

    @Test(
        "a line in, a line out",
        arguments: [
            Row(
                testDescription: "a skipped hour",
                request:
                    #"{"when":"daily at 02:30","zone":"Europe/Berlin","after":"2026-03-28T12:00:00Z","n":2}"#,
                answer:
                    #"{"next":["2026-03-29T03:30:00+02:00","2026-03-30T02:30:00+02:00"],"normal":"daily at 02:30"}"#
            ),
            Row(
                testDescription: "a list",
                request:
                    #"{"when":["sat 9:30 am","sun at 10:00"],"zone":"UTC","after":"2026-11-21T00:00:00Z","n":2}"#,
                answer:
                    #"{"next":["2026-11-21T09:30:00+00:00","2026-11-22T10:00:00+00:00"],"normal":["saturdays at 09:30","sundays at 10:00"]}"#
            ),
            Row(
                testDescription: "what is counted, from its first date to its last, without some",
                request:
                    #"{"when":"every other friday at 19:30","starting":"2026-01-09","from":"2026-11-21","until":"2027-01-08","except":["2026-12-25"],"zone":"UTC","after":"2026-01-01T00:00:00Z"}"#,
                answer:
                    #"{"next":["2026-11-27T19:30:00+00:00","2026-12-11T19:30:00+00:00","2027-01-08T19:30:00+00:00"],"normal":"every other friday at 19:30"}"#
            ),
            Row(
                testDescription: "what is counted, from nowhere",
                request: #"{"when":"every other friday","zone":"UTC","after":"2026-11-21T00:00:00Z"}"#,
                answer:
                    #"{"column":1,"error":"this is counted from a date that is not there","hint":"say from which, as in `starting: 2026-11-27`"}"#
            ),
            Row(
                testDescription: "the sun, at a place",
                request:
                    #"{"when":"sunset - 30m","place":{"latitude":52.52,"longitude":13.4},"zone":"Europe/Berlin","after":"2026-12-19T00:00:00Z","n":1}"#,
                answer: #"{"next":["2026-12-19T15:23:00+01:00"],"normal":"daily at sunset - 30m"}"#),
            Row(
                testDescription: "a place that is none",
                request: #"{"when":"sunset","place":{"latitude":91,"longitude":0}}"#,
                answer:
                    #"{"error":"there is no such place","hint":"latitudes go to 90, longitudes to 180 degrees"}"#
            ),
            Row(
                testDescription: "a minute drawn for an id",
                request:
                    #"{"when":"sometime between 10:00 and 16:00","id":"small-gesture","zone":"UTC","after":"2026-03-28T00:00:00Z","n":1}"#,
                answer:
                    #"{"next":["2026-03-28T11:40:00+00:00"],"normal":"sometime between 10:00 and 16:00"}"#),
            Row(
                testDescription: "a last date before the first",
                request: #"{"when":"daily","from":"2027-01-02","until":"2027-01-01"}"#,
                answer: #"{"error":"`until` comes before `from`, 2027-01-02"}"#),
            Row(
                testDescription: "an exception that is none",
                request: #"{"when":"daily","except":["saturdays","brunch"]}"#,
                answer:
                    #"{"column":1,"error":"in `except`: unknown word `brunch`","hint":"days read like `saturdays`, `first sunday` or `2026-12-24`"}"#
            ),
            Row(
                testDescription: "a schedule that has ended",
                request: #"{"when":"2026-11-20 at 10:00","zone":"UTC","after":"2026-11-21T00:00:00Z"}"#,
                answer: #"{"next":[],"normal":"2026-11-20 at 10:00"}"#),
            Row(
                testDescription: "a phrase that is wrong", request: #"{"when":"dayly at 7:30"}"#,
                answer: #"{"column":1,"error":"unknown word `dayly`","hint":"`daily at 7:30`?"}"#),
            Row(
                testDescription: "a wrong phrase of a list", request: #"{"when":["daily","ü at 7"]}"#,
                answer:
                    #"{"column":1,"error":"unknown word `ü`","hint":"phrases read like `weekdays at 07:30`, `every other friday at 19:30` or `june 18`","item":2}"#
            ),
            Row(
                testDescription: "a key for later", request: #"{"rrule":"FREQ=DAILY"}"#,
                answer: #"{"error":"`rrule` can't be used yet in this version","hint":"`when` can"}"#),
            Row(
                testDescription: "a key that is unknown", request: #"{"wen":"daily"}"#,
                answer: #"{"error":"unknown key `wen`","hint":"did you mean `when`?"}"#),
            Row(
                testDescription: "no when", request: "{}",
                answer: #"{"error":"there is no `when`","hint":"as in {\"when\": \"daily at 07:30\"}"}"#),
            Row(
                testDescription: "a zone that is unknown",
                request: #"{"when":"daily","zone":"Europe/Berln"}"#,
                answer:
                    #"{"error":"there's no time zone `Europe/Berln`","hint":"did you mean `Europe/Berlin`?"}"#
            ),
            Row(
                testDescription: "a time that is none", request: #"{"when":"daily","after":"noon"}"#,
                answer: #"{"error":"`noon` is no time of RFC 3339","hint":"as in 2026-03-28T12:00:00Z"}"#),
            Row(
                testDescription: "a number out of range", request: #"{"when":"daily","n":0}"#,
                answer: #"{"error":"`n` must be a number from 1 to 100000"}"#),
            Row(
                testDescription: "no JSON", request: "daily",
                answer: #"{"error":"this line is no JSON object"}"#),
        ])
    func batch(_ row: Row) throws {
        let ran = try Ritual("explain", "--batch", input: row.request + "\n")
        #expect(ran.output == row.answer + "\n" && ran.status == 0 && ran.errors == "")
    }

    @Test func `each line has its own answer, in order`() throws {
        let lines = (0..<200).map {
            #"{"when":"daily at \#($0 / 60 + 1):\#($0 % 60 < 10 ? "0" : "")\#($0 % 60)","zone":"UTC","after":"2026-11-21T00:00:00Z","n":1}"#
        }
        let answers = try Ritual("explain", "--batch", input: lines.joined(separator: "\n")).output.split(
            separator: "\n")
        #expect(answers.count == 200)
        #expect(answers[199].contains("04:19:00+00:00"))
    }

    @Test func `no day of 2026 is lost at Lord Howe`() throws {
        let request =
            #"{"when":"daily at 02:15","zone":"Australia/Lord_Howe","after":"2025-12-31T12:00:00+11:00","n":365}"#
        let next = try #require(try Ritual("explain", "--batch", input: request).json()["next"] as? [String])
        #expect(Set(next.map { $0.prefix(10) }).count == 365)
        #expect(next.first?.hasPrefix("2026-01-01") == true && next.last?.hasPrefix("2026-12-31") == true)
    }

    @Test func `for people, a moved time is pointed out`() throws {
        let ran = try Ritual(
            "explain", "daily", "at", "2:30", "--after", "2026-03-28T12:00:00Z", "-n", "1", "--zone",
            "Europe/Berlin")
        #expect(ran.output == "daily at 02:30\n  Sun 2026-03-29  03:30  +02:00  the clocks skip 02:30\n")
    }

    @Test func `for people, two times that a clock change makes one are pointed out`() throws {
        let ran = try Ritual(
            "explain", "daily at 2:30, 3:30", "--after", "2026-03-28T12:00:00Z", "-n", "1", "--zone",
            "Europe/Berlin")
        #expect(
            ran.output == """
                daily at 02:30, 03:30
                  Sun 2026-03-29  03:30  +02:00  and the one of 02:30, which the clocks skip

                """)
    }

    @Test func `options say where to count from, where the sun rises and for whom is drawn`() throws {
        let utc = ["--zone", "UTC", "--after", "2026-12-19T00:00:00Z", "-n", "1"]
        #expect(
            try Ritual(["explain", "every 3 days at 18:00", "--starting", "2026-12-18"] + utc).output
                == "every 3 days at 18:00\n  Mon 2026-12-21  18:00  +00:00\n")
        #expect(
            try Ritual(["explain", "sunset", "--place", "52.52,13.40"] + utc).output
                == "daily at sunset\n  Sat 2026-12-19  14:53  +00:00\n")
        let drawn = try Ritual(["explain", "sometime between 10:00 and 16:00"] + utc).output
        #expect(drawn.contains("--id NAME"))
        #expect(
            try !Ritual(["explain", "sometime between 10:00 and 16:00", "--id", "tea"] + utc).output.contains(
                "--id"))
        #expect(try Ritual("explain", "sunset", "--place", "52.52").status == 2)
    }

    @Test func `a wrong phrase ends with 1 and a caret`() throws {
        let ran = try Ritual("explain", "daily at 7")
        #expect(ran.status == 1 && ran.output == "")
        #expect(
            ran.errors
                == "an hour alone is not a time: `7`\n  daily at 7\n           ^\n  hint: `daily at 7 am` or `daily at 7 pm`?\n"
        )
    }

    @Test(
        "wrong usage ends with 2",
        arguments: [
            ["explain"], ["explain", "--batch", "daily"], ["explain", "--frobnicate"],
            ["explain", "--rrule", "FREQ=DAILY"], ["explain", "daily", "-n", "0"],
            ["explain", "--batch", "--zone", "UTC"], ["dance"], ["next", "-n", "-1"],
        ])
    func usage(_ arguments: [String]) throws {
        let ran = try Ritual(arguments)
        #expect(ran.status == 2 && ran.output == "" && ran.errors != "")
    }
}

@Suite("The other commands") struct CommandTests {
    private let folder = TemporaryFolder()

    private func file(_ text: String) throws -> String { try folder.write(text, to: "rituals.yaml") }

    private let two =
        "rituals:\n  coffee: {title: Coffee, when: daily at 07:30}\n  ours: {title: Secret, say: Hush, when: daily at 21:00, private: true}\n"

    @Test func `check says how many there are and what load they are`() throws {
        let ran = try Ritual("check", file(two))
        #expect(ran.status == 0 && ran.errors == "")
        #expect(
            ran.output.hasSuffix(
                "rituals.yaml: 2 rituals, no problems\nup to 2 bubbles on a busy day, 14 in a busy week\n"))
        let json = try Ritual("check", file(two), "--json").json()
        #expect(
            json["rituals"] as? Int == 2 && json["busiestDay"] as? Int == 2
                && (json["problems"] as? [Any])?.isEmpty == true)
    }

    @Test func `check warns of more than three rituals at one minute, with their names`() throws {
        let text =
            "timezone: UTC\nrituals: {"
            + ["a", "b", "c", "d"].map { "\($0): {when: 'mondays at 7:30'}" }.joined(separator: ", ") + "}"
        let ran = try Ritual("check", file(text))
        #expect(ran.status == 0)
        // Of a Monday that is near it says `today` or `tomorrow`.
        #expect(ran.errors.contains("warning: 4 rituals ring at "), "\(ran.errors)")
        #expect(ran.errors.contains(": a, b, c, d; more than 3 at once come as one bubble"))
        let minute = try Ritual("check", file(text), "--json").json()["busiestMinute"] as? [String: Any]
        #expect(minute?["rituals"] as? [String] == ["a", "b", "c", "d"])
        let three = text.replacingOccurrences(of: ", d: {when: 'mondays at 7:30'}", with: "")
        #expect(try Ritual("check", file(three)).errors == "")
    }

    @Test func `check warns of a day with too many`() throws {
        let ran = try Ritual(
            "check", file("rituals: {a: {when: 'daily at 1:00, 2:00, 3:00, 4:00, 5:00, 6:00, 7:00'}}"))
        #expect(ran.status == 0 && ran.errors.contains("more than 6 bubbles"))
    }

    @Test func `five mistakes are five problems, and 1`() throws {
        let path = try file(
            "partners: Alex\ntimezone: Nowhere\nrituals:\n  2nd: {when: daily}\n  tea: {when: daily at 7, colour: red}\n"
        )
        let ran = try Ritual("check", path)
        #expect(ran.status == 1 && ran.output == "")
        let places = ran.errors.split(separator: "\n").filter { $0.hasPrefix(path) }.map {
            $0.dropFirst(path.count + 1).prefix { $0 != " " }
        }
        #expect(places == ["1:11:", "2:11:", "4:3:", "5:24:", "5:27:"])
        let json = try Ritual("check", path, "--json")
        let problems = try json.json()["problems"] as? [Any]
        #expect(json.status == 1 && problems?.count == 5)
    }

    @Test func `next and list keep what is private to themselves, unless they are asked`() throws {
        let path = try file(two)
        for command in ["next", "list"] {
            for flags in [[], ["--json"]] {
                let ran = try Ritual([command, "--config", path] + flags)
                #expect(
                    ran.status == 0 && ran.output.contains("ours") && !ran.output.contains("Secret")
                        && !ran.output.contains("Hush"))
            }
            #expect(try Ritual(command, "--config", path, "--private").output.contains("Secret"))
        }
    }

    @Test func `next as JSON has the time as written and the instant`() throws {
        let rows = try Ritual(
            "next", "--config", file("rituals: {wine: {when: 2199-12-24 at 16:00}}"), "--json"
        ).jsonList()
        #expect(rows.count == 1)
        #expect(
            rows[0]["due"] as? String == "2199-12-24T16:00"
                && rows[0]["at"] as? String == "2199-12-24T16:00:00+01:00")
        #expect(rows[0]["zone"] as? String == "Europe/Berlin" && rows[0]["ritual"] as? String == "wine")
    }

    @Test func `a terminal is not told to do anything by a title`() throws {
        let ran = try Ritual("next", "--config", file("rituals: {a: {title: \"\\e[31mred\", when: daily}}"))
        #expect(ran.output.contains("␛[31mred") && !ran.output.contains("\u{1B}"))
    }

    @Test func `a file that is not there is a problem, with a way out`() throws {
        let ran = try Ritual("next", "--config", folder.path + "/none.yaml")
        #expect(
            ran.status == 1 && ran.errors.contains("this file doesn't exist") && ran.errors.contains("hint:"))
    }

    @Test(
        "where no daemon answers, what needs one says so and ends with 3",
        arguments: [
            ["done"], ["later", "20m"], ["skip", "coffee"], ["pause", "2h"], ["resume"], ["ring", "coffee"],
            ["in", "20m", "tea"],
        ])
    func absent(_ arguments: [String]) throws {
        let ran = try Ritual(arguments)
        #expect(
            ran.status == 3 && ran.errors.hasPrefix("no daemon answers: ")
                && ran.errors.contains("\n  hint: "))
    }

    @Test(
        "what later versions read is refused by its name, wrong usage ends with 2",
        arguments: [
            ["pause", "--but"], ["simulate", "--from"], ["later", "20"],
            ["later", "20m", "a", "b"],
            ["done", "--due", "21:15"], ["history", "-n", "0"],
        ])
    func usage(_ arguments: [String]) throws {
        let ran = try Ritual(arguments)
        #expect(ran.status == 2 && !ran.errors.isEmpty)
    }

    @Test func `version and help go to standard output, with 0`() throws {
        #expect(try Ritual("--version").output == "ritual 0.1.0\n")
        let help = try Ritual("--help")
        #expect(help.status == 0 && help.output.contains("SUBCOMMANDS"))
    }
}

@Suite("Output that does not arrive") struct FullDiskTests {
    @Test(
        "a full disk ends each reading command with 1 and a word",
        arguments: [
            "list", "next --json", "next", "history", "export ics", "check", "explain daily", "--help",
            "--version",
        ])
    func full(_ line: String) throws {
        let home = try Home()
        try home.write("rituals: {tea: {when: daily}}")
        let process = Process()
        process.executableURL = Ritual.program
        process.arguments = line.split(separator: " ").map(String.init)
        process.environment = ["HOME": home.path, "TZ": "Europe/Berlin"]
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        #expect(said.hasPrefix("the output could not be written: "))
    }
}
