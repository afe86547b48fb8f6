import CivilTime
import Host
import Ledger
import Rituals

/// Telling the Keeper, and doing what it answers, as the daemon does.
extension World {
    /// Whether what the event has led to was written.
    @discardableResult
    func tell(
        _ event: Event, _ what: @autoclosure () -> String,
        _ happen: (inout Keeper, Instant) -> [Keeper.Effect]
    ) -> Bool {
        guard isRunning, witness.failure == nil else { return false }
        recall()
        let effects = happen(&keeper, now)
        return take(effects, of: event, what())
    }

    func recall() {
        guard let point = keeper.recallPoint(at: now) else { return }
        let states = (try? ledger.states(since: point)) ?? []
        keeper.recall(states)
        keeper.recall((try? ledger.headsUps(since: point)) ?? [:])
        witness.recall(states)
    }

    @discardableResult
    func take(_ effects: [Keeper.Effect], of event: Event, _ what: @autoclosure () -> String) -> Bool {
        tally.events += 1
        trace.note(what(), effects, at: now, zone)
        if event == .woke { witness.moves(to: zone) }
        witness.pauses.pass(to: now)
        let bound = 200 + 14 * (keeper.rituals.count + witness.passing(to: now))
        witness.claim(effects.count <= bound, "\(effects.count) effects of one event")
        witness.settled = keeper.settledThrough?.instant
        if witness.isDoubted, !keeper.isInDoubt { witness.endDoubt(at: now) }
        witness.isDoubted = keeper.isInDoubt
        if event == .configured { witness.mayDigest = true }
        witness.look(at: effects, of: event, at: now)
        let isWritten = perform(effects)
        if isRunning { lookAtScreen() }
        return isWritten
    }

    // MARK: Effects

    func perform(_ effects: [Keeper.Effect]) -> Bool {
        performed += 1
        let turn = performed
        guard burn() else { return false }
        write(effects)
        passed()
        for effect in effects {
            guard isRunning else { return true }
            switch effect {
            case .record, .report: break
            case .withdraw(let subject):
                guard burn() else { return true }
                desktop.withdraw(subject)
            case .announce(let announcement):
                guard burn() else { return true }
                show(announcement)
            case .wake where turn != performed: break
            case .wake(let instant):
                alarm = instant
                if isConfigured { witness.mayWait(until: instant, at: now) }
            }
        }
        return true
    }

    /// Whether the process goes on.
    func burn() -> Bool {
        guard let left = fuse else { return true }
        fuse = left - 1
        guard left <= 0 else { return true }
        die()
        return false
    }

    func write(_ effects: [Keeper.Effect]) {
        var records: [Keeper.Record] = []
        for case .record(let record) in effects { records.append(record) }
        guard !records.isEmpty, let settled = keeper.settledThrough else { return }
        backlog.append(Batch(records: records, at: now, settled: settled))
        flush()
        witness.wrote(records, at: now)
    }

    func flush() {
        guard !diskFails else {
            if !todos.contains(where: { if case .retryDisk = $0.todo { true } else { false } }) {
                todos.append((now + .seconds(chance.length(from: 60, to: 200_000)), .retryDisk))
            }
            return
        }
        do {
            for batch in backlog { try ledger.commit(batch.records, at: batch.at, settled: batch.settled) }
            backlog = []
            if let folder, chance.once(in: 50) { backup = (now, folder.ledgerFiles) }
        } catch {
            witness.claim(false, "not written: \(error)")
        }
    }

    func passed() {
        witness.passes(to: now, unchanged: unchangedNow, isReady: isConfigured || unchangedNow != nil)
    }
}
