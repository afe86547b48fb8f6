import CivilTime
import Configuration
import Rituals
import TestSupport
import Testing

private func load(
    _ text: String, me: String? = "Alex", more: [String: String] = [:],
    decks: LoadedConfiguration.DeckChoice = .drawnFrom
)
    throws -> LoadedConfiguration
{
    let folder = TemporaryFolder()
    if let me { try folder.write(me, to: "me") }
    for (name, text) in more { try folder.write(text, to: name) }
    return LoadedConfiguration.load(try folder.write(text, to: "rituals.yaml"), decks: decks)
}

@Suite("Prompts, turns and decks") struct DeckKeyTests {
    @Test func `all forms are read`() throws {
        let loaded = try load(
            """
            partners: [Alex, Sam]
            rituals:
              a: {when: daily, prompts: morning}
              b: {when: daily, prompts: [gratitude, tender, own]}
              c: {when: daily, prompts: [Tell me one thing., And another one.], turns: [Alex, Sam]}
              d: {when: daily, prompts: Ask them how it went}
              e: {when: daily, prompts: ours}
            decks:
              tender: [Hold on, Let go]
              wide: {more: fun-list, lines: [Only this]}
            """,
            more: [
                "rituals.d/x.yaml":
                    "decks: {abend: [Was war schön?, Was war schwer?]}\nrituals: {f: {when: daily, prompts: [abend, wide]}}",
                "decks/own.yaml": "- From a file\n- And more\n",
                "decks/ours.yaml": "- {date: 2026-05-03, by: Alex, text: We danced}\n- Undated\n",
            ])
        #expect(loaded.problems == [] && loaded.warnings == [])
        let rituals = try #require(loaded.household).rituals
        #expect(
            rituals.map { $0.prompts.map { $0.name ?? "-" } } == [
                ["morning"], ["gratitude", "tender", "own"], ["-"], ["-"], ["ours"], ["abend", "wide"],
            ])
        #expect(rituals[0].prompts[0].lines.count == 90)
        #expect(rituals[1].prompts[2].lines == ["From a file", "And more"])
        #expect(rituals[2].prompts[0].lines == ["Tell me one thing.", "And another one."])
        #expect(rituals[2].turns == ["Alex", "Sam"])
        #expect(
            rituals[4].prompts[0].kept == [
                KeptLine(date: CivilDate("2026-05-03"), by: "Alex", text: "We danced")
            ])
        #expect(rituals[4].prompts[0].lines == ["Undated"])
        #expect(rituals[5].prompts[1].lines.count == 13 && rituals[5].prompts[1].lines[0] == "Only this")
    }

    @Test func `a couple's own file comes before a shipped one, and defaults reach all`() throws {
        let loaded = try load(
            "defaults: {prompts: morning}\nrituals: {a: {when: daily}, b: {when: daily, prompts: gratitude}}",
            more: ["decks/morning.yaml": "[One, Two words]"])
        let rituals = try #require(loaded.household).rituals
        #expect(rituals[0].prompts[0].lines == ["One", "Two words"])
        #expect(rituals[1].prompts[0].name == "gratitude")
    }

    @Test func `what draws from affection is private, unless it says otherwise`() throws {
        let loaded = try load(
            "rituals: {a: {when: daily, prompts: [morning, affection]}, b: {when: daily, prompts: affection, private: false}}"
        )
        let rituals = try #require(loaded.household).rituals
        #expect(rituals.map(\.isPrivate) == [true, false])
    }

    @Test(
        "what cannot be drawn from is said at its place",
        arguments: [
            ("rituals: {a: {when: daily, prompts: mornin}}", "1:37 there's no deck `mornin`"),
            ("rituals: {a: {when: daily, prompts: [morning, gratitde]}}", "1:47 there's no deck `gratitde`"),
            (
                "rituals: {a: {when: daily, prompts: [morning, How are you?]}}",
                "1:47 `How are you?` is a line among decks"
            ),
            ("rituals: {a: {when: daily, prompts: [morning, morning]}}", "1:47 `morning` is named twice"),
            (
                "rituals: {a: {when: daily, prompts: [So it is., So it is.]}}",
                "1:49 this line is in the deck already"
            ),
            ("rituals: {a: {when: daily, prompts: []}}", "1:37 `prompts` is an empty list"),
            ("decks: {a b: [x]}", "1:9 `a b` can't be the name of a deck"),
            ("decks: {a: []}", "1:12 `a` is an empty list"),
            ("decks: {a: text}", "1:12 `a` must be a list"),
            ("decks: {a: [x, x]}", "1:16 this line is in the deck already"),
            (
                "decks: {a: {more: mornin}}",
                "1:19 `more` names a deck that comes with rituald, and `mornin` is none"
            ),
            ("decks: {a: {less: morning}}", "1:13 unknown key `less`"),
            ("decks: {a: [{text: x}]}", "1:13 `a` must be a text"),
            ("decks: {ours: [x y]}", "1:9 `ours` can't be here"),
            ("decks: {a: {}}", "1:12 `a` is an empty list"),
            ("decks: {file: [x]}", "1:9 `file` is there twice; first at decks/file.yaml"),
        ])
    func problem(_ text: String, _ expected: String) throws {
        let loaded = try load(text, more: ["decks/file.yaml": "[y z]"])
        let found = loaded.problems.map { "\($0.line):\($0.column) \($0.message)" }
        #expect(found.count == 1)
        let first = try #require(found.first)
        // A path is of the test's own folder.
        let words = first.split(separator: " ").map {
            $0.hasSuffix("/decks/file.yaml") ? "decks/file.yaml" : $0
        }
        #expect(words.joined(separator: " ") == expected)
    }

    @Test func `what is wrong in a deck's file is said of that file, and only once`() throws {
        let loaded = try load(
            "rituals: {a: {when: daily, prompts: own}, b: {when: daily, prompts: own}}",
            more: ["decks/own.yaml": "- fine\n- [not]\n"])
        #expect(loaded.household == nil && loaded.problems.count == 1)
        #expect(loaded.problems[0].file.hasSuffix("decks/own.yaml") && loaded.problems[0].line == 2)
    }

    @Test func `turns on a machine that belongs to nobody, and a name that is nearly one, are warnings`()
        throws
    {
        let text = "partners: [Alex, Sam]\nrituals: {a: {when: daily, turns: [Alex, Samm]}}"
        let loaded = try load(text, me: nil)
        #expect(loaded.problems == [])
        #expect(loaded.warnings.map(\.kind) == [.nearPartner("Samm", suggestion: "Sam"), .nobodysTurn])
    }

    @Test func `the decks there are can be asked for`() throws {
        let loaded = try load("decks: {mine: [x y]}", more: ["decks/own.yaml": "[a b]"], decks: .all)
        let names = loaded.decks.compactMap(\.name)
        #expect(
            names == names.sorted()
                && Set(names).isSuperset(of: ["mine", "own", "morning", "repair"]))
    }

    @Test(
        "names in braces need what they speak of",
        arguments: [
            ("rituals: {a: {when: daily, say: 'In {years}'}}", "`{years}` needs `starting`, to count from"),
            ("rituals: {a: {when: daily, late: 'In {days}'}}", "`{days}` needs `starting`, to count from"),
            ("rituals: {a: {when: daily, say: 'At {sunset}'}}", "`{sunset}` needs `place` at the top level"),
            ("rituals: {a: {when: daily, say: 'At {noon}'}}", "`{noon}` stands for nothing"),
            ("occasions: {a: {date: june 18, say: '{years}'}}", "`{years}` needs `starting`, to count from"),
        ])
    func needs(_ text: String, _ message: String) throws {
        #expect(try load(text).problems.map(\.message) == [message])
    }
}

@Suite("Occasions in the file") struct OccasionKeyTests {
    @Test func `become rituals of their own`() throws {
        let loaded = try load(
            """
            defaults: {at: 08:00}
            occasions:
              wedding: {title: Our day, date: 2016-06-18, heads-up: [2w, 3d], say: '{years} years.'}
              mum: {date: march 4, kind: birthday, at: 10:30, private: yes, missed: silent, grace: 2h}
            """)
        #expect(loaded.problems == [])
        let (wedding, mum) = try (
            #require(loaded.household).rituals[0], #require(loaded.household).rituals[1]
        )
        #expect(wedding.occasion == Occasion(.anniversary, year: 2016) && wedding.missed == .digest)
        #expect(wedding.grace == Span(seconds: 14 * 3600) && wedding.headsUps.count == 2)
        #expect(
            wedding.schedule.description.hasPrefix("18 june at 08:00")
                || wedding.schedule.description.hasPrefix("june 18 at 08:00"))
        #expect(mum.occasion == Occasion(.birthday) && mum.isPrivate && mum.grace == Span(seconds: 7200))
        #expect(mum.missed == .silent && mum.schedule.description.hasSuffix("at 10:30"))
    }

    @Test(
        "what they cannot have is said at its place",
        arguments: [
            ("occasions: {a: {title: x}}", "1:13 `a` has no `date`"),
            ("occasions: {a: }", "1:13 `a` has no `date`"),
            ("occasions: {a: {date: someday}}", "1:23 `someday` isn't a date for an occasion"),
            ("occasions: {a: {date: 06-18, kind: party}}", "1:36 `party` isn't a value of `kind`"),
            ("occasions: {a: {date: 06-18, when: daily}}", "1:30 `when` can't be here"),
            ("occasions: {a: {date: 06-18, timezone: UTC}}", "1:30 `timezone` can't be here"),
            ("occasions: {a: {date: 06-18, enough: 1 a week}}", "1:30 unknown key `enough`"),
            ("occasions: {a: {date: 06-18, at: 25:00}}", "1:34 `25:00` isn't a time"),
            (
                "occasions: {a: {date: 06-18}}\nrituals: {a: {when: daily}}",
                "1:13 `a` is there twice; first at F:2:11"
            ),
            ("rituals: {a: {when: daily, date: 06-18}}", "1:28 `date` can't be here"),
            ("defaults: {date: 06-18}", "1:12 `date` can't be here"),
        ])
    func problem(_ text: String, _ expected: String) throws {
        let found = try load(text).problems.map { "\($0.line):\($0.column) \($0.message)" }
        let words = found.first?.split(separator: " ").map { word in
            word.hasSuffix("rituals.yaml:2:11") ? "F:2:11" : String(word)
        }
        #expect(found.count == 1 && words?.joined(separator: " ") == expected)
    }

    @Test func `defaults that an occasion has no use for are left out`() throws {
        let loaded = try load("defaults: {enough: 1 a week}\noccasions: {a: {date: 06-18}}")
        #expect(try #require(loaded.household).rituals[0].enough == nil)
    }
}

@Suite("The file of kept lines") struct KeptTextTests {
    private let line = KeptLine(
        date: CivilDate("2026-05-03"), by: "Alex", text: "We danced: slowly, # and \"long\"")

    @Test func `a new one says what it is for, and reads back`() throws {
        let text = try KeptText(adding: line, to: nil, at: "/x/decks/ours.yaml")
        #expect(String(decoding: text.bytes, as: UTF8.self).hasPrefix("# "))
        let loaded = try load(
            "", more: ["decks/ours.yaml": String(decoding: text.bytes, as: UTF8.self)], decks: .all)
        #expect(loaded.decks.first { $0.name == "ours" }?.kept == [line])
    }

    @Test func `to what is there only a line is added`() throws {
        let old = "# ours\n- Old words"
        let text = try KeptText(adding: line, to: Array(old.utf8), at: "/x/ours.yaml")
        let now = String(decoding: text.bytes, as: UTF8.self)
        #expect(now.hasPrefix(old + "\n- {date: 2026-05-03, by: Alex, text: "))
    }

    @Test(
        "what cannot take a line is refused, and said",
        arguments: ["[a b, c d]\n", "- fine\n- [not]\n", "{more: morning}\n", "- \"open\n"])
    func refused(_ old: String) {
        #expect(throws: Problem.self) { try KeptText(adding: line, to: Array(old.utf8), at: "/x/ours.yaml") }
    }
}
