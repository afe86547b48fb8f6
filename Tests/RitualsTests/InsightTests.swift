import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

private let start = Instant("2026-01-05T12:00Z")
private let first = CivilWeek(of: Zone.utc.civil(at: start).date)

/// A week each, by its four figures; `-` is a question that was passed over, and an empty text a week without an
/// entry.
private func pulses(_ weeks: [String], from week: CivilWeek = first) -> [Pulse] {
    weeks.enumerated().compactMap { index, text in
        guard !text.isEmpty else { return nil }
        let figures = zip(Pulse.Question.allCases, text).compactMap { question, sign in
            sign.wholeNumberValue.map { (question, $0) }
        }
        return Pulse(week: week.adding(weeks: index), figures: Dictionary(uniqueKeysWithValues: figures))
    }
}

private func all(_ figures: String) -> [String] { figures.map { String(repeating: $0, count: 4) } }

@Suite("What the pulse leads to") struct InsightTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let weeks: [String]
        let speaks: Bool

        init(_ name: String, _ weeks: [String], _ speaks: Bool) {
            (testDescription, self.weeks, self.speaks) = (name, weeks, speaks)
        }
    }

    @Test(
        "a fall is one of the mean of four weeks, by a point, against the four before",
        arguments: [
            Row("from four to three", all("44443333"), true),
            Row("by less than a point", all("44443334"), false),
            Row("it rises", all("33334444"), false),
            Row("it has fallen long ago", all("4444333333"), false),
            Row("the four questions are one mean", all("4444") + ["4433", "4433", "4433", "4433"], false),
            Row(
                "one question that falls far is enough", all("5555") + ["5551", "5551", "5551", "5551"], true),
            Row(
                "a week is missing before and one now",
                ["4444", "", "4444", "4444", "3333", "3333", "", "3333"], true),
            Row("two weeks are missing now", all("4444") + ["1111", "", "", "1111"], false),
            Row("two weeks are missing before", ["5555", "", "", "5555"] + all("1111"), false),
            Row("seven weeks of which none is missing but the first", [""] + all("4443333"), true),
            Row("six weeks are too few", all("444333"), false),
            Row("silence after good weeks is no fall", all("5555") + ["", "", "", ""], false),
            Row(
                "passing over the good questions is no fall",
                ["5511", "5511", "5511", "5511", "--11", "--11", "--11", "--11"], false),
            Row(
                "of what is answered always, a fall is one",
                ["-4--", "-4--", "-4--", "-4--", "-3--", "-3--", "-3--", "-3--"], true),
            Row("thirds that make a point", all("4545") + ["", "3333", "4444", "3333"], true),
            Row("nothing at all", [], false),
        ])
    func fall(_ row: Row) throws {
        let insights = Insights(pulses: pulses(row.weeks), said: [])
        let latest = insights.pulses.last?.week ?? first
        #expect((insights.fall(upTo: latest) != nil) == row.speaks)
        let coming = insights.coming(from: Deck(lines: ["one"]), offers: [], in: latest)
        #expect((coming?.insight.rule == .lighter) == row.speaks)
        #expect(coming == nil || coming?.insight.words == "one")
    }

    @Test(
        "low is a mean under three over six weeks",
        arguments: [
            Row("twos", all("222222"), true), Row("threes", all("333333"), false),
            Row("five weeks are no six", all("22222"), false),
            Row("one week is missing", ["2222", "2222", "", "2222", "2222", "2222"], true),
            Row("two weeks are missing", ["2222", "", "2222", "", "2222", "2222"], false),
            Row("the first is missing, and nothing stands before it", [""] + all("22222"), false),
            Row("the first is missing, and there was something before", all("5") + [""] + all("22222"), true),
            Row("a good week among bad ones", all("112511"), true),
            Row("low at first, and good of late", all("2222224444"), false),
            Row("just under three", all("33333") + ["2333"], true),
        ])
    func low(_ row: Row) {
        let insights = Insights(pulses: pulses(row.weeks), said: [])
        let latest = insights.pulses.last?.week ?? first
        #expect((insights.help(in: latest) != nil) == row.speaks)
    }

    @Test func `one fall brings one step, and after a month it is left unsaid`() throws {
        let own = pulses(all("44443333"))
        let latest = try #require(own.last?.week)
        let coming = try #require(
            Insights(pulses: own, said: []).coming(from: Deck(lines: ["a"]), offers: [], in: latest))
        #expect(coming.weeks == latest...latest.adding(weeks: 4))
        let said = Insight.Said(
            coming.insight, week: latest.adding(weeks: 1), at: start,
            occurrence: Occurrence.ID(ritual: .init(oneOff: 1), due: .day(latest.monday)))
        let after = Insights(pulses: own, said: [said])
        #expect(after.coming(from: Deck(lines: ["a"]), offers: [], in: latest.adding(weeks: 2)) == nil)
        let late = Insights(pulses: own, said: [])
        #expect(late.coming(from: Deck(lines: ["a"]), offers: [], in: latest.adding(weeks: 5)) == nil)
        #expect(late.coming(from: nil, offers: [], in: latest) == nil, "without a deck there is no line")
    }

    // MARK: Offers

    struct Silence: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let rings: Int
        /// Days ago.
        let first: Int
        let last: Int
        let isOffered: Bool
    }

    @Test(
        "an offer needs six weeks without an answer, in which it rang",
        arguments: [
            Silence(testDescription: "weekly", rings: 7, first: 43, last: 1, isOffered: true),
            Silence(testDescription: "monthly", rings: 3, first: 62, last: 1, isOffered: true),
            Silence(testDescription: "daily for five weeks", rings: 35, first: 36, last: 1, isOffered: false),
            Silence(testDescription: "two rings are few", rings: 2, first: 62, last: 1, isOffered: false),
            Silence(
                testDescription: "it has not rung for long", rings: 9, first: 90, last: 43, isOffered: false),
        ])
    func offers(_ row: Silence) throws {
        let now = start
        func ago(_ days: Int) -> Instant { now - .seconds(days * 86_400) }
        let lunch = Ritual("lunch", "tuesdays at 12:15")
        let silent = Unanswered(
            ritual: lunch.id, rings: row.rings, first: ago(row.first), last: ago(row.last))
        func offers(_ ritual: Ritual, _ said: [Insight.Said] = []) -> [Insight] {
            Insights(pulses: [], said: said).offers(
                [silent], in: Household(rituals: [ritual]), at: now, first)
        }
        #expect(offers(lunch).count == (row.isOffered ? 1 : 0))
        #expect(offers(lunch.with { $0.isEnabled = false }).isEmpty)
        #expect(offers(lunch.with { $0.wantsAnswer = false }).isEmpty)
        let said = Insight.Said(.offer(of: lunch), week: first.adding(weeks: -13), at: ago(91))
        #expect(offers(lunch, [said]).isEmpty, "once a quarter")
    }

    @Test func `of a private ritual an offer has the id alone`() {
        let talk = Ritual("talk", "sundays at 19:00").with {
            $0.title = "Between us"
            $0.isPrivate = true
        }
        #expect(Insight.offer(of: talk).words.contains("“talk”"))
    }

    // MARK: Whatever is answered

    @Test("never more than one line a week, never two of a kind in a quarter", arguments: 0..<60)
    func bounds(_ seed: Int) throws {
        var chance = SeededGenerator(seed: UInt64(seed))
        let household = Household(rituals: [
            Ritual("lunch", "daily at 12:00"), Ritual("walk", "daily at 15:00"),
        ])
        let deck = Deck(lines: (1...5).map { "line \($0)" })
        var own: [Pulse] = []
        var said: [Insight.Said] = []
        var mood = 3
        for number in 0..<200 {
            let week = first.adding(weeks: number)
            let now = start + .seconds(number * 7 * 86_400)
            // The check-in rings before this week's pulse, and now and then twice.
            for _ in 0..<Int.random(in: 0...2, using: &chance) {
                let silent = household.rituals.map {
                    Unanswered(ritual: $0.id, rings: 50, first: now - .seconds(50 * 86_400), last: now)
                }
                let insights = Insights(pulses: own, said: said)
                let offers = insights.offers(silent, in: household, at: now, week)
                guard let coming = insights.coming(from: deck, offers: offers, in: week),
                    coming.weeks.contains(week)
                else { continue }
                let about = Occurrence.ID(ritual: household.rituals[0].id, due: .day(week.monday))
                said.append(Insight.Said(coming.insight, week: week, at: now, occurrence: about))
            }
            mood = min(5, max(1, mood + Int.random(in: -1...1, using: &chance)))
            guard Int.random(in: 0..<10, using: &chance) < 8 else { continue }
            let figures = Pulse.Question.allCases.filter { _ in Int.random(in: 0..<10, using: &chance) < 9 }
                .map {
                    ($0, min(5, max(1, mood + Int.random(in: -1...1, using: &chance))))
                }
            own.append(Pulse(week: week, figures: Dictionary(uniqueKeysWithValues: figures)))
            if let help = Insights(pulses: own, said: said).help(in: week) {
                said.append(Insight.Said(help, week: week, at: now))
            }
        }
        let inBubbles = said.filter { $0.occurrence != nil }.map(\.week)
        #expect(Set(inBubbles).count == inBubbles.count)
        #expect(said.allSatisfy { $0.insight.rule != .help || $0.occurrence == nil }, "never in a bubble")
        for (_, same) in Dictionary(
            grouping: said.filter { $0.insight.rule != .lighter },
            by: { $0.insight.rule == .help ? "" : $0.insight.about })
        {
            let weeks = same.map(\.week)
            #expect(zip(weeks, weeks.dropFirst()).allSatisfy { $0.weeks(until: $1) >= 14 })
        }
        let steps = said.filter { $0.insight.rule == .lighter }
        #expect(Set(steps.map(\.insight.about)).count == steps.count, "one fall, one step")
        let words = steps.map(\.insight.words)
        for start in stride(from: 0, to: words.count, by: 5) {
            let round = words[start..<min(start + 5, words.count)]
            #expect(Set(round).count == round.count, "none comes again before all have come")
        }
        #expect(said.contains { $0.insight.rule == .offer })
    }
}
