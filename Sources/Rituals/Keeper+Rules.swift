import CivilTime
import Schedules

/// The rules of ringing, in the order of the table in rituald.yaml(5).
extension Keeper {
    /// What becomes of an occurrence now.
    enum Verdict: Hashable {
        case rings(Rule)
        /// It waits; `until` where that is known.
        case waits(Rule, until: Instant?)
        case ends(Outcome, Rule)
    }

    /// The first rule that applies decides.
    ///
    /// Rules 1 and 2 have been applied before: there is no occurrence of a ritual that is off, and none that
    /// is known begins twice. What is left out looks at the due time, what waits at the present. `zoneBefore` has the
    /// clocks by which the ritual was due until this event.
    func verdict(on state: OccurrenceState, of ritual: Ritual, zoneBefore: Zone, at now: Instant) -> Verdict {
        // Rule 3.
        if isAway(state.occurrence, of: ritual) { return .ends(.dropped, .away) }
        // Rule 4.
        if isEnough(ritual, without: state.occurrence) { return .ends(.dropped, .enough) }
        // Rule 5 looks at the moment itself, so that what a pause has swallowed does not ring after it.
        if isPaused(ritual, at: state.moment) { return .ends(.dropped, .paused) }
        // Rule 6, and the times that a journey jumps over.
        if now > graceEnd(of: state, ritual) || isOvertaken(state, of: ritual, at: now) {
            return verdictPastGrace(state, of: ritual, zoneBefore, now)
        }
        // What fell due before a pause waits for its end.
        if let pause = pauses.first(where: { $0.silences(ritual.id, at: now) }) {
            return .waits(.paused, until: pause.end)
        }
        return rule7(state, ritual) ?? rule8(state, ritual, now) ?? rule9(state, ritual) ?? .rings(.rings)
    }

    /// Whether it fell due in quiet hours for which it waits, and its grace ended in the same.
    private func isQuietThroughout(_ state: OccurrenceState, of ritual: Ritual) -> Bool {
        guard ritual.quiet == .hold, state.later == nil,
            let quietEnd = household.quiet?.end(at: state.moment, in: zone)
        else { return false }
        let next = following(state.occurrence, of: ritual)?.instant
        return min(graceEnd(of: state, ritual), next.map { $0 - .seconds(1) } ?? quietEnd) < quietEnd
    }

    private func verdictPastGrace(
        _ state: OccurrenceState, of ritual: Ritual, _ zoneBefore: Zone, _ now: Instant
    ) -> Verdict {
        if isQuietThroughout(state, of: ritual) { return .ends(.dropped, .quiet) }
        // 07:30, which the clocks of before had still to show, is past on those of now.
        let isJumped =
            state.later == nil && zoneBefore.resolve(state.occurrence.due.civil).instant > now
        return isJumped ? .ends(.dropped, .zone) : .ends(.missed, .grace)
    }

    /// The locked screen.
    private func rule7(_ state: OccurrenceState, _ ritual: Ritual) -> Verdict? {
        let shut: Rule = isLocked == false ? .undisturbed : .locked
        switch ritual.locked {
        case .ring: return nil
        case .hold: return isScreenShut(for: ritual) ? .waits(shut, until: nil) : nil
        case .drop:
            // Nobody knows yet: what waits can still be left out.
            if isLocked == nil { return .waits(.locked, until: nil) }
            let wasLocked = locks.contains { $0.contains(state.moment) }
            if wasLocked { return .ends(.dropped, .locked) }
            return isScreenShut(for: ritual) ? .ends(.dropped, shut) : nil
        }
    }

    /// Quiet hours, which Later passes.
    private func rule8(_ state: OccurrenceState, _ ritual: Ritual, _ now: Instant) -> Verdict? {
        guard let quiet = household.quiet, state.later == nil, ritual.quiet != .ring else { return nil }
        let end = quiet.end(at: now, in: zone)
        guard ritual.quiet == .drop else { return end.map { .waits(.quiet, until: $0) } }
        let wasQuiet = quiet.end(at: state.moment, in: zone) != nil
        return end != nil || wasQuiet ? .ends(.dropped, .quiet) : nil
    }

    /// Another ritual's unplug.
    private func rule9(_ state: OccurrenceState, _ ritual: Ritual) -> Verdict? {
        unplugged(from: ritual, dueAt: state.moment) ? .waits(.unplugged, until: nil) : nil
    }

    // MARK: What the rules ask

    /// Whether they are away on the date of an occurrence.
    func isAway(_ occurrence: Occurrence, of ritual: Ritual) -> Bool {
        !household.away.isEmpty && household.away(dated(occurrence, of: ritual), of: ritual) != nil
    }

    private func dated(_ occurrence: Occurrence, of ritual: Ritual) -> Due {
        ritual.dated(occurrence.due, in: zone(of: ritual))
    }

    /// Whether as many as are enough were done in the same day, week or month, this one not counted.
    func isEnough(_ ritual: Ritual, without occurrence: Occurrence) -> Bool {
        guard let enough = ritual.enough else { return false }
        let dates = enough.period.dates(around: dated(occurrence, of: ritual).day)
        let done = (ended[ritual.id] ?? []).filter { state in
            state.outcome == .done && state.occurrence.id != occurrence.id
                && dates.contains(dated(state.occurrence, of: ritual).day)
        }
        return done.count >= enough.count
    }

    /// Whether a ritual was, or is, paused at an instant.
    func isPaused(_ ritual: Ritual, at instant: Instant) -> Bool {
        pauses.contains { $0.silences(ritual.id, at: instant) }
            || pastPauses.contains { $0.silences(ritual.id, at: instant) }
    }

    /// Whether what a ritual shows would be seen by nobody, or by others; as long as nobody has said how it
    /// is, it may be so.
    ///
    /// Where the desktop is asked not to disturb, private rituals take it as a lock.
    func isScreenShut(for ritual: Ritual) -> Bool {
        isLocked != false || (ritual.isPrivate && isUndisturbed)
    }
}
