import CivilTime

/// What is due and waits.
extension Keeper {
    /// Goes through the rules for an occurrence that is due, and does what they say.
    mutating func consider(
        _ state: OccurrenceState, of ritual: Ritual, zoneBefore: Zone, at now: Instant,
        into changes: inout Changes
    ) {
        let before = changes.zoneBefore(of: ritual, machine: zoneBefore)
        switch verdict(on: state, of: ritual, zoneBefore: before, at: now) {
        case .rings(let rule):
            if state.heldBy == .unplugged { changes.released.insert(state.occurrence.id) }
            ring(state, of: ritual, rule, at: now, into: &changes)
        case .waits(let rule, let until):
            hold(state, of: ritual, by: rule, until: until, at: now, into: &changes)
        case .ends(let outcome, let rule):
            // Settled when the clock can be trusted: until then it may not be over at all.
            guard doubt == nil || state.isPromised else {
                guard current[ritual.id]?.occurrence.id == state.occurrence.id else { return }
                var state = state
                state.heldUntil = nil
                return schedule(state)
            }
            // An older one is open until this one is due, whatever becomes of it.
            if let open = current[ritual.id], open.occurrence.due.civil < state.occurrence.due.civil {
                endOlder(than: state.occurrence, at: now, into: &changes)
            }
            end(state, outcome, rule, at: now, into: &changes)
        }
    }

    private mutating func hold(
        _ state: OccurrenceState, of ritual: Ritual, by rule: Rule, until: Instant?, at now: Instant,
        into changes: inout Changes
    ) {
        endOlder(than: state.occurrence, at: now, into: &changes)
        var held = state
        held.stage = .waiting(again: state.stage == .waiting(again: true))
        held.heldBy = rule
        held.heldUntil = until
        schedule(held)
        guard state.heldBy != rule else { return }
        changes.record(state.occurrence, zone: zoneName(of: state.occurrence), .held(rule))
        if isLocked == nil, rule == .locked {
            waitingToKnow.insert(state.occurrence.id)
        } else {
            report(held, of: ritual, into: &changes)
        }
    }

    private func report(_ state: OccurrenceState, of ritual: Ritual, into changes: inout Changes) {
        guard let rule = state.heldBy else { return }
        changes.reports.append(
            .held(state.occurrence, ritual: ritual, rule, until: state.heldUntil))
    }

    /// It is known how the screen is: tells of what waits for it, and what has waited only to know is as if it
    /// had not.
    mutating func learnScreen(isLocked: Bool, into changes: inout Changes) {
        for state in unfinished where state.heldBy == .locked && waitingToKnow.contains(state.occurrence.id) {
            guard let ritual = household.ritual(state.occurrence.ritual) else { continue }
            if isLocked {
                report(state, of: ritual, into: &changes)
            } else {
                current[ritual.id]?.heldBy = nil
                changes.record(state.occurrence, zone: zoneName(of: state.occurrence), .held(nil))
            }
        }
        waitingToKnow = []
    }

    /// Goes through the rules again for all that waits by one of them.
    mutating func reconsiderHeld(at now: Instant, into changes: inout Changes) {
        for state in unfinished where state.isWaiting && state.heldBy != nil {
            guard let ritual = household.ritual(state.occurrence.ritual),
                current[ritual.id]?.occurrence.id == state.occurrence.id
            else { continue }
            consider(state, of: ritual, zoneBefore: zone, at: now, into: &changes)
        }
    }

    /// Rings what no channel has taken so far, unless something holds it by now.
    mutating func tryWaiting(at now: Instant, into changes: inout Changes) {
        for state in unfinished where state.isWaiting {
            guard let ritual = household.ritual(state.occurrence.ritual),
                now <= graceEnd(of: state, ritual), !isOvertaken(state, of: ritual, at: now)
            else { continue }
            consider(state, of: ritual, zoneBefore: zone, at: now, into: &changes)
        }
    }
}
