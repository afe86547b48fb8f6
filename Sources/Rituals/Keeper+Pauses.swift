import CivilTime

/// Silence that people ask for.
extension Keeper {
    /// The rituals are paused, until an instant or, with nil, until `resumed`.
    ///
    /// What falls due in a pause is dropped; what is open stays open, and its bubble comes back after it. A
    /// pause in force is replaced.
    package mutating func paused(until end: Instant?, at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        settle(at: now, zoneBefore: zone, into: &changes)
        closePause(at: now)
        let pause = Pause(begin: now, end: end)
        pauseInForce = pause
        changes.records.append(.paused(pause))
        changes.reports.append(.paused(until: end))
        changes.withdrawals += unfinished.map { .ritual($0.occurrence.ritual) }
        changes.withdrawals += groups.keys.map { .several($0) }
        return finish(changes, at: now)
    }

    /// Somebody ended the pause; without one, nothing happens.
    package mutating func resumed(at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        settle(at: now, zoneBefore: zone, into: &changes)
        if pauseInForce != nil { endPause(at: now, into: &changes) }
        return finish(changes, at: now)
    }

    mutating func endPauseInTime(at now: Instant, into changes: inout Changes) {
        if let end = pauseInForce?.end, end <= now { endPause(at: now, into: &changes) }
    }

    private mutating func endPause(at now: Instant, into changes: inout Changes) {
        closePause(at: now)
        changes.records.append(.resumed)
        changes.reports.append(.resumed)
        tryWaiting(at: now, into: &changes)
        repostOpen(into: &changes)
        digest.retry(at: now)
    }

    private mutating func closePause(at now: Instant) {
        guard var pause = pauseInForce else { return }
        pause.end = min(pause.end ?? now, now)
        pauseInForce = nil
        // Only those since the last wake are asked for, and after a journey those of the last hours.
        pastPauses = pastPauses.suffix(15) + [pause]
    }
}
