import CivilTime
import Dispatch
import Host
import Ledger
import Rituals

/// Has the ledger written, whatever the disk says: what cannot be written now is written when it can be.
@MainActor
final class Bookkeeper {
    private struct Batch {
        let records: [Keeper.Record]
        let at: Instant
        let settled: Keeper.Settled
    }

    /// What the Keeper knows, for a ledger that knows nothing.
    struct Recollection {
        let records: [Keeper.Record]
        let oneOffs: [OneOff]
        let at: Instant
        let settled: Keeper.Settled
    }

    /// Nil: in memory, for a play.
    private let folder: String?
    private let machine: String
    private var ledger: Ledger?
    /// Where nothing can be written at the start, what was written before can be asked for.
    private var reader: Ledger?
    /// Whether the next ledger is a new one in the place of a damaged one.
    private var mustRecollect = false
    private var isReplacing = false
    private var backlog: [Batch] = []
    private var retry: (any DispatchSourceTimer)?
    /// Who answers on this machine.
    var person: String? { didSet { ledger?.person = person } }
    /// Why what happens is not written at this time; nil: it is.
    private(set) var trouble: String?
    /// What to tell a new ledger, where the old one turns out to be damaged.
    var recollection: () -> Recollection? = { nil }
    /// Called with words for the journal; `isGrave`: people should hear of it too.
    private let tell: (_ words: String, _ isGrave: Bool) -> Void

    /// How often a ledger that cannot be written is tried again by itself, in seconds.
    private static let pause = 60

    init(
        folder: String?, machine: String, tell: @escaping (_ words: String, _ isGrave: Bool) -> Void
    ) {
        self.folder = folder
        self.machine = machine
        self.tell = tell
    }

    /// Opens the ledger and reads what the Keeper goes on from; throws only for a newer ledger, which is left
    /// as it is.
    func begin(zone: Zone) throws(LedgerError) -> Keeper.Memory? {
        for _ in 0..<2 {
            do throws(LedgerError) {
                let ledger = try Ledger(in: folder, machine: machine)
                let memory = try ledger.memory(zones: .system, fallback: zone)
                self.ledger = ledger
                return memory
            } catch {
                switch error.kind {
                case .newer: throw error
                case .corrupt: setAside(error)
                case .unusable:
                    trouble(error)
                    return readOnly(zone)
                }
            }
        }
        return nil
    }

    /// What can be read where nothing can be written.
    private func readOnly(_ zone: Zone) -> Keeper.Memory? {
        guard let folder, let ledger = try? Ledger(reading: folder) else { return nil }
        reader = ledger
        return try? ledger.memory(zones: .system, fallback: zone)
    }

    /// Runs a question to the ledger; nil where it cannot be asked.
    @discardableResult
    func ask<Answer>(_ question: (Ledger) throws(LedgerError) -> Answer) -> Answer? {
        guard let ledger = ledger ?? reader else { return nil }
        do throws(LedgerError) {
            return try question(ledger)
        } catch {
            failed(error)
            return nil
        }
    }

    /// Writes what has happened, before this returns if that is possible.
    func write(_ records: [Keeper.Record], at now: Instant, settled: Keeper.Settled) {
        backlog.append(Batch(records: records, at: now, settled: settled))
        flush()
    }

    private func flush() {
        do throws(LedgerError) {
            if ledger == nil {
                let opened = try Ledger(in: folder, machine: machine)
                opened.person = person
                if mustRecollect, let known = recollection() {
                    // The Keeper knows what the backlog says, and all else that is not over.
                    try opened.takeOver(known.oneOffs, in: known.settled.zone, at: known.at)
                    try opened.commit(known.records, at: known.at, settled: known.settled)
                    backlog = []
                    mustRecollect = false
                }
                ledger = opened
                reader = nil
            }
            while let batch = backlog.first, let ledger {
                try ledger.commit(batch.records, at: batch.at, settled: batch.settled)
                backlog.removeFirst()
            }
            guard trouble != nil else { return }
            trouble = nil
            retry?.cancel()
            retry = nil
            tell("What happens is written down again, with all that had to wait", false)
        } catch {
            failed(error)
        }
    }

    private func failed(_ error: LedgerError) {
        guard error.kind == .corrupt, folder != nil else { return trouble(error) }
        ledger = nil
        mustRecollect = true
        setAside(error)
        // Once: a new one that is damaged at once is a trouble of the disk.
        guard !isReplacing else { return trouble(error) }
        isReplacing = true
        flush()
        isReplacing = false
    }

    private func setAside(_ error: LedgerError) {
        guard let folder else { return trouble(error) }
        let civil = Zone.utc.civil(at: SystemClock.now())
        let stamp = String(civil.description.map { $0 == ":" ? "-" : $0 })
        do throws(SystemError) {
            let target = try Ledger.setAside(in: folder, stamp: stamp)
            tell(
                "The ledger is damaged (\(error)); it is kept as \(Places.short(target)), and a new one begun",
                true)
        } catch {
            trouble("The ledger is damaged, and cannot be put aside: \(error)")
        }
    }

    private func trouble(_ error: LedgerError) {
        trouble("What happens cannot be written down for now: \(error)")
    }

    private func trouble(_ words: String) {
        if trouble != words { tell(words, trouble == nil) }
        trouble = words
        guard retry == nil else { return }
        let timer = DispatchSource.makeTimerSource(queue: .main)
        timer.schedule(
            deadline: .now() + .seconds(Bookkeeper.pause), repeating: .seconds(Bookkeeper.pause))
        timer.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.flush() } }
        timer.activate()
        retry = timer
    }
}
