import CivilTime
import Foundation
import Host
import Ledger
import Rituals
import Schedules
import TestSupport
import Testing

@testable import ritual

@Suite("Explanations of entries") struct ExplanationsTests {
    private func entry(_ kind: String, _ fields: [String: String] = [:]) -> LogEntry {
        LogEntry(at: Instant(seconds: 0), fields.merging(["MESSAGE_ID": kind]) { $1 })
    }

    @Test func `are read in the format of systemd's catalogue`() {
        let catalogue = Catalogue(
            parsing: """
                # A note.

                -- 0123456789ABCDEF0123456789ABCDEF
                Subject: It rang
                Defined-By: somebody

                It rang, @RITUAL_ID@, on @RITUAL_DUE@.
                -- not the next one

                # Another note.
                Write to a@b.example, @home@ or @ us @@.


                -- 0123456789abcdef0123456789abcdef de
                Subject: Es hat geläutet

                Auf Deutsch.

                -- 00000000000000000000000000000002
                Subject: The last
                """)
        #expect(
            catalogue.explanation(
                of: entry("0123456789abcdef0123456789abcdef", ["RITUAL_ID": "tea\u{1B}"])) == """
                    It rang, tea␛, on RITUAL_DUE.
                    -- not the next one

                    Write to a@b.example, @home@ or @ us @@.
                    """)
        #expect(catalogue.explanation(of: entry("00000000000000000000000000000002")) == "")
        #expect(catalogue.explanation(of: entry("00000000000000000000000000000003")) == nil)
    }

    @Test("our own has each kind, and needs no field that is not read", arguments: MessageID.allCases)
    func own(_ kind: MessageID) throws {
        let fields = Dictionary(uniqueKeysWithValues: LogEntry.names.map { ($0, "a word") })
        let catalogue = try #require(Catalogue.own)
        let text = try #require(
            catalogue.explanation(of: entry(kind.rawValue, fields.filter { $0.key != "MESSAGE_ID" })))
        #expect(!text.isEmpty && !text.contains("@") && !text.contains("RITUAL_"))
    }

    @Test func `are looked for beside the program, and in the sources that it was built from`() {
        #expect(
            ShippedFile.places(
                of: "rituald.catalog", source: "systemd/rituald.catalog",
                besides: "/home/robin/.local/bin/ritual")
                == ["/home/robin/.local/share/rituald/rituald.catalog"])
        #expect(
            ShippedFile.places(
                of: "rituald.catalog", source: "systemd/rituald.catalog",
                besides: "/home/robin/rituald/.build/x86_64-unknown-linux-gnu/debug/ritual"
            ).last
                == "/home/robin/rituald/systemd/rituald.catalog")
    }
}

@Suite("Entries as people read them") struct LogEntryTests {
    private let fields = [
        "MESSAGE": "Tea could not be shown\u{202E}", "PRIORITY": "4", "RITUAL_ID": "tea",
        "MESSAGE_ID": MessageID.waiting.rawValue,
    ]

    @Test(
        "a line each",
        arguments: [
            (["MESSAGE": "Ready"], "2026-11-21T07:30:02+01:00", "Sat 21 Nov 07:30:02  Ready"),
            (["MESSAGE": "Ready"], "2026-11-05T00:00:00+01:00", "Thu 5 Nov  00:00:00  Ready"),
            (["MESSAGE": "Ready"], "2025-11-21T07:30:02+01:00", "Fri 21 Nov 2025 07:30:02  Ready"),
            (
                ["MESSAGE": "1 problem\nin it", "PRIORITY": "3"], "2026-07-05T23:59:59+02:00",
                "Sun 5 Jul  23:59:59  error: 1 problem␊in it"
            ),
            (
                ["MESSAGE": "Tea waits", "PRIORITY": "4", "RITUAL_ID": "tea"], "2026-11-21T07:30:02+01:00",
                "Sat 21 Nov 07:30:02  warning: Tea waits  tea"
            ),
            ([:], "2026-11-21T07:30:02+01:00", "Sat 21 Nov 07:30:02  "),
        ] as [([String: String], String, String)])
    func line(_ fields: [String: String], _ at: String, _ line: String) {
        let entry = LogEntry(at: Instant(at), fields)
        #expect(entry.line(in: .named("Europe/Berlin"), thisYear: 2026) == line)
    }

    @Test func `and an object for programs, with a word for its kind that the manual has`() throws {
        let entry = LogEntry(at: Instant("2026-11-21T07:30:02+01:00"), fields)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let row = try encoder.encode(entry.row(in: .named("Europe/Berlin"), explanation: nil))
        #expect(
            String(decoding: row, as: UTF8.self) == """
                {"at":"2026-11-21T07:30:02+01:00","kind":"waiting","message":"Tea could not be shown\\\\u{202e}",\
                "priority":4,"ritual":"tea"}
                """)
        let manual = try String(contentsOfFile: Oracle.packageRoot.path + "/man/ritual.1", encoding: .utf8)
        for kind in MessageID.allCases { #expect(manual.contains("\n.It Li \(kind.name)\n")) }
    }
}

@Suite("ritual log without a journal") struct LedgerLogTests {
    private let folder = TemporaryFolder()
    private let file: String

    init() throws {
        file = try folder.write(
            """
            rituals:
              talk: {title: Our talk, when: daily at 19:00}
              secret: {title: Between us, when: daily at 20:00, private: true}
            """, to: "rituals.yaml")
        let ledger = try Ledger(in: folder.path, machine: "")
        ledger.person = "Alex"
        let zone = Zone.named("Europe/Berlin")
        func write(_ name: String, _ due: String, at: String, _ facts: Keeper.Fact...) throws {
            let id = try #require(Rituals.Ritual.ID(name))
            let civil = try #require(CivilDateTime(parsing: due))
            let about = Occurrence(
                ritual: id, due: Due(civil: civil, instant: zone.resolve(civil).instant))
            try ledger.commit(
                facts.map { .occurrence(about, zone: "Europe/Berlin", $0) }, at: Instant(at),
                settled: Keeper.Settled(Instant(at), in: zone))
        }
        let rang: [Keeper.Fact] = [.ringing(.rings, again: false), .rang(on: [.desktop], nil)]
        try write("talk", "2026-11-10T19:00", at: "2026-11-10T19:00:02+01:00", rang[0], rang[1])
        try write(
            "talk", "2026-11-10T19:00", at: "2026-11-10T19:10:00+01:00",
            .answered(.later(Instant("2026-11-10T19:30:00+01:00")), .bubble))
        try write("gone", "2026-11-11T08:00", at: "2026-11-11T08:00:00+01:00", rang[0], rang[1])
        try write(
            "secret", "2026-11-11T20:00", at: "2026-11-12T07:00:00+01:00",
            .ended(.missed, .grace, owesDigest: false))
        // Long after it was due.
        try write(
            "talk", "2026-11-10T19:00", at: "2026-11-13T12:00:00+01:00", .answered(.done, .command),
            .ended(.done, .answered, owesDigest: false))
    }

    private func log(_ arguments: String...) throws -> Ritual {
        try Ritual(["log", "--state", folder.path, "--config", file] + arguments)
    }

    @Test func `tells what rang, what was answered and what did not ring, in their order`() throws {
        let ran = try log()
        let lines = ran.output.split(separator: "\n").map { $0.replacing(" 2026 ", with: " ") }
        #expect(
            lines == [
                "Tue 10 Nov 19:00:02  Our talk rang  talk",
                "Tue 10 Nov 19:10:00  Our talk: later (Alex), until 19:30  talk",
                "Wed 11 Nov 08:00:00  gone rang  gone",
                "Thu 12 Nov 07:00:00  A private ritual: the machine slept  secret",
                "Fri 13 Nov 12:00:00  Our talk: done (Alex)  talk",
            ])
        #expect(ran.errors == "" && ran.status == 0)
    }

    @Test func `since a moment, only the latest, or of one ritual`() throws {
        #expect(try log("--since", "2026-11-12T07:00:00+01:00").output.split(separator: "\n").count == 2)
        #expect(try log("--since", "2026-11-11T00:00:00+01:00", "-n", "1").output.contains("Our talk: done"))
        #expect(try log("talk").output.split(separator: "\n").count == 3)
        #expect(try log("gone", "-n", "1").output.contains("gone rang"))
        #expect(try log("secret", "--since", "2026-11-13T00:00:00+01:00").output.hasPrefix("Nothing since "))
        #expect(try log("tlak").errors == "there is no ritual `tlak`\n  hint: did you mean `talk`?\n")
        #expect(try log("--since", "2199-01-01").errors == "`2199-01-01` is still to come\n")
        #expect(try log("--since", "noonish").errors.contains("  hint: "))
    }

    @Test func `as JSON, a line each, with explanations`() throws {
        let lines = try log("--json", "-x").output.split(separator: "\n")
        let rows = try lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(rows.map { $0["kind"] as? String } == ["rang", "answered", "rang", "ended", "answered"])
        #expect(rows.map { $0["outcome"] as? String } == [nil, nil, nil, "missed", "done"])
        #expect(rows.map { $0["answer"] as? String } == [nil, "later", nil, nil, "done"])
        #expect(rows[0]["due"] as? String == "2026-11-10T19:00")
        #expect((rows[3]["explanation"] as? String)?.contains("\"missed\"") == true)
        #expect(try log("-x", "gone").output.contains("\n    It was due at 2026-11-11T08:00 by the clock"))
    }

    @Test("wrong usage ends with 2", arguments: [["-n", "0"], ["-f"], ["talk", "secret"]])
    func usage(_ arguments: [String]) throws {
        #expect(try Ritual(["log", "--state", folder.path] + arguments).status == 2)
    }
}
