import CivilTime
import Dispatch
import Host
import Ledger
import Rituals

/// Has the ledger written, whatever the disk says: what cannot be written now is written when it can be.
///
/// It never waits for the disk's owner or for another program: the queue it runs on is the one that rings.
@MainActor
final class Bookkeeper {
    private struct Batch {
        let records: [Keeper.Record]
        let at: Instant
        let settled: Keeper.Settled
    }

    /// Nil: in memory, for a play.
    let folder: String?
    private let machine: String
    var ledger: Ledger?
    /// Where nothing can be written at the start, what was written before can be asked for.
    private var reader: Ledger?
    /// Whether the next ledger has to be told what the Keeper knows: it's a new one, or it was put there from elsewhere.
    var mustRecollect = false
    private var isReplacing = false
    private var backlog: [Batch] = []
    private var retry: (any DispatchSourceTimer)?
    private var retries = 0
    /// When the ledger was first found locked by another program, and since then always.
    private var lockedSince: ContinuousClock.Instant?
    var mark: UnwrittenMark?
    var groundWatch: FileWatcher?
    var groundTimer: (any DispatchSourceTimer)?
    /// Who answers on this machine.
    var person: String? { didSet { ledger?.person = person } }
    /// Why what happens is not written at this time; nil: it is.
    private(set) var trouble: String?
    /// What to tell a ledger that doesn't know what happened; of the occurrences given, it has what stands there.
    var recollection: (_ knowing: [OccurrenceState]) -> Ledger.Recollection? = { _ in nil }
    /// Called with words for the journal; `isGrave`: people should hear of it too.
    let tell: (_ words: String, _ isGrave: Bool) -> Void

    /// How often a ledger that cannot be written is tried again by itself, in seconds.
    private static let pause = 60
    /// The first time a locked ledger is tried again, in milliseconds; then after twice as long each time.
    private static let firstRetry = 50
    /// A lock that lasts no longer than this is nothing to tell anybody.
    private static let patience: Duration = .seconds(10)

    init(
        folder: String?, machine: String, tell: @escaping (_ words: String, _ isGrave: Bool) -> Void
    ) {
        self.folder = folder
        self.machine = machine
        self.tell = tell
    }

    /// Up to when an earlier process showed what it could not write down any more; nil: it wrote everything.
    var unwrittenThrough: Instant? { mark?.found }

    /// Opens the ledger and reads what the Keeper goes on from; throws only for a newer ledger, which is left
    /// as it is.
    func begin(zone: Zone) throws(LedgerError) -> Keeper.Memory? {
        mark = folder.map(UnwrittenMark.init)
        setAsideOrphan()
        for _ in 0..<2 {
            do throws(LedgerError) {
                let ledger = try Ledger(in: folder, machine: machine)
                let memory = try ledger.memory(zones: .system, fallback: zone)
                self.ledger = ledger
                watchGround()
                return memory
            } catch {
                switch error.kind {
                case .newer: throw error
                case .corrupt: setAside(error)
                case .busy, .unusable:
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

    /// Remembers the zones' rules, once all that fell due by the former ones is written.
    func keepRules(of zones: [Zone], at now: Instant) {
        guard backlog.isEmpty else { return }
        ask { ledger throws(LedgerError) in try ledger.keepRules(of: zones, at: now) }
    }

    func flush() {
        let newest = backlog.map(\.at).max()
        do throws(LedgerError) {
            if ledger == nil { try open() }
            while let batch = backlog.first, let ledger {
                try ledger.commit(batch.records, at: batch.at, settled: batch.settled)
                backlog.removeFirst()
            }
        } catch {
            failed(error)
        }
        let ground = ledger?.ground
        // What went into a file that has lost its name isn't kept before it's put back.
        if backlog.isEmpty, ground == .firm {
            mark?.clear()
            recovered()
        } else if let newest {
            mark?.set(newest)
        }
        if let ground, ground != .firm { lookAtGroundSoon() }
    }

    private func open() throws(LedgerError) {
        setAsideOrphan()
        let opened = try Ledger(in: folder, machine: machine)
        opened.person = person
        if mustRecollect {
            if let all = recollection(try opened.recentStates()) {
                // The Keeper knows what the backlog says, and all else that is not over.
                try opened.learn(all)
                backlog = []
                mustRecollect = false
            }
        }
        ledger = opened
        reader = nil
        watchGround()
    }

    private func recovered() {
        retry?.cancel()
        (retry, retries, lockedSince) = (nil, 0, nil)
        guard trouble != nil else { return }
        trouble = nil
        tell("Everything is written down again, with all that had to wait", false)
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

    // MARK: What is put away

    /// For the names of files that are put away.
    static var stamp: String {
        let civil = Zone.utc.civil(at: SystemClock.now())
        return String(civil.description.map { $0 == ":" ? "-" : $0 })
    }

    private func setAside(_ error: LedgerError) {
        guard let folder else { return trouble(error) }
        do throws(SystemError) {
            let target = try Ledger.setAside(in: folder, stamp: Bookkeeper.stamp)
            tell(
                "The ledger is damaged (\(error)); it is kept as \(Places.short(target)), and a new one begun",
                true)
        } catch {
            trouble("The ledger is damaged, and cannot be put aside: \(error)")
        }
    }

    private func setAsideOrphan() {
        guard let folder else { return }
        do throws(SystemError) {
            guard let target = try Ledger.setAsideOrphan(in: folder, stamp: Bookkeeper.stamp) else { return }
            tell(
                "The ledger was gone and only its log was left; the log is kept as \(Places.short(target)), and a new ledger begun",
                true)
        } catch {
            trouble("The log of a ledger that has gone can't be put aside: \(error)")
        }
    }

    // MARK: Trouble

    func trouble(_ error: LedgerError) {
        guard error.kind == .busy else {
            return trouble("What happens cannot be written down for now: \(error)")
        }
        let since = lockedSince ?? .now
        lockedSince = since
        if since.duration(to: .now) < Bookkeeper.patience { return tryAgain(soon: true) }
        trouble("What happens cannot be written down for now: another program holds the ledger locked")
    }

    private func trouble(_ words: String) {
        if trouble != words { tell(words, trouble == nil) }
        trouble = words
        tryAgain(soon: lockedSince != nil)
    }

    /// By itself, once a minute; `soon`: in a moment, and then more and more seldom.
    private func tryAgain(soon: Bool) {
        guard retry == nil else { return }
        let pause = Bookkeeper.pause * 1000
        let wait = soon ? min(pause, Bookkeeper.firstRetry << min(retries, 16)) : pause
        retries += 1
        let timer = DispatchSource.makeTimerSource(queue: .main)
        timer.schedule(deadline: .now() + .milliseconds(wait))
        timer.setEventHandler { [weak self] in
            MainActor.assumeIsolated {
                guard let self else { return }
                self.retry?.cancel()
                self.retry = nil
                self.flush()
            }
        }
        timer.activate()
        retry = timer
    }
}
