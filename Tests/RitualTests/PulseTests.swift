import CivilTime
import Foundation
import Host
import Ledger
import Rituals
import Schedules
import TestSupport
import Testing

@Suite("ritual pulse", .timeLimit(.minutes(3)), .serialized) struct PulseTests {
    private var now: Instant { SystemClock.now() }
    private var week: CivilWeek { CivilWeek(of: Zone.named("Europe/Berlin").civil(at: now).date) }

    private func house(_ text: String = "rituals: {}", me: String? = "Alex") throws -> House {
        let house = try House(text)
        if let me { try house.folder.write(me + "\n", to: ".config/rituald/me") }
        return house
    }

    private func ledger(_ house: House) throws -> Ledger {
        try Ledger(in: house.folder.path + "/.local/state/rituald", machine: "")
    }

    // MARK: Asking

    @Test func `lines of standard input answer it, and only one's own are shown`() throws {
        let house = try house()
        let ran = try house.ritual("pulse", input: "4\n\n 2\n5\n  a walk,\tin the rain \n")
        #expect(ran.status == 0 && ran.output.contains("Kept, for you alone."))
        let shown = try house.ritual("pulse", "--show", "--json").jsonList()
        #expect(shown.count == 1 && shown[0]["week"] as? String == week.description)
        #expect(shown[0]["talk"] as? Int == 4 && shown[0]["affection"] == nil)
        #expect(shown[0]["openness"] as? Int == 2 && shown[0]["together"] as? Int == 5)
        #expect(shown[0]["note"] as? String == "a walk, in the rain")
        let words = try house.ritual("pulse", "--show").output
        #expect(
            words.contains("4 good") && words.contains("2 a little") && words.contains("a walk, in the rain"))
        try house.folder.write("Sam\n", to: ".config/rituald/me")
        #expect(try house.ritual("pulse", "--show", "--json").jsonList().isEmpty)
    }

    @Test func `a second time in a week says so, and shows nothing of the first`() throws {
        let house = try house()
        try house.ritual("pulse", input: "1\n1\nq\n")
        let again = try house.ritual("pulse", input: "5\n\n4\n\n\n")
        #expect(again.output.contains("something of this week already"))
        #expect(!again.output.contains("hardly\n") && !again.output.contains("1 1"))
        let shown = try house.ritual("pulse", "--show", "--json").jsonList()
        #expect(shown.count == 1 && shown[0]["talk"] as? Int == 5)
        #expect(shown[0]["affection"] as? Int == 1 && shown[0]["openness"] as? Int == 4)
    }

    @Test(
        "what cannot be understood, and nobody there, keep nothing",
        arguments: [
            ("4\n6\n", "an answer is a figure from 1 to 5; nothing is kept"),
            ("4\nfour\n", "an answer is a figure from 1 to 5; nothing is kept"),
            ("", "nothing was answered, so nothing is kept"), ("\n\n\n\n\n", "nothing was answered"),
            ("q\n", "nothing was answered"),
        ])
    func refused(_ input: String, _ words: String) throws {
        let house = try house()
        let ran = try house.ritual("pulse", input: input)
        #expect(ran.status == 1 && ran.errors.contains(words))
        #expect(try house.ritual("pulse", "--show").output.hasPrefix("Nothing is kept so far."))
    }

    @Test func `at a terminal one key answers, and no Return is needed`() throws {
        let house = try house()
        let shown = try house.converse(
            "pulse",
            steps: [
                ["1 hardly … 5", "4"], ["4\r\n", ""], ["1 hardly any", "7"], ["1 to 5, please", ""],
                ["1 hardly any", "\u{1B}[A"], ["1 to 5, please", ""], ["1 hardly any", "5"],
                ["1 I kept most", " "], ["next to none", "3"], ["if you like", "Fine.\n"],
            ])
        #expect(shown.contains("Kept, for you alone."))
        let kept = try house.ritual("pulse", "--show", "--json").jsonList()
        #expect(kept.first?["talk"] as? Int == 4 && kept.first?["affection"] as? Int == 5)
        #expect(kept.first?["openness"] == nil && kept.first?["together"] as? Int == 3)
        #expect(kept.first?["note"] as? String == "Fine.")
    }

    @Test func `q stops and keeps what was answered, Ctrl-C keeps nothing`() throws {
        let house = try house()
        _ = try house.converse("pulse", steps: [["1 hardly … 5", "2"], ["1 hardly any", "q"]])
        #expect(try house.ritual("pulse", "--show", "--json").jsonList().first?["talk"] as? Int == 2)
        let stopped = try house.converse("pulse", steps: [["1 hardly … 5", "q"]])
        #expect(stopped.contains("Nothing is kept.") && !stopped.contains("Kept,"))
        #expect {
            try house.converse("pulse", steps: [["1 hardly … 5", "5"], ["1 hardly any", "\u{3}"]])
        } throws: { ($0 as? Oracle.Failed)?.status == 130 }
        #expect(try house.ritual("pulse", "--show", "--json").jsonList().first?["talk"] as? Int == 2)
    }

    @Test(
        "the terminal is as before, however it ends",
        arguments: [
            ("", "12345\n"), ("", "q"), ("", "\u{1B}"), ("", "4\u{3}"), ("", "\u{4}"),
            ("timeout --foreground 1 ", "4"), ("timeout --foreground -s HUP 1 ", "4"),
        ])
    func restored(_ wrapper: String, _ keys: String) throws {
        let house = try house()
        let shown = try house.terminal(
            ["/bin/sh", "-c", "\(wrapper)\(Ritual.program.path) pulse; stty -a; exit 0"],
            steps: [["1 hardly … 5", keys]])
        let flags = Set(shown.split(whereSeparator: \.isWhitespace).map { $0.filter { $0 != ";" } })
        #expect(flags.isSuperset(of: ["icanon", "echo", "isig", "icrnl", "ixon"]), "\(shown)")
    }

    @Test func `without a bus it says so before anything is asked`() throws {
        let ran = try Ritual("pulse", input: "4\n4\n4\n4\n\n")
        #expect(ran.status == 3 && ran.output.isEmpty)
    }

    // MARK: After a check-in

    @Test func `Done in a bubble is followed by one that names it, Done at a terminal asks at once`() throws {
        let house = try house()
        let more = "when: daily at \(house.clock(2)), pulse: true"
        try house.write(
            "rituals: {talk: {title: Our talk, private: true, \(more)}, walk: {\(more)}, rest: {\(more)}}")
        try house.ritual("resume")
        try house.within { try house.shown().count == 3 }
        try house.within { try house.ritual("status").output.split(separator: "\n").count == 4 }
        let talk = try house.shown().first { $0["summary"] as? String == "Our talk" }
        try house.bus.press(try #require(talk?["id"] as? Int), "done")
        try house.within { try house.shown().count == 4 }
        let bubble = try house.shown()[3]
        #expect((bubble["body"] as? String)?.contains("`ritual pulse`") == true)
        #expect((bubble["hints"] as? [String: Any])?["suppress-sound"] as? Int == 1)
        #expect((bubble["actions"] as? [String])?.isEmpty == true)

        let asked = try house.converse(
            "done", "walk", steps: [["1 hardly … 5", "3"], ["1 hardly any", "q"]])
        #expect(asked.contains("Done: walk") && asked.contains("Kept, for you alone."))
        try house.within {
            try house.bus.calls().contains {
                $0["method"] as? String == "CloseNotification" && $0["id"] as? Int == bubble["id"] as? Int
            }
        }
        #expect(!(try house.converse("done", "rest", steps: [])).contains("small questions"), "once a week")
    }

    @Test func `Done where nobody sits at a terminal asks nothing`() throws {
        let house = try house()
        try house.write("rituals: {talk: {when: daily at \(house.clock(3)), pulse: true}}")
        let done = try house.ritual("done", "talk", input: "5\n5\n5\n5\n\n")
        #expect(done.status == 0 && done.output.hasPrefix("Done: talk") && !done.output.contains("1 to 5"))
    }

    // MARK: Forgetting

    @Test func `a forgotten week is gone from the ledger's bytes, by its number or a date in it`() throws {
        let house = try house()
        for text in [week.description, week.sunday.description, week.description.lowercased()] {
            try house.ritual("pulse", input: "4\n4\n4\n4\nonly between the two of us\n")
            let forgotten = try house.ritual("pulse", "--forget", text)
            #expect(forgotten.output == "\(week) is forgotten, for good.\n")
            for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
                let path = house.folder.path + "/.local/state/rituald/" + name
                let bytes = FileManager.default.contents(atPath: path) ?? Data()
                #expect(bytes.range(of: Data("only between".utf8)) == nil, "\(name)")
            }
        }
        let again = try house.ritual("pulse", "--forget", week.description)
        #expect(again.status == 1 && again.errors.hasPrefix("nothing is kept of \(week)"))
        #expect(try house.ritual("pulse", "--forget", "last week").errors.hasPrefix("`last week` is no week"))
    }

    // MARK: Nowhere else

    @Test func `nothing of it is in the journal, in the status or on the desktop`() throws {
        let house = try house("rituals: {talk: {when: daily at 03:00, pulse: true}}")
        try house.ritual("pulse", input: "1\n2\n1\n2\nIT-IS-HARD\n")
        let told = try String(contentsOfFile: house.folder.path + "/out", encoding: .utf8)
        #expect(!told.isEmpty && !told.contains("IT-IS-HARD") && !told.lowercased().contains("pulse"))
        let properties = try house.busctl(
            "call", "org.rituald.Rituals1", "/org/rituald/Rituals1", "org.freedesktop.DBus.Properties",
            "GetAll",
            "s", "org.rituald.Rituals1")
        #expect(!properties.contains("IT-IS-HARD") && !properties.lowercased().contains("pulse"))
        #expect(try house.shown().isEmpty)
        for command in ["status", "history", "next", "list", "why"] {
            #expect(try !house.ritual(command).output.contains("IT-IS-HARD"), "\(command)")
        }
    }

    // MARK: What is said by itself

    /// So many weeks before this one, each with one figure for all.
    private func fill(_ house: House, _ figures: [Int]) throws {
        let ledger = try ledger(house)
        for (index, figure) in figures.enumerated() {
            let all = Dictionary(uniqueKeysWithValues: Pulse.Question.allCases.map { ($0, figure) })
            try ledger.keep(
                Pulse(week: week.adding(weeks: index - figures.count), figures: all), of: "Alex", at: now)
        }
    }

    @Test func `after six low weeks it says once that there is help, and why insight tells the numbers`()
        throws
    {
        let house = try house()
        try fill(house, [2, 2, 3, 2, 2])
        #expect(try house.ritual("why", "insight").output == "Nothing was said by itself so far.\n")
        let ran = try house.ritual("pulse", input: "2\n2\n2\n2\n\n")
        #expect(ran.output.hasSuffix("\n\n\(Insight.help)\n"))
        #expect(try !house.ritual("pulse", input: "2\n2\n2\n2\n\n").output.contains(Insight.help))
        let why = try house.ritual("why", "insight").output
        #expect(why.contains("that there is help") && why.contains("the 6 weeks up to \(week) was 2.1."))
        #expect(
            try house.ritual("why", "insight", "--json").jsonList().map { $0["rule"] as? String } == ["help"])
        #expect(try house.shown().isEmpty, "never in a bubble")
        try house.folder.write("Sam\n", to: ".config/rituald/me")
        #expect(try house.ritual("why", "insight").output == "Nothing was said by itself so far.\n")
    }

    @Test func `of a week that was forgotten, its numbers are told no more`() throws {
        let house = try house()
        try fill(house, [2, 2, 3, 2, 2])
        try house.ritual("pulse", input: "2\n2\n2\n2\n\n")
        try house.ritual("pulse", "--forget", week.adding(weeks: -5).description)
        let why = try house.ritual("why", "insight").output
        #expect(why.contains("changed or forgotten since") && !why.contains("2."))
    }

    @Test func `insights: false keeps it silent`() throws {
        let house = try house("insights: false\nrituals: {}")
        try fill(house, [1, 1, 1, 1, 1])
        #expect(try !house.ritual("pulse", input: "1\n1\n1\n1\n\n").output.contains(Insight.help))
        #expect(
            try house.ritual("why", "insight").output.hasPrefix(
                "Nothing is said by itself: `insights: false`"))
    }

    @Test func `after a fall the next check-in brings one line of the deck lighter, and says nothing of it`()
        throws
    {
        let house = try house("rituals: {talk: {when: daily at 03:00, pulse: true}}")
        try house.folder.write("[Sit on the doorstep for a while]", to: ".config/rituald/decks/lighter.yaml")
        try fill(house, [5, 5, 5, 5, 4, 4, 4])
        try house.ritual("pulse", input: "3\n3\n4\n3\n\n")
        try house.write("rituals: {talk: {when: daily at \(house.clock(2)), pulse: true}}")
        try house.within { try house.shown().count == 1 }
        #expect(
            (try house.shown()[0]["body"] as? String)?.hasPrefix("Sit on the doorstep for a while\n") == true)
        let why = try house.ritual("why", "insight").output
        #expect(why.contains("a lighter line, with talk") && why.contains("was 3.8, and 5 "))
        let told = try String(contentsOfFile: house.folder.path + "/out", encoding: .utf8)
        #expect(!told.contains("lighter") && !told.contains("insight"))
        // The same fall has had its line, for this week and for good.
        try house.ritual("done")
        try house.write("rituals: {talk: {when: daily at \(house.clock(2)), pulse: true}}")
        try house.within { try house.shown().count == 2 }
        #expect((try house.shown()[1]["body"] as? String)?.contains("Sit on") == false)
    }

    /// Lunch has rung each week for eight weeks, and nobody has answered.
    private func leaveUnanswered(_ house: House) throws {
        let ledger = try ledger(house)
        let lunch = try #require(Rituals.Ritual.ID("lunch"))
        let zone = Zone.named("Europe/Berlin")
        func write(_ record: Keeper.Record, _ instant: Instant) throws {
            try ledger.commit([record], at: instant, settled: Keeper.Settled(instant, in: zone))
        }
        try write(
            .kept(lunch, KeptSchedule(schedule: "daily at 03:00", zone: "")), now - .seconds(80 * 86_400))
        for week in (1...8).reversed() {
            let due = now - .seconds(week * 7 * 86_400)
            let occurrence = Occurrence(ritual: lunch, due: Due(civil: zone.civil(at: due), instant: due))
            for fact: Keeper.Fact in [
                .ringing(.rings, again: false), .rang(on: [.desktop], nil),
                .ended(.lapsed, .unanswered, owesDigest: false),
            ] { try write(.occurrence(occurrence, zone: "Europe/Berlin", fact), due) }
        }
        try write(.released(try #require(Rituals.Ritual.ID("nothing"))), now)
    }

    @Test func `without a check-in, status offers what nobody answers another time, or to let it go`() throws
    {
        let house = try house("rituals: {lunch: {title: Lunch for two, when: daily at 03:00}}")
        try leaveUnanswered(house)
        try house.ritual("resume")
        try house.within { try house.ritual("status").output.contains("offer") }
        let status = try house.ritual("status").output
        #expect(status.contains("Lunch for two has been quiet for a while: another time (`ritual edit`)"))
        #expect(try house.ritual("status", "--json").json()["offers"] as? [String] == ["lunch"])
        #expect(try house.ritual("why", "insight").output.contains("an offer about lunch"))
        #expect(try house.shown().isEmpty)
        try house.write("insights: false\nrituals: {lunch: {title: Lunch for two, when: daily at 03:00}}")
        try house.within { try !house.ritual("status").output.contains("offer") }
    }

    @Test func `with a check-in, its ring brings the offer, and status does not`() throws {
        let house = try house("rituals: {lunch: {title: Lunch for two, when: daily at 03:00}}")
        try leaveUnanswered(house)
        func write(_ time: String) throws {
            let talk = "talk: {when: daily at \(time), pulse: true}"
            try house.write("rituals: {lunch: {title: Lunch for two, when: daily at 03:00}, \(talk)}")
        }
        try write("03:00")
        try house.ritual("resume")
        // What a start leads to is looked at in its first second.
        try write(house.clock(3))
        try house.within { try house.shown().count == 1 }
        #expect((try house.shown()[0]["body"] as? String)?.contains("“Lunch for two” has been quiet") == true)
        #expect(try house.ritual("why", "insight").output.contains("an offer about lunch"))
        #expect(try !house.ritual("status").output.contains("offer"))
        // A new daemon shows it as it was.
        try house.stopDaemon()
        try house.ritual("resume")
        try house.within { try house.shown().count == 2 }
        #expect(try house.shown()[1]["body"] as? String == house.shown()[0]["body"] as? String)
    }
}
