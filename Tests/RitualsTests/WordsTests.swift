import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

@Suite("Harmless text") struct HarmlessTextTests {
    @Test(
        "nothing in a text is obeyed",
        arguments: [
            ("plain, with ü, 漢字 and 👩‍❤️‍👨", "plain, with ü, 漢字 and 👩‍❤️‍👨"),
            ("red \u{1B}[31m", "red ␛[31m"),
            ("bell \u{7} and tab\t.", "bell ␇ and tab ."),
            ("two\nlines\r", "two␊lines␍"),
            ("c1 \u{9B}31m", "c1 \\u{9b}31m"),
            ("\u{202E}evil\u{2066}", "\\u{202e}evil\\u{2066}"),
            ("delete \u{7F}", "delete ␡"),
            ("nul \u{0}", "nul ␀"),
            ("tag \u{E0041}", "tag \\u{e0041}"),
            ("line\u{2028}separator", "line\\u{2028}separator"),
        ])
    func isShown(_ text: String, _ shown: String) {
        #expect(text.harmless == shown)
        #expect(shown.harmless == shown)
    }

    @Test(
        "noncharacters, which a bus refuses, are shown by their number",
        arguments: [0xFDD0, 0xFFFE, 0x1FFFF] as [UInt32])
    func noncharacter(_ value: UInt32) throws {
        let text = String(Character(try #require(Unicode.Scalar(value))))
        #expect(text.harmless == "\\u{\(String(value, radix: 16))}")
    }

    @Test func `a long text is clipped between characters`() {
        #expect("abc".clipped(to: 3) == "abc")
        #expect("abcd".clipped(to: 3) == "abc…")
        #expect("".clipped(to: 3) == "")
    }
}

@Suite("Names of rituals") struct RitualIDTests {
    @Test(
        "a letter, then letters, digits, - and _",
        arguments: ["a", "morning-coffee", "Abend_2", "frühstück", String(repeating: "x", count: 64)])
    func isName(_ text: String) {
        #expect(Ritual.ID(text)?.description == text)
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "2nd", "-a", "a b", "a.b", "a/b", "a\u{1B}", String(repeating: "x", count: 65), "a\n",
        ])
    func isNoName(_ text: String) {
        #expect(Ritual.ID(text) == nil)
    }

    @Test(
        "some are taken",
        arguments: [
            ("insight", true), ("once-1", true), ("once-23", true), ("once", false), ("once-more", false),
        ])
    func isReserved(_ text: String, _ taken: Bool) {
        #expect(Ritual.ID(text)?.isReserved == taken)
    }

    @Test func `a title is made from the name`() {
        #expect(Ritual.ID("morning-coffee")?.title == "Morning coffee")
    }
}

@Suite("Wording") struct WordingTests {
    @Test(
        "a moment is said as near as it is",
        arguments: [
            ("2026-11-21T07:30Z", "today 07:30"), ("2026-11-22T07:30Z", "tomorrow 07:30"),
            ("2026-11-27T07:30Z", "Fri 07:30"),
            ("2026-11-28T07:30Z", "Sat 28 Nov 07:30"), ("2027-01-01T07:30Z", "Fri 1 Jan 2027 07:30"),
            ("2026-11-20T07:30Z", "Fri 20 Nov 07:30"),
        ])
    func moment(_ text: String, _ words: String) {
        let civil = CivilDateTime(wallSeconds: Instant(text).seconds)
        #expect(
            Wording.moment(civil, today: CivilDate(dayNumber: Instant("2026-11-21T00:00Z").seconds / 86_400))
                == words)
    }

    @Test(
        "a length is said in its own unit",
        arguments: [
            (Duration.milliseconds(12), "12 ms"), (.seconds(40), "40 s"), (.seconds(1500), "25 min"),
            (.seconds(3600), "1 h"), (.seconds(12_000), "3 h 20 min"),
            (.seconds(200_000), "2 days"),
        ])
    func length(_ duration: Duration, _ words: String) {
        #expect(Wording.length(duration) == words)
    }
}

@Suite("Looking ahead") struct ForecastTests {
    private let household = Household(
        rituals: ["weekdays at 07:30", "daily at 07:30, 21:15", "2026-12-24 at 16:00"].enumerated().compactMap
        { index, phrase in
            Ritual.ID("ritual-\(index)").map { Ritual(id: $0, schedule: Schedule(phrase)) }
        })

    @Test func `what comes is in order of time, then of the file`() {
        let coming = Forecast(of: household, after: Instant("2026-12-24T00:00Z"), zone: .utc).prefix(5)
        #expect(
            coming.map { "\($0.ritual) \($0.due.civil)" } == [
                "ritual-0 2026-12-24T07:30", "ritual-1 2026-12-24T07:30", "ritual-2 2026-12-24T16:00",
                "ritual-1 2026-12-24T21:15", "ritual-0 2026-12-25T07:30",
            ])
    }

    @Test func `it ends where nothing is to come`() {
        let once = Household(rituals: [household.rituals[2]])
        #expect(Array(Forecast(of: once, after: Instant("2026-01-01T00:00Z"), zone: .utc)).count == 1)
    }

    @Test func `the load is that of the busiest day and week`() {
        let load = Load(of: household, after: Instant("2026-11-21T00:00Z"), zone: .utc)
        #expect((load.busiestDay, load.busiestWeek, load.days) == (4, 20, 371))
    }

    @Test func `an empty household has no load`() {
        #expect(Load(of: Household(), after: Instant("2026-11-21T00:00Z"), zone: .utc).busiestDay == 0)
    }
}
