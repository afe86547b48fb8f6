import CivilTime
import Foundation
import Host
import Rituals
import Schedules
import TestSupport
import Testing

@testable import Ledger

@Suite("The ledger") struct LedgerTests {
    private let folder = TemporaryFolder()
    private let now = Instant("2026-11-20T07:30+01:00")
    private let tea = Occurrence(
        ritual: Ritual.ID(oneOff: 1),
        due: Due(
            civil: CivilDateTime(wallSeconds: Instant("2026-11-20T07:30Z").seconds),
            instant: Instant("2026-11-20T07:30+01:00")))

    private func open() throws -> Ledger { try Ledger(in: folder.path, machine: "test") }

    private func write(_ ledger: Ledger, _ facts: Keeper.Fact..., at instant: Instant? = nil) throws {
        let records = facts.map { Keeper.Record.occurrence(tea, zone: "Europe/Berlin", $0) }
        try ledger.commit(
            records, at: instant ?? now, settled: Keeper.Settled(now, in: .named("Europe/Berlin")))
    }

    @Test func `what was written is there for the next process`() throws {
        try write(
            open(), .ringing(.rings, again: false),
            .rang(on: [.desktop], BubbleReference(server: ":1.5", number: 7)))
        let memory = try #require(try open().memory(zones: .system, fallback: .utc))
        #expect(memory.lastSeen == now && memory.zone.identifier == "Europe/Berlin")
        #expect(memory.states == [OccurrenceState(tea, .open, rangAt: now)])
        #expect(try open().bubbles(since: now - .seconds(60)).map(\.occurrences) == [[tea.id]])
    }

    @Test func `an empty ledger has nothing to remember, and one that is not there nothing to read`() throws {
        #expect(try Ledger(reading: folder.path) == nil)
        #expect(try open().memory(zones: .system, fallback: .utc) == nil)
    }

    @Test func `the last outcome is in force, and a void one is none`() throws {
        let ledger = try open()
        try write(ledger, .ended(.missed, .grace, owesDigest: true))
        #expect(try ledger.memory(zones: .system, fallback: .utc)?.owed == [tea])
        try write(ledger, .voided(.zone))
        #expect(try ledger.memory(zones: .system, fallback: .utc)?.owed == [])
        #expect(try ledger.states(since: now) == [], "it lies ahead again")
        try write(ledger, .ended(.done, .answered, owesDigest: false))
        #expect(try ledger.state(of: tea.id)?.stage == .ended(.done, .answered))
        #expect(try ledger.history(of: tea.ritual, since: nil, limit: 10).map(\.outcome) == [.done])
    }

    @Test func `looking back, the last outcome counts and who said so last; a reminder does not`() throws {
        let ledger = try open()
        let talk = try #require(Ritual.ID("talk"))
        func write(_ date: String, _ ritual: Ritual.ID, _ facts: Keeper.Fact...) throws {
            let name = try #require(Due.Name(parsing: date))
            let due = Due(name: name, instant: now, in: .named("Europe/Berlin"))
            let records = facts.map {
                Keeper.Record.occurrence(
                    Occurrence(ritual: ritual, due: due), zone: "Europe/Berlin", $0)
            }
            try ledger.commit(
                records, at: now, settled: Keeper.Settled(now, in: .named("Europe/Berlin")))
        }
        ledger.person = "Alex"
        try write(
            "2026-11-17T21:15", talk, .answered(.done, .bubble), .ended(.done, .answered, owesDigest: false))
        try write("2026-11-18", talk, .ended(.lapsed, .unanswered, owesDigest: false))
        try write(
            "2026-11-18", talk, .answered(.notToday, .bubble), .ended(.skipped, .answered, owesDigest: false))
        ledger.person = "Sam"
        try write("2026-11-18", talk, .answered(.done, .bubble), .ended(.done, .answered, owesDigest: false))
        try write("2026-11-19T21:15", talk, .ended(.lapsed, .unanswered, owesDigest: false))
        try write("2026-11-20T21:15", talk, .ended(.missed, .grace, owesDigest: false))
        try write("2026-11-21T21:15", talk, .ended(.done, .answered, owesDigest: false), .voided(.zone))
        try write("2026-11-17T21:15", tea.ritual, .ended(.done, .answered, owesDigest: false))
        let told = try ledger.endings(until: now + .seconds(86_400)).map {
            "\($0.ritual) \($0.date) \($0.outcome) \($0.person ?? "-")"
        }
        #expect(
            told == ["talk 2026-11-17 done Alex", "talk 2026-11-18 done Sam", "talk 2026-11-19 lapsed -"])
    }

    @Test func `what was done ahead is counted once its time has come`() throws {
        let ledger = try open()
        let walk = try #require(Ritual.ID("walk"))
        func done(_ date: String) throws {
            let due = Due(
                name: try #require(Due.Name(parsing: date)), instant: Instant(date + "+01:00"),
                in: .named("Europe/Berlin"))
            let facts: [Keeper.Fact] = [
                .answered(.done, .command), .ended(.done, .answered, owesDigest: false),
            ]
            try ledger.commit(
                facts.map {
                    Keeper.Record.occurrence(
                        Occurrence(ritual: walk, due: due), zone: "Europe/Berlin", $0)
                }, at: now, settled: Keeper.Settled(now, in: .named("Europe/Berlin")))
        }
        try done("2026-11-19T07:00")
        try done("2026-11-21T07:00")
        let tomorrow = Instant("2026-11-21T07:00+01:00")
        for (instant, count) in [(now, 1), (tomorrow - .seconds(1), 1), (tomorrow, 2)] {
            #expect(try ledger.doneCount(of: walk, until: instant) == count)
            #expect(try ledger.endings(until: instant).count == count)
        }
    }

    @Test func `answers are kept with who gave them, and where`() throws {
        let ledger = try open()
        ledger.person = "Alex"
        let later = now + .seconds(600)
        try write(ledger, .ringing(.rings, again: false), .rang(on: [.desktop], nil))
        try write(ledger, .answered(.later(later), .bubble))
        #expect(try ledger.state(of: tea.id)?.later == later)
        try write(ledger, .answered(.done, .command), .ended(.done, .answered, owesDigest: false))
        let entry = try #require(try ledger.history(of: nil, since: nil, limit: 10).first)
        #expect(
            entry.answers.map(\.answer) == [.later, .done] && entry.answers.map(\.person) == ["Alex", "Alex"])
        #expect(entry.answers.map(\.until) == [later, nil] && entry.later == nil)
    }

    @Test func `a ring that was begun may have been seen, one that was refused has not`() throws {
        let ledger = try open()
        try write(ledger, .ringing(.rings, again: false))
        #expect(try ledger.state(of: tea.id)?.stage == .waiting(again: true))
        try write(ledger, .unshown)
        #expect(try ledger.state(of: tea.id)?.stage == .waiting(again: false))
    }

    @Test func `a commit is whole or not at all`() throws {
        let ledger = try open()
        // The second row of it cannot be written.
        try ledger.database.execute("DROP TABLE answers")
        #expect(throws: LedgerError.self) {
            try write(ledger, .ringing(.rings, again: false), .answered(.done, .command))
        }
        #expect(try ledger.database.integer("SELECT count(*) FROM occurrences") == 0)
    }

    @Test func `its schema is as its version says, strict, with foreign keys and a journal ahead`() throws {
        let ledger = try open()
        #expect(try ledger.database.integer("PRAGMA user_version") == 3)
        #expect(try ledger.database.integer("PRAGMA foreign_keys") == 1)
        #expect(try ledger.database.integer("PRAGMA busy_timeout") == 0)
        #expect(
            try ledger.database.integer(
                "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'"
            ) == 0)
        #expect(
            try ledger.database.integer("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'")
                == 1)
    }

    @Test func `rings are not waited for, all else is on the disk`() throws {
        let ledger = try open()
        try write(ledger, .ringing(.rings, again: false))
        #expect(try ledger.database.integer("PRAGMA synchronous") == 1, "NORMAL")
        try write(ledger, .rang(on: [.desktop], nil))
        #expect(try ledger.database.integer("PRAGMA synchronous") == 2, "FULL")
    }

    @Test func `a newer ledger is refused, and not a byte of it is changed`() throws {
        do {
            let ledger = try open()
            try ledger.database.execute("PRAGMA user_version = 4; PRAGMA wal_checkpoint(TRUNCATE)")
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: Ledger.path(in: folder.path)))
        for open in [{ _ = try self.open() }, { _ = try Ledger(reading: self.folder.path) }] {
            #expect { try open() } throws: { ($0 as? LedgerError)?.kind == .newer(4, known: 3) }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: Ledger.path(in: folder.path))) == before)
    }

    @Test("what is no ledger, or a damaged one, is known as such", arguments: [0, 1, 2])
    func damaged(_ kind: Int) throws {
        if kind == 0 {
            try folder.write(String(repeating: "x", count: 4096), to: "ledger.sqlite")
        } else {
            do {
                let ledger = try open()
                for _ in 0..<50 { try write(ledger, .ringing(.rings, again: false)) }
                try ledger.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            }
            let path = Ledger.path(in: folder.path)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            // Its schema, or all pages after it.
            let range = kind == 1 ? 100..<4096 : 4096..<bytes.count
            bytes.replaceSubrange(range, with: Data(repeating: 0xA5, count: range.count))
            try bytes.write(to: URL(fileURLWithPath: path))
        }
        #expect {
            let ledger = try self.open()
            _ = try ledger.memory(zones: .system, fallback: .utc)
            try self.write(ledger, .ringing(.rings, again: false))
        } throws: { ($0 as? LedgerError)?.kind == .corrupt }
        let target = try Ledger.setAside(in: folder.path, stamp: "2026-11-20T07-30-00")
        #expect(target.hasSuffix("ledger.sqlite.damaged-2026-11-20T07-30-00"))
        _ = try open()
        #expect(
            try Ledger.setAside(in: folder.path, stamp: "2026-11-20T07-30-00").hasSuffix("-00-2"),
            "nothing is deleted")
    }

    @Test(
        "a path may hold any character",
        arguments: ["a b", "q?mode=memory", "h#x", "50%", "Lädchen 💛", "%41"])
    func path(_ name: String) throws {
        let path = folder.path + "/" + name
        try Folder.makePrivate(path)
        _ = try Ledger(in: path, machine: "")
        #expect(FileManager.default.fileExists(atPath: path + "/ledger.sqlite"))
        #expect(try Ledger(reading: path) != nil)
    }

    @Test func `in a folder in which nothing can be written it is read all the same`() throws {
        try write(open(), .ringing(.rings, again: false))
        // What a reader would have to make is not there.
        let copy = folder.path + "/frozen"
        try Folder.makePrivate(copy)
        do {
            let ledger = try open()
            try ledger.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            try FileManager.default.copyItem(
                atPath: Ledger.path(in: folder.path), toPath: Ledger.path(in: copy))
        }
        chmod(copy, 0o500)
        defer { chmod(copy, 0o700) }
        #expect(try Ledger(reading: copy)?.states(since: now).count == 1)
    }

    @Test func `one-offs go over to a new ledger with their numbers, and no number comes twice`() throws {
        let old = try Ledger(in: nil, machine: "")
        for text in ["one", "two"] {
            _ = try old.addOneOff(
                text, due: tea.due.civil, offset: 3600, isPrivate: true, dueAt: now, at: now)
        }
        let new = try open()
        try new.learn(
            Ledger.Recollection(
                records: [], oneOffs: try old.oneOffs(since: now).suffix(1), owed: [], at: now,
                settled: Keeper.Settled(now, in: .utc)))
        #expect(try new.oneOffs(since: now) == (try old.oneOffs(since: now).suffix(1)))
        #expect(
            try new.addOneOff("x", due: tea.due.civil, offset: nil, isPrivate: false, dueAt: now, at: now).id
                .description == "once-3")
    }
}
