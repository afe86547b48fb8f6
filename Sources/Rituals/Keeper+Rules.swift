import CivilTime

/// The rules of ringing, in the order of the table in rituald.yaml(5).
extension Keeper {
    /// What becomes of an occurrence now.
    enum Verdict: Hashable {
        case rings(Rule)
        case ends(Outcome, Rule)
    }

    /// The first rule that applies decides.
    ///
    /// Rules 1 and 2 have been applied before: there is no occurrence of a ritual that is off, and none that
    /// is known begins twice. Those between, which this version's files cannot ask for, have their place in
    /// this order.
    func verdict(on state: OccurrenceState, of ritual: Ritual, zoneBefore: Zone, at now: Instant) -> Verdict {
        // Rule 3.
        if !household.away.isEmpty {
            // The ledger does not know on which day a window began.
            let due = state.occurrence.due
            let known = ritual.schedule.occurrence(named: due.name, in: zone(of: ritual))
            if household.away(known ?? due, of: ritual) != nil { return .ends(.dropped, .away) }
        }
        // Rule 5 looks at the moment itself, so that what a pause has swallowed does not ring after it.
        let pauses = pastPauses + (pauseInForce.map { [$0] } ?? [])
        if pauses.contains(where: { $0.contains(state.moment) }) { return .ends(.dropped, .paused) }
        // Rule 6, and the times that a journey jumps over.
        if now > graceEnd(of: state, ritual) || isOvertaken(state, of: ritual, at: now) {
            let isJumped =
                ritual.zone == nil && state.later == nil
                && zoneBefore.resolve(state.occurrence.due.civil).instant > now
            return isJumped ? .ends(.dropped, .zone) : .ends(.missed, .grace)
        }
        return .rings(.rings)
    }
}
