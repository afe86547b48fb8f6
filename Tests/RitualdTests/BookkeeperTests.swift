import CivilTime
import Foundation
import Host
import Rituals
import Schedules
import TestSupport
import Testing

@testable import Ledger
@testable import rituald

@Suite("Keeping the ledger") @MainActor struct BookkeeperTests {
    private let folder = TemporaryFolder()
    private let now = Instant("2026-11-20T07:30+01:00")
    private let oneOff = OneOff(
        id: Ritual.ID(oneOff: 3), text: "tea", due: CivilDateTime(wallSeconds: 2_000_000_000), offset: nil,
        isPrivate: true)

    private final class Said {
        var words: [String] = []
    }

    /// Writes noise over all that the ledger has on the disk, under the hands of whoever has it open.
    private func damage() throws {
        for suffix in ["", "-wal"] {
            let path = Ledger.path(in: folder.path) + suffix
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.write(contentsOf: Data(repeating: 0xA5, count: 200_000))
            try file.close()
        }
    }

    @Test(
        "damage that is noticed while it runs leads to a new ledger, which is told all",
        arguments: ["by reading", "by writing"])
    func damaged(_ way: String) throws {
        let said = Said()
        let (now, oneOff, settled) = (now, oneOff, Keeper.Settled(now, in: .utc))
        let kept = [
            Keeper.Record.kept(Ritual.ID(oneOff: 1), KeptSchedule(schedule: "daily at 07:30", zone: ""))
        ]
        let bookkeeper = Bookkeeper(folder: folder.path, machine: "") { words, _ in said.words.append(words) }
        bookkeeper.recollection = { _ in
            Ledger.Recollection(
                records: kept, oneOffs: [oneOff], owed: [], at: now, settled: settled)
        }
        _ = try bookkeeper.begin(zone: .utc)
        bookkeeper.write(kept, at: now, settled: settled)
        // What it has in memory would hide the damage.
        bookkeeper.ask { $0.shrink() }
        try damage()
        if way == "by reading" {
            #expect(bookkeeper.ask { ledger throws(LedgerError) in try ledger.allOneOffs() } == nil)
        } else {
            bookkeeper.write(kept, at: now, settled: settled)
        }
        #expect(said.words.count == 1 && said.words[0].contains("is kept as"))
        #expect(bookkeeper.trouble == nil)
        #expect(bookkeeper.ask { ledger throws(LedgerError) in try ledger.allOneOffs() } == [oneOff])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.contains { $0.hasPrefix("ledger.sqlite.damaged-") && !$0.hasSuffix("-wal") })
    }

    @Test(
        "what goes into a removed file is not yet written down, and is once the file is back",
        .timeLimit(.minutes(1)), arguments: ["ledger.sqlite", ""])
    func removed(_ name: String) async throws {
        let said = Said()
        let bookkeeper = Bookkeeper(folder: folder.path, machine: "") { words, _ in said.words.append(words) }
        _ = try bookkeeper.begin(zone: .utc)
        func write(at moment: Instant) {
            bookkeeper.write(
                [.kept(Ritual.ID(oneOff: 1), KeptSchedule(schedule: "daily at 07:30", zone: ""))],
                at: moment, settled: Keeper.Settled(moment, in: .utc))
        }
        func unwritten() -> Instant? { UnwrittenMark(in: folder.path).found }

        write(at: now)
        #expect(unwritten() == nil)
        try FileManager.default.removeItem(atPath: name.isEmpty ? folder.path : "\(folder.path)/\(name)")
        write(at: now + .seconds(1))
        // With the folder went the mark.
        #expect(unwritten() == (name.isEmpty ? nil : now + .seconds(1)))
        while said.words.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        #expect(said.words.count == 1 && said.words[0].includes("They're back"))
        #expect(unwritten() == nil && FileManager.default.fileExists(atPath: folder.path + "/unwritten"))
        #expect(try Ledger(reading: folder.path)?.settled() == now + .seconds(1))
    }
}
