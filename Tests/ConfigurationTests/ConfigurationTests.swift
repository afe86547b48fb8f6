import CivilTime
import Configuration
import Foundation
import Rituals
import Schedules
import TestSupport
import Testing

private func load(_ text: String, files: [String: String] = [:]) throws -> LoadedConfiguration {
    let folder = TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    return LoadedConfiguration.load(try folder.write(text, to: "rituals.yaml"))
}

/// The problems of a text, as `line:column message`.
private func problems(_ text: String, files: [String: String] = [:]) throws -> [String] {
    try load(text, files: files).problems.map { "\($0.line):\($0.column) \($0.message)" }
}

@Suite("What the file says") struct ReadingTests {
    @Test func `every key that works now is read`() throws {
        let loaded = try load(
            """
            partners: [Alex, Sam]
            timezone: Europe/Berlin
            defaults: {urgency: low, at: 08:30, notify: [terminal]}
            rituals:
              coffee:
                title: Coffee together
                say: >
                  Ten minutes
                  at one table.
                when: [weekdays, saturdays]
                timezone: Asia/Tokyo
                enabled: no
                urgency: critical
                icon: starred
                sound: bell
                notify: desktop
                private: yes
                late: Still time for one.
                answer: no
                grace: 1h30m
                missed: digest
                snooze: [20m, 1h]
              plain: {when: daily}
            """, files: ["me": "Sam\n"])
        #expect(loaded.problems == [])
        let household = try #require(loaded.household)
        #expect(household.partners == ["Alex", "Sam"] && household.me == "Sam")
        let coffee = household.rituals[0]
        #expect(coffee.title == "Coffee together" && coffee.say == "Ten minutes at one table.")
        #expect(coffee.schedule.normalForm == ["weekdays at 08:30", "saturdays at 08:30"])
        #expect(coffee.zone?.identifier == "Asia/Tokyo" && !coffee.isEnabled && coffee.isPrivate)
        #expect(
            coffee.urgency == .critical && coffee.icon == "starred" && coffee.sound == "bell"
                && coffee.channels == [.desktop])
        #expect(coffee.late == "Still time for one." && !coffee.wantsAnswer && coffee.missed == .digest)
        #expect(coffee.grace == Span(seconds: 5400))
        #expect(coffee.snooze == [Span(seconds: 1200), Span(seconds: 3600)])
        let plain = household.rituals[1]
        #expect(
            plain.wantsAnswer && plain.grace == Span(seconds: 3600) && plain.snooze == [Span(seconds: 600)])
        #expect(plain.title == "Plain" && plain.urgency == .low && plain.channels == [.terminal])
        #expect(plain.zone?.identifier == "Europe/Berlin" && plain.isEnabled && !plain.isPrivate)
    }

    @Test(
        "a file without rituals is valid",
        arguments: [
            "", "# nothing yet\n", "rituals:\n", "rituals: {}\n", "partners: [Alex]\n", "\u{FEFF}rituals: {}",
            "\u{FEFF}partners: [Alex]\nrituals: {}\n",
        ])
    func isEmpty(_ text: String) throws {
        #expect(try load(text).household?.rituals == [])
    }

    @Test func `aliases are read, and scalars are text whatever they look like`() throws {
        let loaded = try load("rituals:\n  a: &x {title: 010, when: daily at 07:30}\n  b: *x\n")
        #expect(loaded.household?.rituals.map(\.title) == ["010", "010"])
    }

    @Test func `rituals_d is read in name order, other files are named or left alone`() throws {
        let loaded = try load(
            "rituals: {a: {when: daily}}",
            files: [
                "rituals.d/20-z.yaml": "rituals: {z: {when: daily}}",
                "rituals.d/10-y.yaml": "rituals: {y: {when: daily}}",
                "rituals.d/.hidden.yaml": "nonsense", "rituals.d/notes.txt": "nonsense",
                "rituals.d/30-x.yml": "nonsense",
                "rituals.d/10-y.sync-conflict-20261121-101010-ABCDEFG.yaml": "nonsense",
                "rituals (Sam's conflicted copy 2026-11-21).yaml": "nonsense",
            ])
        #expect(loaded.household?.rituals.map(\.id.description) == ["a", "y", "z"])
        #expect(loaded.warnings.map(\.kind) == [.conflictCopy, .otherEnding, .conflictCopy])
    }

    @Test func `ten thousand rituals are read in their order`() throws {
        let text =
            "rituals:\n"
            + (0..<10_000).map { "  r\($0): {when: daily at \($0 / 60 % 24):\(($0 % 60).padded(to: 2))}\n" }
            .joined()
        #expect(try load(text).household?.rituals.count == 10_000)
    }
}

@Suite("What is wrong with the file") struct ProblemTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let problems: [String]

        init(_ name: String, _ text: String, _ problems: String...) {
            (testDescription, self.text, self.problems) = (name, text, problems)
        }
    }

    @Test(
        "each problem is at its line and column",
        arguments: [
            Row("an unknown key at the top", "ritual: {}", "1:1 unknown key `ritual`"),
            Row(
                "an unknown key in a ritual", "rituals:\n  a:\n    wen: daily", "3:5 unknown key `wen`",
                "2:3 `a` has no `when`"),
            Row(
                "a key for later at the top", "language: de",
                "1:1 `language` can't be used yet in this version"),
            Row(
                "a key for later in a ritual", "rituals: {a: {when: daily, rrule: FREQ=DAILY}}",
                "1:28 `rrule` can't be used yet in this version"),
            Row(
                "no span", "rituals: {a: {when: daily, grace: soon}}",
                "1:35 `soon` isn't a span for `grace`"),
            Row(
                "no length at all", "rituals: {a: {when: daily, snooze: [10m, 0m]}}",
                "1:42 `0m` isn't a span for `snooze`"),
            Row(
                "another way to be missed", "rituals: {a: {when: daily, missed: loud}}",
                "1:36 `loud` isn't a value of `missed`"),
            Row(
                "another language for later", "rituals: {a: {cron: 0 7 * * *}}",
                "1:15 `cron` can't be used yet in this version"),
            Row("a schedule in defaults", "defaults: {when: daily}", "1:12 `when` can't be here"),
            Row("`at` in a ritual", "rituals: {a: {when: daily, at: 07:30}}", "1:28 `at` can't be here"),
            Row(
                "a phrase, inside it", "rituals:\n  a:\n    when: daily at 7",
                "3:20 an hour alone is not a time: `7`"),
            Row("a phrase in quotes", "rituals: {a: {when: \"dayly\"}}", "1:22 unknown word `dayly`"),
            Row(
                "a phrase of a list", "rituals:\n  a:\n    when:\n      - daily\n      - sumdays",
                "5:9 unknown word `sumdays`"),
            Row(
                "a phrase over two lines, at its beginning", "rituals:\n  a:\n    when: daily\n      at 7",
                "3:11 an hour alone is not a time: `7`"),
            Row(
                "a list with times in some", "rituals: {a: {when: [mon, tue at 20:00]}}",
                "1:27 in this list some phrases have a time and some have none"),
            Row("no schedule", "rituals: {a: }", "1:11 `a` has no `when`"),
            Row("an empty value", "rituals: {a: {when: daily, title: }}", "1:35 `title` has no value"),
            Row(
                "a list for a text", "rituals: {a: {when: daily, title: [x]}}", "1:35 `title` must be a text"),
            Row(
                "a text for a mapping", "rituals: daily",
                "1:10 `rituals` must be a mapping of keys and values"),
            Row("a list for the file", "[a]", "1:1 the file must be a mapping of keys and values"),
            Row("a name", "rituals: {2nd: {when: daily}}", "1:11 `2nd` can't be the name of a ritual"),
            Row(
                "a name that is taken", "rituals: {once-1: {when: daily}}", "1:11 the name `once-1` is taken"),
            Row(
                "neither true nor false", "rituals: {a: {when: daily, enabled: maybe}}",
                "1:37 `enabled` is true or false, not `maybe`"),
            Row(
                "an unknown urgency", "rituals: {a: {when: daily, urgency: hihg}}",
                "1:37 `hihg` isn't a value of `urgency`"),
            Row(
                "an unknown channel", "rituals: {a: {when: daily, notify: [phone]}}",
                "1:37 `phone` isn't a value of `notify`"),
            Row(
                "a path for an icon", "rituals: {a: {when: daily, icon: /etc/passwd}}",
                "1:34 `/etc/passwd` isn't a name in the icon theme"),
            Row(
                "braces that stand for nothing", "rituals: {a: {when: daily, say: 'Walk {m}'}}",
                "1:33 `{m}` stands for nothing"),
            Row(
                "braces for nothing", "rituals: {a: {when: daily, say: 'Hi {name}'}}",
                "1:33 `{name}` stands for nothing"),
            Row("an unknown zone", "timezone: Europe/Berln", "1:11 there's no time zone `Europe/Berln`"),
            Row(
                "a zone that leads out", "timezone: ../../etc/passwd",
                "1:11 there's no time zone `../../etc/passwd`"),
            Row("a default that isn't a time", "defaults: {at: daily}", "1:16 `daily` isn't a time"),
            Row(
                "a default that is more than a time", "defaults: {at: 7:30 daily}",
                "1:16 `7:30 daily` isn't a time"),
            Row("partners that are no list", "partners: Alex", "1:11 `partners` must be a list"),
            Row("the same partner twice", "partners: [Alex, Alex]", "1:18 `Alex` is named twice"),
            Row(
                "a key twice", "rituals:\n  a: {when: daily}\n  a: {when: daily}",
                "3:3 `a` is there twice; first at FILE:2:3"),
            Row("a merge key", "rituals: {a: {when: daily, <<: x}}", "1:28 `<<` isn't part of this language"),
            Row(
                "a tag", "rituals: {a: {when: !!int 7}}",
                "1:21 the tag `tag:yaml.org,2002:int` has no use here"),
            Row("an unknown alias", "rituals: *b", "1:10 `*b` names nothing: no `&b` comes before it"),
            Row("an alias inside itself", "rituals: &r {a: *r}", "1:17 `*r` is inside what it names"),
            Row("a second document", "rituals: {}\n---\nrituals: {}", "2:1 a second document begins here"),
            Row(
                "broken YAML", "rituals:\n  a: {when: daily",
                "3:1 this is not YAML: did not find expected ',' or '}'"),
            Row(
                "a tab", "rituals:\n\ta: 1",
                "2:1 this is not YAML: found character that cannot start any token"),
            Row(
                "a NUL", "rituals: {}\nx\u{0}", "2:2 a control character, number 0, can't be in the file"),
            Row(
                "an escape", "rituals: {}\n# \u{1B}[31m",
                "2:3 a control character, number 27, can't be in the file"),
            Row("an escape in a key is shown harmless", "\"\\e[31m\": x", "1:1 unknown key `␛[31m`"),
        ])
    func isPlaced(_ row: Row) throws {
        let folder = TemporaryFolder()
        let path = try folder.write(row.text, to: "rituals.yaml")
        let found = LoadedConfiguration.load(path).problems.map { problem in
            var message = problem.message
            if let range = message.range(of: problem.file) { message.replaceSubrange(range, with: "FILE") }
            return "\(problem.line):\(problem.column) \(message)"
        }
        #expect(Set(found) == Set(row.problems))
    }

    @Test func `five mistakes are five problems, in the order of their lines`() throws {
        let found = try load(
            """
            partners: [Alex, Sam]
            timezone: Europe/Pariss
            rituals:
              coffee:
                when: weekdys at 07:30
              tea:
                wen: daily at 16:00
                when: daily at 24:00
                urgency: loud
            """)
        #expect(found.household == nil)
        #expect(found.problems.map { "\($0.line):\($0.column)" } == ["2:11", "5:11", "7:5", "8:20", "9:14"])
        #expect(
            found.problems.map(\.hint) == [
                "did you mean `Europe/Paris`?", "`weekdays at 07:30`?", "did you mean `when`?",
                "`midnight` is the start of the day, 00:00; the end of a day is the next one's midnight",
                "one of `low`, `normal`, `critical`",
            ])
    }

    @Test func `a problem is told with its line, a caret and a way out`() throws {
        let problem = try #require(
            try load("rituals:\n  tea:\n    wen: daily\n    when: daily").problems.first)
        #expect(
            problem.description == """
                \(problem.file):3:5: unknown key `wen`
                        wen: daily
                        ^
                  hint: did you mean `when`?
                """)
    }

    @Test func `the caret stands under its character, also in a line too long to show`() throws {
        let title = String(repeating: "ü", count: 300)
        let problem = try #require(try load("rituals: {tea: {title: \(title), when: dayly}}").problems.first)
        let lines = problem.description.split(separator: "\n").map(Array.init)
        let caret = try #require(lines[2].firstIndex(of: "^"))
        #expect(String(lines[1][caret...].prefix(5)) == "dayly")
        #expect(lines[1].count < 120)
    }

    @Test func `a ritual defined twice in two files names both places`() throws {
        let found = try load(
            "rituals: {a: {when: daily}}", files: ["rituals.d/more.yaml": "rituals:\n  a: {when: daily}"])
        let problem = try #require(found.problems.first)
        #expect(problem.file.hasSuffix("rituals.d/more.yaml") && problem.line == 2 && problem.column == 3)
        #expect(
            problem.message.hasSuffix("rituals.yaml:1:11")
                && problem.message.hasPrefix("`a` is there twice; first at "))
    }

    @Test func `what belongs to the household cannot stand in rituals_d`() throws {
        let found = try load("", files: ["rituals.d/more.yaml": "timezone: UTC\nrituals: {}"])
        #expect(
            found.problems.map(\.kind) == [
                .misplacedKey("timezone", hint: "it belongs to the top level of `rituals.yaml`")
            ])
    }

    @Test(
        "`me` is one of the partners",
        arguments: [("Alex", true), ("  Sam \n", true), ("sam", false), ("", false), ("Kim\n", false)])
    func me(_ text: String, _ isFine: Bool) throws {
        #expect(try load("partners: [Alex, Sam]", files: ["me": text]).problems.isEmpty == isFine)
    }

    @Test func `a problem in a private ritual is marked, so that its words stay out of the journal`() throws {
        let found = try load(
            "rituals: {a: {secret: x, when: daily, private: true}, b: {secret: x, when: daily}}")
        #expect(found.problems.map(\.isPrivate) == [true, false])
    }
}

@Suite("Hostile files") struct HostileFileTests {
    private func kinds(_ data: Data) throws -> [Problem.Kind] {
        let folder = TemporaryFolder()
        return LoadedConfiguration.load(try folder.write(data, to: "rituals.yaml")).problems.map(\.kind)
    }

    @Test func `a file over the limit is refused unread`() throws {
        #expect(
            try kinds(Data("title: ".utf8) + Data(repeating: 0x78, count: 10 << 20)) == [
                .unreadable(.tooLarge(limit: 4 << 20))
            ])
    }

    @Test("brackets without end are refused by their depth", arguments: ["[", "{", "{a: ", "- "])
    func brackets(_ bracket: String) throws {
        let text = String(repeating: bracket, count: 200_000)
        #expect(try kinds(Data(text.utf8)) == [.tooDeep(limit: 32)])
    }

    @Test func `aliases that would grow without bound are refused`() throws {
        var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        for (name, before) in zip("bcdefgh", "abcdefg") {
            text +=
                "\(name): &\(name) [" + Array(repeating: "*\(before)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        #expect(try kinds(Data(text.utf8)) == [.aliasesGrow])
    }

    @Test(
        "broken UTF-8 is refused at its place",
        arguments: [
            [0xFF], [0xC3, 0x28], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC0, 0x80],
        ] as [[UInt8]])
    func utf8(_ bytes: [UInt8]) throws {
        let folder = TemporaryFolder()
        let path = try folder.write(Data("rituals: {}\n# ü".utf8) + Data(bytes), to: "rituals.yaml")
        let problem = try #require(LoadedConfiguration.load(path).problems.first)
        #expect(problem.kind == .notUTF8 && problem.line == 2 && problem.column == 4)
    }

    @Test func `a folder, a pipe and nothing at all are refused, and do not hang`() throws {
        let folder = TemporaryFolder()
        func kind(_ path: String) -> Problem.Kind? { LoadedConfiguration.load(path).problems.first?.kind }
        #expect(kind(folder.path) == .unreadable(.notAFile("a folder")))
        let pipe = folder.path + "/pipe.yaml"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(kind(pipe) == .unreadable(.notAFile("a pipe")))
        #expect(kind(folder.path + "/none.yaml") == .unreadable(.missing))
        #expect(kind("/dev/zero") == .unreadable(.notAFile("a device")))
    }

    @Test func `problems without end are cut off`() throws {
        let text = "rituals:\n" + (0..<100_000).map { "  r\($0): {x: 1}\n" }.joined()
        let found = try kinds(Data(text.utf8))
        #expect(found.count == 1001 && found.contains(.tooManyProblems(limit: 1000)))
    }

    @Test func `bytes changed at random give a household or problems, and never trap`() throws {
        let example = try #require(
            FileManager.default.contents(atPath: Oracle.packageRoot.path + "/Config/rituals.yaml"))
        var random = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            var data = example
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                data[Int.random(in: 0..<data.count, using: &random)] =
                    "[]{}:,-&*!|>'\"%@`#\n\t \0\u{7F}xé".utf8.randomElement(using: &random) ?? 0
            }
            _ = try kinds(data)
        }
    }
}
