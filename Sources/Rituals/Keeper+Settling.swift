import CivilTime
import Schedules

/// Going through what is due, by the rules of ringing.
extension Keeper {
    /// Goes through all that can have changed by now.
    mutating func settle(at now: Instant, zoneBefore: Zone, into changes: inout Changes) {
        if let doubt, now >= doubt.until {
            endDoubt(at: now, into: &changes)
        } else {
            noticeJump(to: now, from: zoneBefore, into: &changes)
        }
        while let moment = moments.first, moment.instant <= now {
            moments.removeFirst()
            guard revisits[moment.ritual] == moment.instant else { continue }
            revisits[moment.ritual] = nil
            lookAgain(at: moment.ritual, now, into: &changes)
            revisit(moment.ritual)
        }
        while let coming = agenda.first, coming.due.instant <= now {
            agenda.removeFirst()
            let ritual = household.rituals[coming.index]
            let following = nextDue(of: ritual, after: coming.due.instant)
            if let following { agenda.insert(Coming(due: following, index: coming.index)) }
            guard !isKnown(ritual.id, coming.due.name) else { continue }
            begin(Occurrence(ritual: ritual.id, due: coming.due), of: ritual, zoneBefore, now, into: &changes)
        }
        endPausesInTime(at: now, into: &changes)
        tellAhead(at: now, into: &changes)
        tellDigest(at: now, into: &changes)
    }

    /// An occurrence has fallen due.
    private mutating func begin(
        _ occurrence: Occurrence, of ritual: Ritual, _ zoneBefore: Zone, _ now: Instant,
        into changes: inout Changes
    ) {
        let again = unconfirmed.remove(occurrence.id) != nil
        let state = OccurrenceState(occurrence, .waiting(again: again))
        consider(state, of: ritual, zoneBefore: zoneBefore, at: now, into: &changes)
    }

    /// Something about a ritual has come to its next moment.
    private mutating func lookAgain(at id: Ritual.ID, _ now: Instant, into changes: inout Changes) {
        guard let ritual = household.ritual(id) else { return }
        if let lasting = lasting[id], lasting.end <= now {
            runOut(lasting, at: now, into: &changes)
        }
        if let state = current[id], let next = nextMoment(of: state), next <= now {
            lookAgain(at: state, of: ritual, now, into: &changes)
        }
    }

    private mutating func lookAgain(
        at state: OccurrenceState, of ritual: Ritual, _ now: Instant, into changes: inout Changes
    ) {
        switch state.stage {
        case .open where state.isPromised && !isOvertaken(state, of: ritual, at: now):
            consider(state, of: ritual, zoneBefore: zone, at: now, into: &changes)
        case .open:
            let isNudge = nextNudge(of: state, ritual).map { $0 <= now } ?? false
            // By a clock in doubt it is not over, and its nudges are past.
            if isNudge, doubt != nil || lapse(of: state, ritual) > now {
                nudge(state, of: ritual, at: now, into: &changes)
            } else {
                end(state, .lapsed, .unanswered, at: now, into: &changes)
                changes.withdrawals.append(.ritual(ritual.id))
            }
        case .waiting:
            consider(state, of: ritual, zoneBefore: zone, at: now, into: &changes)
        case .ringing, .ended:
            break
        }
    }

    mutating func ring(
        _ state: OccurrenceState, of ritual: Ritual, _ rule: Rule, at now: Instant,
        into changes: inout Changes
    ) {
        endOlder(than: state.occurrence, at: now, into: &changes)
        let isUnwritten = unwrittenThrough.map { state.moment <= $0 } == true
        let again = state.stage == .waiting(again: true) || isUnwritten
        let late = now - state.moment
        var state = state
        state.stage = .ringing(again: again)
        state.bubble = .up
        state.heldBy = nil
        state.heldUntil = nil
        let words = words(of: state, ritual)
        let isDrawn = state.prompt == nil && words.prompt != nil
        state.prompt = words.prompt
        current[ritual.id] = state
        // From now on what falls due after it waits, though the channels have not answered yet.
        beginLasting(state.occurrence, of: ritual, moment: state.moment, from: now)
        takeDownHeadsUp(of: state.occurrence.id, into: &changes)
        changes.record(
            state.occurrence, zone: zone(of: ritual).identifier, .ringing(rule, again: again))
        if isDrawn, let prompt = words.prompt {
            changes.record(state.occurrence, zone: zone(of: ritual).identifier, .drew(prompt))
        }
        changes.rings.append(
            Announcement(
                .ring(state.occurrence.id), of: ritual, words, civil: state.occurrence.due.civil,
                late: late, again: again, isConcealed: isConcealed(ritual)))
    }

    /// A ritual has at most one that is open: the older one ends before the newer rings.
    mutating func endOlder(
        than occurrence: Occurrence, at now: Instant, into changes: inout Changes
    ) {
        guard let older = current[occurrence.ritual], older.occurrence != occurrence else { return }
        changes.withdrawals.append(.ritual(occurrence.ritual))
        if older.isWaiting {
            let ritual = household.ritual(occurrence.ritual)
            let decided = ritual.map { verdict(on: older, of: $0, zoneBefore: zone(of: $0), at: now) }
            if case .ends(let outcome, let rule)? = decided {
                end(older, outcome, rule, at: now, into: &changes)
            } else {
                end(older, .missed, .grace, at: now, into: &changes)
            }
        } else {
            end(older, .lapsed, .unanswered, at: now, into: &changes)
        }
    }

    /// Ends an occurrence; `former` is its ritual where the files have it no more.
    mutating func end(
        _ state: OccurrenceState, _ outcome: Outcome, _ rule: Rule, of former: Ritual? = nil, at now: Instant,
        into changes: inout Changes
    ) {
        let occurrence = state.occurrence
        if current[occurrence.ritual]?.occurrence.id == occurrence.id { current[occurrence.ritual] = nil }
        refused.remove(occurrence.id)
        takeDownHeadsUp(of: occurrence.id, into: &changes)
        // One that wants no answer is shown at once, and lasts all the same.
        if outcome != .shown { stopLasting(occurrence, isOver: state.rangAt != nil, into: &changes) }
        var state = state
        switch state.stage {
        case .waiting(again: true), .ringing: state.maybeSeen = state.rangAt == nil
        case .waiting, .open, .ended: break
        }
        state.stage = .ended(outcome, rule)
        // The ledger has it.
        state.prompt = nil
        foretold[occurrence.id] = nil
        remember(state, at: now)
        let ritual = household.ritual(occurrence.ritual) ?? former
        let owes = outcome == .missed && ritual?.missed == .digest
        if owes { digest.owe(occurrence, at: now) }
        changes.record(
            occurrence, zone: zoneName(of: occurrence), .ended(outcome, rule, owesDigest: owes))
        if let ritual, rule != .answered, outcome != .shown {
            changes.reports.append(.ended(occurrence, ritual: ritual, outcome, rule))
        }
    }

    /// Keeps what has ended for as long as a late answer, or a clock that is set back a little, may ask for
    /// it; further back the ledger is asked (`recallPoint`).
    mutating func remember(_ state: OccurrenceState, at now: Instant) {
        let id = state.occurrence.ritual
        var states = ended[id, default: []]
        states.removeAll { $0.occurrence.id == state.occurrence.id }
        states.append(state)
        let few = 8
        if states.count > few, states.count.isMultiple(of: few) {
            // What lies behind by the clock, and is gone through once more after a jump, must be known then.
            let recent = min(now, agenda.first?.due.instant ?? now) - remembered(of: id)
            states = states.dropLast(few).filter { $0.occurrence.due.instant >= recent } + states.suffix(few)
        }
        ended[id] = states
    }

    /// How far back what has ended is kept in mind.
    package static let remembered: Duration = .seconds(3 * 86_400)

    /// How far back what has ended of a ritual is kept in mind.
    func remembered(of id: Ritual.ID) -> Duration {
        household.ritual(id)?.enough == nil ? Keeper.remembered : Enough.remembered
    }

    /// Sets when the current occurrence of a ritual is looked at again.
    mutating func schedule(_ state: OccurrenceState) {
        current[state.occurrence.ritual] = state
        revisit(state.occurrence.ritual)
    }

    /// Sets anew when a ritual is looked at again; what was set before counts no more.
    mutating func revisit(_ id: Ritual.ID) {
        let next = nextMoment(of: id)
        guard next != revisits[id] else { return }
        revisits[id] = next
        guard let next else { return }
        // A ring that's refused for hours sets its retry and the end of its grace by turns: without this, each turn leaves one
        // more that counts no longer.
        if moments.count > 2 * revisits.count + 16 {
            moments = Heap(revisits.map { Revisit(instant: $0.value, ritual: $0.key) })
        } else {
            moments.insert(Revisit(instant: next, ritual: id))
        }
    }

    /// When time alone changes something about a ritual of which something has begun.
    func nextMoment(of id: Ritual.ID) -> Instant? {
        [lasting[id]?.end, current[id].flatMap(nextMoment)].compactMap { $0 }.min()
    }

    /// When time alone changes something about an occurrence that has begun.
    func nextMoment(of state: OccurrenceState) -> Instant? {
        guard let ritual = household.ritual(state.occurrence.ritual) else { return nil }
        var moment: Instant
        // What asks for something to be shown is believed of any clock, within its grace.
        var sooner: Instant?
        // What only the clock says is not believed while the clock is in doubt.
        var isBelieved = doubt == nil
        switch state.stage {
        case .ringing, .ended:
            return nil
        case .waiting:
            // Grace includes its last moment, so it is over only after it.
            moment = orNext(graceEnd(of: state, ritual) + .seconds(1), state, ritual)
            sooner = state.heldUntil
        case .open where state.isPromised:
            moment = orNext(state.moment, state, ritual)
            isBelieved = isBelieved || doubt.map { graceEnd(of: state, ritual) >= $0.begin } == true
        case .open:
            moment = lapse(of: state, ritual)
            sooner = nextNudge(of: state, ritual)
        }
        if !isBelieved { moment = max(moment, doubt?.until ?? moment) }
        return min(moment, sooner ?? moment)
    }

    /// When one that rang is over without an answer.
    func lapse(of state: OccurrenceState, _ ritual: Ritual) -> Instant {
        orNext(Keeper.close(after: state.rangAt ?? state.moment, in: zone(of: ritual)), state, ritual)
    }

    /// An instant, or the due time of the ritual's next occurrence where that comes before it.
    private func orNext(_ instant: Instant, _ state: OccurrenceState, _ ritual: Ritual) -> Instant {
        following(state.occurrence, of: ritual).map { min(instant, $0.instant) } ?? instant
    }

    /// The occurrence after another, known or not.
    ///
    /// After a journey west its own time as written lies ahead once more, and is not another.
    func following(_ occurrence: Occurrence, of ritual: Ritual) -> Due? {
        following(occurrence, of: ritual, from: occurrence.due.instant)
    }

    private func following(_ occurrence: Occurrence, of ritual: Ritual, from instant: Instant) -> Due? {
        // By instants: of 03:00 and 02:20 in a night whose clocks skip that hour, 02:20 rings at 03:20 and is the later one.
        let zone = zone(of: ritual)
        let ownTime = zone.resolve(occurrence.due.civil).instant
        return ritual.schedule.next(after: max(instant, ownTime), in: zone)
    }

    func graceEnd(of state: OccurrenceState, _ ritual: Ritual) -> Instant {
        zone(of: ritual).instant(ritual.grace, after: state.moment)
    }

    /// Whether the next occurrence of the ritual has come.
    func isOvertaken(_ state: OccurrenceState, of ritual: Ritual, at now: Instant) -> Bool {
        if let next = following(state.occurrence, of: ritual), next.instant <= now { return true }
        // After a journey east the one after it may lie before the instant at which it was due.
        let due = state.occurrence.due
        guard state.rangAt == nil, zone(of: ritual).civil(at: due.instant) != due.civil else { return false }
        let present = min(due.instant, asOfNow(state.occurrence).instant)
        return following(state.occurrence, of: ritual, from: present).map { $0.instant <= now } ?? false
    }

    /// When one that rang closes by itself: the later of six hours and the next 03:00 on the ritual's clock,
    /// so that an evening's ritual stays open until the night.
    static func close(after ring: Instant, in zone: Zone) -> Instant {
        // Counted from three hours earlier, the night is the next midnight.
        let threeHours = 3 * 3600
        let shifted = CivilDateTime(wallSeconds: zone.civil(at: ring).wallSeconds - threeHours)
        let night = CivilDateTime(wallSeconds: (shifted.date.dayNumber + 1) * 86_400 + threeHours)
        return max(ring + .seconds(2 * threeHours), zone.resolve(night).instant)
    }
}
