import CivilTime
import Configuration
import Rituals
import TestSupport
import Testing

private func load(_ text: String, me: String? = nil, more: [String: String] = [:]) throws
    -> LoadedConfiguration
{
    let folder = TemporaryFolder()
    if let me { try folder.write(me, to: "me") }
    for (name, text) in more { try folder.write(text, to: name) }
    return LoadedConfiguration.load(try folder.write(text, to: "rituals.yaml"))
}

@Suite("The keys about time and attention") struct AttentionKeyTests {
    @Test func `all of them are read`() throws {
        let loaded = try load(
            """
            partners: [Alex, Sam]
            quiet: [22:30-07:00, 1 pm to 2:15 pm]
            rituals:
              dinner:
                when: daily at 19:00
                for: 45m
                unplug: true
              talk:
                when: sundays at 19:00
                for: 1h
                end: note
                heads-up: [2h, 3d]
                nudge: every 10m, 2 times
                quiet: drop
                locked: ring
                enough: 2 a month
                was: [chat, old-talk]
              gesture: {when: daily at 10:00, who: Alex, answer: false, locked: drop, quiet: ring}
            """, me: "Alex")
        #expect(loaded.problems == [] && loaded.warnings == [])
        let household = try #require(loaded.household)
        #expect(household.quiet?.description == "22:30-07:00, 13:00-14:15")
        let (dinner, talk, gesture) = (household.rituals[0], household.rituals[1], household.rituals[2])
        #expect(
            dinner.unplugs && dinner.duration == Span(seconds: 2700) && dinner.grace == Span(seconds: 2700))
        #expect(!dinner.notesEnd && dinner.quiet == .hold && dinner.locked == .hold)
        #expect(talk.notesEnd && talk.headsUps == [Span(days: 3), Span(seconds: 7200)])
        #expect(talk.nudge == Nudge(every: Span(seconds: 600), times: 2))
        #expect(talk.quiet == .drop && talk.locked == .ring && talk.enough == Enough(2, a: .month))
        #expect(talk.formerIDs.map(\.description) == ["chat", "old-talk"])
        #expect(gesture.who == "Alex" && gesture.locked == .drop && gesture.quiet == .ring)
    }

    @Test func `pulse and insights are read, and defaults may hold the first`() throws {
        let household = try #require(
            try load(
                """
                insights: no
                defaults: {pulse: yes}
                rituals: {a: {when: daily}, b: {when: daily, pulse: no}, c: {when: daily, answer: false}}
                """
            ).household)
        #expect(household.rituals.map(\.asksPulse) == [true, false, false] && household.hasCheckIn)
        #expect(!household.allowsInsights && !household.adding([]).allowsInsights)
        #expect(try load("rituals: {}").household?.allowsInsights == true)
    }

    @Test(
        "what people write is read",
        arguments: [
            ("nudge: 'every 10m, 2 times'", "every 10m, 2 times"),
            ("nudge: '1h, twice'", "every 1h, 2 times"),
            ("nudge: 'every 5 minutes, once'", "every 5m, 1 time"),
            ("nudge: 'every 2h, three times'", "every 2h, 3 times"),
            ("enough: once a day", "1 a day"), ("enough: two a week", "2 a week"),
            ("enough: 3 times per month", "3 a month"),
            ("enough: 1 each week", "1 a week"),
        ])
    func spelled(_ text: String, _ read: String) throws {
        let ritual = try #require(try load("rituals: {a: {when: daily, \(text)}}").household?.rituals.first)
        #expect(ritual.nudge?.description == read || ritual.enough?.description == read)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let problem: String

        init(_ name: String, _ text: String, _ problem: String) {
            (testDescription, self.text, self.problem) = (name, text, problem)
        }
    }

    @Test(
        "each problem is at its line and column",
        arguments: [
            Row("no range", "quiet: 22:30", "1:8 `22:30` isn't a range of times for `quiet`"),
            Row("an hour alone", "quiet: 22-7", "1:8 `22-7` isn't a range of times for `quiet`"),
            Row("no length", "quiet: 07:00-07:00", "1:8 `07:00-07:00` begins and ends at once"),
            Row("all day", "quiet: [00:00-12:00, 12:00-00:00]", "1:8 these hours leave nothing of the day"),
            Row(
                "no such value", "rituals: {a: {when: daily, quiet: hush}}",
                "1:35 `hush` isn't a value of `quiet`"),
            Row(
                "an end of another kind", "rituals: {a: {when: daily, for: 1h, end: bell}}",
                "1:42 `bell` isn't a value of `end`"),
            Row(
                "unplug without for", "rituals: {a: {when: daily, unplug: true}}",
                "1:28 `unplug: true` needs `for`, how long it lasts"),
            Row(
                "a note without for", "rituals: {a: {when: daily, end: note}}",
                "1:28 `end: note` needs `for`, how long it lasts"),
            Row(
                "unplug for all, and no for", "defaults: {unplug: true}\nrituals: {a: {when: daily}}",
                "2:11 `unplug: true` needs `for`, how long it lasts"),
            Row(
                "nudges without end", "rituals: {a: {when: daily, nudge: every 10m}}",
                "1:35 `every 10m` can't be read as `nudge`"),
            Row(
                "nudges by the second", "rituals: {a: {when: daily, nudge: '5s, twice'}}",
                "1:35 `5s, twice` can't be read as `nudge`"),
            Row(
                "too many", "rituals: {a: {when: daily, nudge: '5m, 21 times'}}",
                "1:35 `5m, 21 times` can't be read as `nudge`"),
            Row(
                "enough of nothing", "rituals: {a: {when: daily, enough: 0 a week}}",
                "1:36 `0 a week` can't be read as `enough`"),
            Row(
                "enough a fortnight", "rituals: {a: {when: daily, enough: 2 a fortnight}}",
                "1:36 `2 a fortnight` can't be read as `enough`"),
            Row(
                "a nudge that nobody can answer",
                "rituals: {a: {when: daily, answer: false, nudge: '5m, once'}}",
                "1:43 `nudge` has no use with `answer: false`, which asks nothing"),
            Row(
                "a pulse that no Done can open",
                "rituals: {a: {when: daily, answer: false, pulse: true}}",
                "1:43 `pulse` has no use with `answer: false`, which asks nothing"),
            Row(
                "a pulse that is neither", "rituals: {a: {when: daily, pulse: weekly}}",
                "1:35 `pulse` is true or false, not `weekly`"),
            Row(
                "insights of a ritual", "rituals: {a: {when: daily, insights: false}}",
                "1:28 unknown key `insights`"),
            Row(
                "twice the same span", "rituals: {a: {when: daily, heads-up: [2h, 120m]}}",
                "1:43 `120m` is named twice"),
            Row(
                "who is nobody", "partners: [Alex, Sam]\nrituals: {a: {when: daily, who: Kim}}",
                "2:33 `Kim` is not one of the partners"),
            Row(
                "who without partners", "rituals: {a: {when: daily, who: Alex}}",
                "1:33 `who` names one of the partners, and the file names none"),
            Row(
                "was is still there", "rituals: {a: {when: daily, was: b}, b: {when: daily}}",
                "1:33 `was: b` names a ritual that is still there"),
            Row(
                "was itself", "rituals: {a: {when: daily, was: a}}",
                "1:33 `was: a` names a ritual that is still there"),
            Row("was of defaults", "defaults: {was: a}", "1:12 `was` can't be here"),
        ])
    func isPlaced(_ row: Row) throws {
        let found = try load(row.text).problems
        #expect(found.map { "\($0.line):\($0.column) \($0.message)" } == [row.problem])
    }

    @Test func `a past that two rituals claim is refused, and both places named`() throws {
        let found = try load("rituals:\n  a: {when: daily, was: old}\n  b: {when: daily, was: old}").problems
        #expect(found.count == 1 && found.first?.line == 3)
        #expect(found.first?.message.hasSuffix("rituals.yaml:2:25") == true)
    }

    @Test func `also one in rituals.d that is read later is still there`() throws {
        let found = try load(
            "rituals: {a: {when: daily, was: b}}",
            more: ["rituals.d/more.yaml": "rituals: {b: {when: daily}}"])
        #expect(found.problems.map(\.message) == ["`was: b` names a ritual that is still there"])
    }

    @Test func `who exists only where me is that name`() throws {
        let text = "partners: [Alex, Sam]\nrituals: {a: {when: daily, who: Alex, was: x}, b: {when: daily}}"
        func ids(_ me: String?) throws -> (here: [String], others: [String], warnings: [String]) {
            let loaded = try load(text, me: me)
            let household = try #require(loaded.household)
            return (
                household.rituals.map(\.id.description), household.others.map(\.description).sorted(),
                loaded.warnings.map(\.message)
            )
        }
        #expect(try ids("Alex") == (["a", "b"], [], []))
        #expect(try ids("Sam") == (["b"], ["a", "x"], []))
        let nobody = try ids(nil)
        #expect(nobody.here == ["b"] && nobody.warnings.count == 1)
        #expect(nobody.warnings.first?.hasPrefix("`who` needs to know whose machine this is") == true)
    }
}
