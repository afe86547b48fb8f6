import CivilTime
import Rituals
import Schedules
import TestSupport
import Testing

@Suite("Decks") struct DeckTests {
    private let today = CivilDate(dayNumber: 20_000)

    private func deck(_ count: Int) -> Deck { Deck(name: "d", lines: (0..<count).map { "line \($0)" }) }

    private func drawn(_ deck: Deck, _ places: Range<Int>, for name: String = "coffee") -> [String] {
        places.compactMap { deck.line(at: $0, for: name, on: today) }
    }

    @Test(
        "a round has every line once, and none comes twice in a row from one to the next",
        arguments: [2, 3, 4, 5, 12, 30, 90])
    func rounds(_ count: Int) {
        for name in ["coffee", "walk", "frühstück"] {
            let lines = drawn(deck(count), -6 * count..<20 * count, for: name)
            #expect(lines.count == 26 * count)
            for round in 0..<26 {
                #expect(Set(lines[round * count..<(round + 1) * count]).count == count)
            }
            #expect(zip(lines, lines.dropFirst()).allSatisfy { $0 != $1 })
        }
    }

    @Test func `rounds differ from each other, and rituals too`() {
        let deck = deck(30)
        let first = drawn(deck, 0..<30)
        #expect(first != drawn(deck, 30..<60))
        #expect(first != drawn(deck, 0..<30, for: "walk"))
    }

    /// The promise of rituald.yaml(5), as another program would keep it.
    @Test func `the order is that of the hash which the manual names`() {
        func mixed(_ text: String) -> UInt64 {
            var bits = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01B3
            }
            bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
            return bits ^ bits >> 31
        }
        let lines = ["Tea", "Toast", "Something with jam", "Nothing, slowly"]
        let order = lines.sorted { mixed("coffee 0 \($0)") < mixed("coffee 0 \($1)") }
        let before = lines.sorted { mixed("coffee -1 \($0)") < mixed("coffee -1 \($1)") }
        let swaps = before.last == order.first
        let first = drawn(Deck(lines: lines), 0..<4)
        #expect(first == (swaps ? [order[1], order[0], order[2], order[3]] : order))
    }

    @Test func `of an empty one nothing is drawn, and of one line always that`() {
        #expect(Deck(lines: []).line(at: 3, for: "a", on: today) == nil)
        #expect(drawn(deck(1), -2..<2) == Array(repeating: "line 0", count: 4))
    }
}

@Suite("What rituals draw") struct DrawingTests {
    private func prompts(_ ritual: Ritual, from start: String, _ count: Int, in zone: Zone) -> [String?] {
        ritual.schedule.occurrences(after: Instant(start), in: zone).prefix(count)
            .map { ritual.prompt(for: $0, in: zone) }
    }

    private let two = [
        Deck(name: "a", lines: (0..<5).map { "a\($0)" }), Deck(name: "b", lines: (0..<3).map { "b\($0)" }),
    ]

    @Test func `of several decks it is the turn of one after the other, each in rounds of its own`() {
        let ritual = Ritual("talk", "daily at 21:15").with { $0.prompts = two }
        // 2024-01-01 has the number 0.
        let drawn = prompts(ritual, from: "2024-01-01T00:00Z", 30, in: .utc).compactMap { $0 }
        #expect(drawn.enumerated().allSatisfy { $1.hasPrefix($0.isMultiple(of: 2) ? "a" : "b") })
        let (a, b) = (drawn.filter { $0.hasPrefix("a") }, drawn.filter { $0.hasPrefix("b") })
        #expect(stride(from: 0, to: 15, by: 5).allSatisfy { Set(a[$0..<$0 + 5]).count == 5 })
        #expect(stride(from: 0, to: 15, by: 3).allSatisfy { Set(b[$0..<$0 + 3]).count == 3 })
    }

    @Test func `two machines agree, wherever they are`() {
        let ritual = Ritual("talk", "daily at 21:15").with { $0.prompts = two }
        let here = prompts(ritual, from: "2026-03-01T12:00Z", 400, in: .named("Europe/Berlin"))
        #expect(prompts(ritual, from: "2026-03-01T12:00Z", 400, in: .named("America/New_York")) == here)
    }

    @Test func `what from, until and except leave out does not move the others`() throws {
        let whole = Ritual("talk", "daily at 21:15").with { $0.prompts = two }
        let saturdays = try Exceptions(parsing: "saturdays")
        let some = Ritual("talk", "daily at 21:15", terms: Terms(except: saturdays)).with { $0.prompts = two }
        let days = whole.schedule.occurrences(after: Instant("2026-03-01T12:00Z"), in: .utc).prefix(60)
        for due in days where due.civil.date.weekday != .saturday {
            #expect(whole.prompt(for: due, in: .utc) == some.prompt(for: due, in: .utc))
        }
    }

    @Test func `a deck that has nothing yet is passed over`() {
        let ours = Deck(
            name: Deck.ours, lines: [], kept: [KeptLine(date: CivilDate("2026-05-03"), text: "Rain")])
        let ritual = Ritual("talk", "daily at 21:15").with { $0.prompts = [ours, two[1]] }
        #expect(
            prompts(ritual, from: "2026-05-10T00:00Z", 6, in: .utc).allSatisfy { $0?.hasPrefix("b") == true })
        #expect(prompts(ritual, from: "2026-06-10T00:00Z", 2, in: .utc).contains("3 May 2026: Rain"))
        let alone = Ritual("talk", "daily at 21:15").with { $0.prompts = [ours] }
        #expect(prompts(alone, from: "2026-05-10T00:00Z", 1, in: .utc) == [nil])
    }

    @Test(
        "what they kept comes back after a month, and first on its own day",
        arguments: [
            ("2026-06-02", nil), ("2026-06-03", "Alex, 3 May 2026: We danced"),
            ("2027-05-03", "Alex, a year ago today: We danced"),
            ("2029-05-03", "Alex, 3 years ago today: We danced"),
        ] as [(String, String?)])
    func kept(_ date: String, _ words: String?) {
        let lines = [
            KeptLine(date: CivilDate("2026-05-03"), by: "Alex", text: "We danced"),
            KeptLine(date: CivilDate("2029-05-01"), text: "Later"),
        ]
        let deck = Deck(name: Deck.ours, lines: [], kept: lines)
        #expect(deck.line(at: 7, for: "talk", on: CivilDate(date)) == words)
    }

    @Test func `turns go round by the schedule`() {
        let ritual = Ritual("date", "fridays at 19:30").with { $0.turns = ["Alex", "Sam", "Alex"] }
        let fridays = ritual.schedule.occurrences(after: Instant("2024-01-01T00:00Z"), in: .utc).prefix(6)
        #expect(
            fridays.map { ritual.turn(for: $0, in: .utc) } == ["Alex", "Sam", "Alex", "Alex", "Sam", "Alex"])
    }
}

@Suite("The prompt of an occurrence") struct PromptTests {
    private let lines = (0..<30).map { "line \($0)" }

    private func talk(_ change: (inout Ritual) -> Void = { _ in }) -> Ritual {
        Ritual("talk", "daily at 21:15").with {
            $0.prompts = [Deck(lines: lines)]
            $0.turns = ["Alex", "Sam"]
            change(&$0)
        }
    }

    @Test func `is the same for heads-up, ring, nudge and a bubble that comes back`() {
        let ritual = talk {
            $0.headsUps = [Span(seconds: 3600)]
            $0.nudge = Nudge(every: Span(seconds: 600), times: 2)
        }
        var scene = Scene(ritual, at: "2026-03-02T12:00Z")
        scene.pass(until: "2026-03-02T20:30Z")
        scene.server(comes: false)
        scene.pass(until: "2026-03-02T20:32Z")
        scene.server()
        #expect(scene.shown == ["ahead talk 1h", "ring talk", "nudge talk", "repost talk"])
        let prompts = scene.announcements.map(\.prompt)
        #expect(prompts[0] != nil && Set(prompts).count == 1)
    }

    @Test func `stays what it was through an edit of the deck and a restart`() {
        var scene = Scene(
            talk { $0.nudge = Nudge(every: Span(seconds: 3600), times: 1) }, at: "2026-03-02T12:00Z")
        scene.pass(until: "2026-03-02T20:20Z")
        let rung = scene.announcements.last?.prompt
        scene.configure([
            talk {
                $0.nudge = Nudge(every: Span(seconds: 3600), times: 1)
                $0.prompts = [Deck(lines: ["another"])]
            }
        ])
        scene.restart(at: "2026-03-02T20:40Z")
        scene.pass(until: "2026-03-02T21:30Z")
        #expect(scene.shown.last == "nudge talk")
        #expect(rung != nil && scene.announcements.last?.prompt == rung)
        scene.pass(until: "2026-03-03T20:30Z")
        #expect(scene.announcements.last?.prompt == "another")
    }

    @Test func `is the one that a heads-up has named, whatever becomes of the deck and the program`() {
        func told(_ lines: [String]) -> Ritual {
            talk {
                $0.headsUps = [Span(days: 1), Span(seconds: 3600)]
                $0.prompts = [Deck(lines: lines)]
            }
        }
        var scene = Scene(told(lines), at: "2026-03-01T12:00Z")
        scene.pass(until: "2026-03-01T21:00Z")
        scene.configure([told(["another"])])
        scene.restart(at: "2026-03-01T22:00Z")
        scene.pass(until: "2026-03-02T20:30Z")
        #expect(
            scene.shown == [
                "ahead talk 1h", "ring talk", "ahead talk 1d", "ahead talk 1h", "ring talk", "ahead talk 1d",
            ])
        let prompts = scene.announcements.map(\.prompt)
        #expect(prompts[2] != nil && prompts[2] == prompts[3] && prompts[2] == prompts[4])
        #expect(prompts[5] == "another")
    }

    @Test func `is named by the digest where it is still good today`() {
        var scene = Scene(talk { $0.missed = .digest }, at: "2026-03-02T12:00Z")
        scene.wake(at: "2026-03-02T22:30Z")
        scene.pass(until: "2026-03-02T22:40Z")
        let due = scene.keeper.rituals[0].schedule.previous(before: scene.now, in: scene.zone)
        let prompt = due.flatMap { scene.keeper.rituals[0].prompt(for: $0, in: scene.zone) }
        #expect(prompt.map { scene.digests.first?.contains($0) == true } == true)
    }

    @Test
    func
        `stands under the ritual's own words and whose turn it is, and nowhere of a private one that is locked`()
    {
        var scene = Scene(talk { $0.say = "Sit down." }, at: "2026-03-02T12:00Z")
        scene.pass(until: "2026-03-02T20:20Z")
        let lines = scene.announcements[0].lines
        #expect(lines.count == 3 && lines[0] == "Sit down." && lines[2].hasPrefix("line "))
        #expect(["It is Alex's turn.", "It is Sam's turn."].contains(lines[1]))

        let hidden = talk {
            $0.isPrivate = true
            $0.locked = .ring
        }
        scene = Scene(hidden, at: "2026-03-02T12:00Z")
        scene.lock()
        scene.pass(until: "2026-03-02T20:20Z")
        #expect(scene.announcements.count == 1 && scene.announcements[0].lines == [])
        #expect(scene.announcements[0].prompt == nil)
    }

    @Test func `on one's own turn one is spoken to`() {
        let ritual = talk()
        let due = ritual.schedule.next(after: Instant("2024-01-01T00:00Z"), in: .utc)
        #expect(due.map { ritual.words(for: $0, in: .utc, me: "Alex").turn } == "Alex, it is your turn.")
        #expect(due.map { ritual.words(for: $0, in: .utc, me: "Sam").turn } == "It is Alex's turn.")
    }
}

@Suite("Names in braces") struct PlaceholderTests {
    private func said(_ text: String, _ date: String, since: String? = nil, place: Place? = nil) -> String? {
        let ritual = Ritual("walk", "daily at 15:00").with {
            $0.say = text
            $0.since = since.map { CivilDate($0) }
            $0.place = place
        }
        let zone = Zone.named("Europe/Berlin")
        let start = zone.resolve(CivilDate(date).at(.midnight)).instant
        return ritual.schedule.next(after: start, in: zone).flatMap {
            ritual.words(for: $0, in: zone, me: nil).say
        }
    }

    @Test(
        "years and days are counted from starting",
        arguments: [
            ("2026-11-20", "9 years, 3651 days"), ("2026-11-21", "10 years, 3652 days"),
            ("2016-11-21", "0 years, 0 days"), ("2016-11-22", "0 years, 1 days"),
        ])
    func counted(_ date: String, _ words: String) {
        #expect(said("{years} years, {days} days", date, since: "2016-11-21") == words)
    }

    @Test func `29 February has its years on the 28th where there is no other`() {
        #expect(said("{years}", "2027-02-28", since: "2024-02-29") == "3")
        #expect(said("{years}", "2027-02-27", since: "2024-02-29") == "2")
        #expect(said("{years}", "2028-02-28", since: "2024-02-29") == "3")
    }

    @Test func `the sunset is that of its date, and a line without one is left out`() {
        let berlin = Place(latitude: 52.52, longitude: 13.40)
        #expect(said("At {sunset}.", "2026-06-21", place: berlin) == "At 21:33.")
        #expect(said("At {sunset}.", "2026-12-21", place: Place(latitude: 78, longitude: 15)) == nil)
    }

    @Test func `how often it was done is filled in by whoever has the ledger`() {
        let ritual = Ritual("walk", "daily at 15:00").with { $0.say = "Walk number {n}." }
        var announcement = Announcement(
            .trial(ritual.id), of: ritual, Keeper().wordsToTry(ritual, at: Instant("2026-01-01T00:00Z")),
            civil: CivilDate("2026-01-01").at(.noon))
        #expect(announcement.lines == ["Walk number {n}."])
        var unknown = announcement
        announcement.fill(.n, with: "40")
        #expect(announcement.lines == ["Walk number 40."] && announcement.say == "Walk number 40.")
        unknown.fill(.n, with: nil)
        #expect(unknown.lines == [])
    }
}
