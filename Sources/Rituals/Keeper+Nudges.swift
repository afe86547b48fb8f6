import CivilTime

/// Ringing again while nobody has answered or closed it.
extension Keeper {
    /// How late a nudge may come: past that the machine slept, and it is left out.
    private static let promptness: Duration = .seconds(60)

    /// When the next nudge of an open occurrence is due; nil where there is none.
    func nextNudge(of state: OccurrenceState, _ ritual: Ritual) -> Instant? {
        guard let nudge = ritual.nudge, state.stage == .open, !state.isPromised, state.bubble != .closed,
            let ring = state.rangAt, state.nudges < nudge.times
        else { return nil }
        return nudge.moment(state.nudges + 1, after: ring, in: zone(of: ritual))
    }

    /// Counts the nudges that are past, and gives the last of them if it is that moment and nothing speaks
    /// against it.
    mutating func nudge(
        _ state: OccurrenceState, of ritual: Ritual, at now: Instant, into changes: inout Changes
    ) {
        var state = state
        var last: Instant?
        while let moment = nextNudge(of: state, ritual), moment <= now {
            last = moment
            state.nudges += 1
        }
        schedule(state)
        guard let last, now <= last + Keeper.promptness, !isWithinItsTime(state, ritual, last),
            lapse(of: state, ritual) > now, !hasNextCome(ritual, at: now), mayNudge(ritual, at: now)
        else { return }
        changes.record(state.occurrence, zone: zoneName(of: state.occurrence), .nudging)
        changes.others.append(
            Announcement(
                .nudge(state.occurrence.id), of: ritual, words(of: state, ritual),
                civil: state.occurrence.due.civil, isConcealed: isConcealed(ritual)))
    }

    /// Whether a nudge would come while the ritual lasts, its last moment included.
    private func isWithinItsTime(_ state: OccurrenceState, _ ritual: Ritual, _ moment: Instant) -> Bool {
        guard let duration = ritual.duration, let ring = state.rangAt else { return false }
        return moment <= zone(of: ritual).instant(duration, after: ring)
    }

    /// Whether the next one of a ritual is gone through in the same event, as after a journey past it.
    private func hasNextCome(_ ritual: Ritual, at now: Instant) -> Bool {
        agenda.elements.contains { $0.due.instant <= now && household.rituals[$0.index].id == ritual.id }
    }

    private func mayNudge(_ ritual: Ritual, at now: Instant) -> Bool {
        let isShut = isScreenShut(for: ritual) || isUndisturbed
        let isQuiet = household.quiet?.end(at: now, in: zone) != nil
        return !isPaused(ritual, at: now) && (ritual.locked == .ring || !isShut)
            && (ritual.quiet == .ring || !isQuiet)
            && !unplugged(from: ritual, dueAt: now)
    }

    /// How many nudges of an occurrence were past at an instant.
    func nudges(of state: OccurrenceState, _ ritual: Ritual, past instant: Instant) -> Int {
        guard let nudge = ritual.nudge, let ring = state.rangAt else { return 0 }
        let zone = zone(of: ritual)
        return (1...nudge.times).filter { nudge.moment($0, after: ring, in: zone) <= instant }.count
    }
}
