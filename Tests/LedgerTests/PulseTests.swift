import CivilTime
import Foundation
import Rituals
import Schedules
import TestSupport
import Testing

@testable import Ledger

@Suite("The pulse in the ledger") struct PulseTests {
    private let folder = TemporaryFolder()
    private let now = Instant("2026-11-20T07:30+01:00")
    private var week: CivilWeek { CivilWeek(of: Zone.utc.civil(at: now).date) }

    private func open() throws -> Ledger { try Ledger(in: folder.path, machine: "test") }

    /// What is in the files, its log included.
    private func bytes() -> Data {
        let path = Ledger.path(in: folder.path)
        return [path, path + "-wal"].reduce(into: Data()) { all, path in
            all += FileManager.default.contents(atPath: path) ?? Data()
        }
    }

    @Test func `each has only their own`() throws {
        let ledger = try open()
        let alex = Pulse(week: week, figures: [.talk: 4, .openness: 2], note: "a quiet week")
        try ledger.keep(alex, of: "Alex", at: now)
        try ledger.keep(Pulse(week: week, figures: [.together: 1]), of: "Sam", at: now)
        #expect(try ledger.pulses(of: "Alex") == [alex])
        #expect(try ledger.pulses(of: "Sam").map(\.figures) == [[.together: 1]])
        #expect(try ledger.pulses(of: nil) == [])
    }

    @Test func `a second time in a week, what is new takes its place and the rest stays`() throws {
        let ledger = try open()
        try ledger.keep(Pulse(week: week, figures: [.talk: 4, .affection: 3], note: "one"), of: nil, at: now)
        try ledger.keep(Pulse(week: week, figures: [.talk: 2, .together: 5]), of: nil, at: now)
        #expect(
            try ledger.pulses(of: nil) == [
                Pulse(week: week, figures: [.talk: 2, .affection: 3, .together: 5], note: "one")
            ])
    }

    @Test func `what was kept without a name belongs to whoever is named first`() throws {
        let ledger = try open()
        try ledger.keep(Pulse(week: week, figures: [.talk: 4]), of: nil, at: now)
        try ledger.adoptPulses(for: "Alex")
        try ledger.adoptPulses(for: "Sam")
        #expect(try ledger.pulses(of: "Alex").count == 1 && ledger.pulses(of: "Sam").isEmpty)
    }

    @Test func `forgotten is gone, from the file's bytes and its log, wherever the row has been`() throws {
        let ledger = try open()
        // More than one page of them, so that rows are moved about.
        let weeks = (0..<200).map { week.adding(weeks: -$0 * 37 % 200) }
        func note(_ week: CivilWeek) -> String { "note of \(week) " + String(repeating: "x", count: 90) }
        for week in weeks {
            try ledger.keep(
                Pulse(week: week, figures: [.talk: 3], note: "first " + note(week)), of: nil, at: now)
            try ledger.keep(Pulse(week: week, figures: [.talk: 3], note: note(week)), of: nil, at: now)
        }
        for week in weeks.prefix(60) {
            let mark = Data("note of \(week) ".utf8)
            #expect(bytes().range(of: mark) != nil)
            #expect(try ledger.forgetPulse(of: week, nil) == .init(wasThere: true, isGone: true))
            #expect(bytes().range(of: mark) == nil, "\(week)")
        }
        #expect(try ledger.pulses(of: nil).count == 140)
        #expect(try ledger.forgetPulse(of: weeks[0], nil) == .init(wasThere: false, isGone: true))
        // All that is prepared is good for the new file.
        try ledger.keep(Pulse(week: weeks[0], figures: [.talk: 1]), of: nil, at: now)
        #expect(try open().pulses(of: nil).count == 141)
    }

    @Test func `another's week is not forgotten`() throws {
        let ledger = try open()
        try ledger.keep(Pulse(week: week, figures: [.talk: 4]), of: "Alex", at: now)
        #expect(try ledger.forgetPulse(of: week, "Sam").wasThere == false)
        #expect(try ledger.pulses(of: "Alex").count == 1)
    }

    @Test func `a reader that holds a copy is told of`() throws {
        let ledger = try open()
        try ledger.keep(Pulse(week: week, figures: [.talk: 4], note: "between us"), of: nil, at: now)
        let reader = try #require(try Ledger(reading: folder.path))
        try reader.database.execute("BEGIN")
        _ = try reader.pulses(of: nil)
        #expect(try ledger.forgetPulse(of: week, nil) == .init(wasThere: true, isGone: false))
        try reader.database.execute("COMMIT")
        #expect(try ledger.forgetPulse(of: week, nil) == .init(wasThere: false, isGone: true))
        #expect(bytes().range(of: Data("between us".utf8)) == nil)
    }

    @Test func `what was said is kept with its ring, for its own person; an offer is for both`() throws {
        let ledger = try open()
        let talk = Occurrence.ID(
            ritual: try #require(Ritual.ID("talk")), due: .time(week.monday.at(.midnight)))
        let step = Insight.Said(
            Insight(.lighter, about: "2026-W46", words: "A walk."), week: week, at: now, occurrence: talk)
        let offer = Insight.Said(Insight(.offer, about: "lunch", words: "Another time?"), week: week, at: now)
        ledger.person = "Alex"
        try ledger.keep(step)
        try ledger.keep(offer)
        try ledger.keep(offer)
        #expect(try ledger.insights(of: "Alex") == [step, offer])
        #expect(try ledger.insights(of: "Sam") == [offer])
    }

    // MARK: What nobody answers

    private func ring(_ ledger: Ledger, _ name: String, _ days: Int, _ facts: Keeper.Fact...) throws {
        let instant = now - .seconds(days * 86_400)
        let civil = Zone.utc.civil(at: instant)
        let occurrence = Occurrence(
            ritual: try #require(Ritual.ID(name)), due: Due(civil: civil, instant: instant))
        let rang: [Keeper.Fact] = [.ringing(.rings, again: false), .rang(on: [.desktop], nil)]
        let records = (rang + facts).map { Keeper.Record.occurrence(occurrence, zone: "UTC", $0) }
        try ledger.commit(records, at: instant, settled: Keeper.Settled(instant, in: .utc))
    }

    @Test func `rings without an answer are counted since the last one, and since the schedule was changed`()
        throws
    {
        let ledger = try open()
        let lapsed = Keeper.Fact.ended(.lapsed, .unanswered, owesDigest: false)
        let lunch = try #require(Ritual.ID("lunch"))
        func keep(_ schedule: String, _ days: Int) throws {
            let instant = now - .seconds(days * 86_400)
            try ledger.commit(
                [.kept(lunch, KeptSchedule(schedule: schedule, zone: ""))], at: instant,
                settled: Keeper.Settled(instant, in: .utc))
        }
        try keep("daily", 100)
        try ring(ledger, "lunch", 90, lapsed)
        try ring(
            ledger, "lunch", 80, .answered(.notToday, .command),
            .ended(.skipped, .answered, owesDigest: false))
        for days in [70, 60, 50] { try ring(ledger, "lunch", days, lapsed) }
        try ring(ledger, "gone", 60, lapsed)
        try ring(ledger, "lunch", 1)
        let since = now - .seconds(366 * 86_400)
        let silent = Unanswered(
            ritual: lunch, rings: 3, first: now - .seconds(70 * 86_400), last: now - .seconds(50 * 86_400))
        #expect(try ledger.unanswered(since: since) == [silent])
        try keep("weekdays", 55)
        #expect(try ledger.unanswered(since: since).map(\.rings) == [1])
    }
}
