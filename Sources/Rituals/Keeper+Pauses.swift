import CivilTime

/// Silence that people ask for.
extension Keeper {
    /// Rituals are paused, until an instant or, with nil, until `resumed`.
    ///
    /// What falls due in a pause is dropped; what is open stays open, and its bubble comes back after it. A
    /// pause of all takes the place of an earlier one of all, and a ritual's own the place of its earlier own.
    package mutating func paused(until end: Instant?, _ scope: Pause.Scope = .all, at now: Instant)
        -> [Effect]
    {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        endPausesInTime(at: now, into: &changes)
        let pause = Pause(begin: now, end: end, scope: scope)
        let before = pauses
        pauses = before.compactMap { former in
            guard former.scope.isWide == scope.isWide else { return former }
            guard !scope.isWide else { return nil }
            return former.scope.without(Set(scope.names)).map { former.narrowed(to: $0) }
        }
        pauses.append(pause)
        closed(before, at: now)
        // What fell due since the last event, as in a sleep, does not ring in answer to this.
        settle(at: now, zoneBefore: zone, into: &changes)
        changes.records.append(.paused(pauses))
        changes.reports.append(.paused(pause))
        for state in unfinished where scope.covers(state.occurrence.ritual) {
            changes.withdrawals.append(.ritual(state.occurrence.ritual))
        }
        for id in shownHeadsUps.keys.sorted() where scope.covers(id) {
            shownHeadsUps[id] = nil
            changes.withdrawals.append(.headsUp(id))
        }
        for (first, ids) in groups where ids.allSatisfy({ scope.covers($0.ritual) }) {
            changes.withdrawals.append(.several(first))
        }
        // A wide one that leaves others out than its predecessor brings those back.
        catchUp(before, at: now, into: &changes)
        return finish(changes, at: now)
    }

    /// Somebody ended the pause, or with names that of some rituals; without one, nothing happens.
    ///
    /// A pause of all goes before those of some, which end only when there is none of all.
    package mutating func resumed(_ rituals: Set<Ritual.ID> = [], at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        settle(at: now, zoneBefore: zone, into: &changes)
        let rest = pauses.compactMap { pause -> Pause? in
            guard !rituals.isEmpty else { return widePause != nil && !pause.scope.isWide ? pause : nil }
            guard rituals.contains(where: pause.scope.covers) else { return pause }
            return pause.scope.without(rituals).map { pause.narrowed(to: $0) }
        }
        if rest != pauses { replacePauses(by: rest, at: now, into: &changes) }
        return finish(changes, at: now)
    }

    mutating func endPausesInTime(at now: Instant, into changes: inout Changes) {
        let rest = pauses.filter { $0.end.map { now < $0 } != false }
        if rest.count < pauses.count { replacePauses(by: rest, at: now, into: &changes) }
    }

    private mutating func replacePauses(by rest: [Pause], at now: Instant, into changes: inout Changes) {
        let before = pauses
        pauses = rest
        closed(before, at: now)
        changes.records.append(.paused(pauses))
        changes.reports.append(.resumed)
        catchUp(before, at: now, into: &changes)
    }

    /// Shows again what was silenced before and is not any more.
    private mutating func catchUp(_ before: [Pause], at now: Instant, into changes: inout Changes) {
        let present = pauses
        func isFree(_ id: Ritual.ID) -> Bool {
            before.contains { $0.scope.covers(id) } && !present.contains { $0.scope.covers(id) }
        }
        guard unfinished.contains(where: { isFree($0.occurrence.ritual) }) || pauses.isEmpty else { return }
        changes.mustReconsider = true
        tryWaiting(at: now, into: &changes)
        repostOpen(into: &changes) { _, ritual in isFree(ritual.id) }
        digest.retry(at: now)
    }

    /// Remembers what is in force no more: times that lie in it may still be asked for.
    private mutating func closed(_ before: [Pause], at now: Instant) {
        for var pause in before where !pauses.contains(pause) {
            pause.end = min(pause.end ?? now, now)
            // Only those since the last wake are asked for, and after a journey those of the last hours.
            pastPauses = pastPauses.suffix(15) + [pause]
        }
    }

    /// The one that silences more than some that it names.
    package var widePause: Pause? { pauses.first { $0.scope.isWide } }
}
