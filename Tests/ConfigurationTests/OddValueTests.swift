import CivilTime
import Configuration
import Foundation
import Rituals
import TestSupport
import Testing

/// Whatever stands in a file, its reader comes to an end, and so does the look ahead of `ritual check`.
@Suite("Odd values") struct OddValueTests {
    private let folder = TemporaryFolder()
    private static let now = Instant("2026-11-30T22:00+01:00")

    /// A hundred things that a person, an editor or a script may leave behind a key.
    static let scalars: [String] =
        [
            ",", ",,", " , ", ";", ":", "::", "-", "--", "- -", "..", "...", "/", "//", "\\", "|", ">", "&",
            "*", "?", "!",
            "%", "@", "`", "{", "}", "[", "]", "{}", "[]", "[[]]", "{a: b}", "[,]", "[a, ]", "~", "null",
            "true", "no", "on",
            "0", "-1", "00", "010", "1e9", "0x10", "9223372036854775807", "-9223372036854775808",
            "99999999999999999999",
            "1.5", "-0.0", ".inf", ".nan", "7", "7:", ":30", "24:00", "25:61", "7:30 pm pm", "every",
            "every ,", "every 10m",
            "every 10m,", ", 2 times", "every 0m, 0 times", "every 1w, 1000000 times",
            "every every 10m, 2 times times",
            "a week", "0 a week", "2 a", "2 a week a week", "once", "once a", "twice per per day",
            "1001 a day", "2w..", "..2w",
            "2026-11-30..", "..2026-11-30", "2026-11-30..2026-11-29", "2026-02-30", "0000-00-00",
            "9999-12-31", "2016-06-18T",
            "june", "june 31", "31 june", "22:30-", "-07:00", "22:30-22:30", "00:00-24:00",
            "22:30-07:00-08:00", "1s", "0s",
            "1s1s", "99999999w", "-5m", "5 m m", "daily", "mondays at 00:00", "sometime", "{n}", "{", "{}{",
            "{sunset}", "~/",
            "\u{0}", "\u{FEFF}", "\u{202E}", "\u{1F48B}", "e\u{301}\u{301}", "“daily”", "\u{A0}", "\t", "\n",
            "'", "\"",
            "once-1", "insight", "a\u{2028}b", String(repeating: "x", count: 5000),
            String(repeating: "9", count: 400),
        ]

    private static let keys = [
        "title", "say", "late", "enabled", "answer", "grace", "missed", "snooze", "urgency", "icon", "sound",
        "notify", "private",
        "who", "for", "end", "nudge", "heads-up", "quiet", "locked", "unplug", "enough", "prompts", "turns",
        "pulse", "when",
        "timezone", "starting", "from", "until", "except", "was", "date", "kind", "at", "partners", "place",
        "away", "defaults",
        "rituals", "occasions", "decks", "channels", "insights", "language", "more", "lines", "command",
        "stdin", "on", "timeout",
    ]

    private static let places: [(String, @Sendable (String, String) -> String)] = [
        ("ritual", { "rituals:\n  tea:\n    when: mondays at 00:00\n    \($0): \($1)\n" }),
        ("ritual without when", { "rituals:\n  tea:\n    \($0): \($1)\n" }),
        ("defaults", { "defaults:\n  \($0): \($1)\nrituals: {tea: {when: daily}}\n" }),
        ("occasion", { "occasions:\n  day:\n    date: 2016-06-18\n    \($0): \($1)\n" }),
        ("top level", { "\($0): \($1)\n" }),
        ("channel", { "channels:\n  phone:\n    command: [a]\n    \($0): \($1)\n" }),
        ("deck", { "decks:\n  fun:\n    \($0): \($1)\n" }),
    ]

    /// Reads a text as `ritual check` does, and looks some moments ahead.
    private func check(_ text: String) {
        let path = folder.path + "/rituals.yaml"
        let loaded = LoadedConfiguration.load(path, unsaved: [path: Array(text.utf8)], decks: .drawnFrom)
        guard let household = loaded.household else {
            #expect(!loaded.problems.isEmpty, "\(text)")
            return
        }
        var left = 20
        _ = Load(of: household, after: OddValueTests.now, zone: .utc) {
            left -= 1
            return left > 0
        }
    }

    @Test("behind every key, in every place, as it is and in quotes", arguments: keys)
    func values(_ key: String) throws {
        try folder.write("", to: "rituals.yaml")
        for scalar in OddValueTests.scalars {
            let quoted = "'\(scalar.replacingOccurrences(of: "'", with: "''"))'"
            for (_, text) in OddValueTests.places { check(text(key, quoted)) }
            if scalar.count < 40 { check(OddValueTests.places[0].1(key, scalar)) }
        }
    }

    @Test("ten thousand mutated files", arguments: 0..<10)
    func mutants(_ seed: Int) throws {
        try folder.write("", to: "rituals.yaml")
        var random = SeededGenerator(seed: UInt64(seed) &+ 13)
        let example = try String(
            contentsOfFile: Oracle.packageRoot.path + "/Config/rituals.yaml", encoding: .utf8)
        let contract = OddValueTests.keys.map { "  \($0): x" }
        let lines = (example.split(separator: "\n").map(String.init) + contract).filter { !$0.hasPrefix("#") }
        for _ in 0..<1000 {
            var text = Array(
                lines.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }.joined(separator: "\n")
                    .unicodeScalars)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0...text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text.removeSubrange(at..<min(text.count, at + Int.random(in: 1...9, using: &random)))
                case 1:
                    let scalar = OddValueTests.scalars[
                        Int.random(in: 0..<OddValueTests.scalars.count, using: &random)]
                    text.insert(contentsOf: scalar.unicodeScalars, at: at)
                case 2: text.insert(",", at: at)
                default:
                    let other = Int.random(in: 0...text.count, using: &random)
                    let range = min(at, other)..<min(text.count, min(at, other) + 30)
                    text.insert(contentsOf: text[range], at: at)
                }
            }
            check(String(String.UnicodeScalarView(text)))
        }
    }

    @Test(
        "what ended the reader or its look ahead is refused or read",
        arguments: [
            ("nudge: ','", false), ("nudge: ',,'", false), ("nudge: ' , '", false), ("heads-up: 1s", true),
        ])
    func found(_ line: String, _ isFine: Bool) throws {
        let path = try folder.write(
            "rituals:\n  tea:\n    when: mondays at 00:00\n    \(line)\n", to: "rituals.yaml")
        let loaded = LoadedConfiguration.load(path)
        #expect((loaded.household != nil) == isFine)
        if let household = loaded.household {
            let load = Load(of: household, after: OddValueTests.now, zone: .utc)
            #expect(load.busiestDay == 1 && load.busiestWeek == 2, "Sunday's heads-up is in Sunday's week")
        }
    }

    @Test("a text without end is cut, and that is said", arguments: ["title", "say", "late"])
    func long(_ key: String) throws {
        let path = try folder.write(
            "rituals:\n  tea:\n    when: daily\n    \(key): \(String(repeating: "x", count: 70_000))\n",
            to: "rituals.yaml")
        let loaded = LoadedConfiguration.load(path)
        #expect(loaded.warnings.map(\.kind) == [.tooLong(key, most: 1000)])
        let ritual = try #require(loaded.household?.rituals.first)
        #expect(
            [ritual.title, ritual.say ?? "", ritual.late ?? ""].map(\.unicodeScalars.count).max() == 1001)
    }
}
