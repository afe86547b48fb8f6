import CivilTime

/// Whether people can see the screen, and want to.
extension Keeper {
    /// The screen is locked.
    ///
    /// What is private is taken down; what falls due waits.
    package mutating func locked(at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        let isNews = isLocked != true
        if isLocked == nil { learnScreen(isLocked: true, into: &changes) }
        isLocked = true
        if isNews { lockedSince = now }
        // What fell due since the last event, as in a sleep, finds the screen locked.
        settle(at: now, zoneBefore: zone, into: &changes)
        guard isNews else { return finish(changes, at: now) }
        // Also of what is over, since nobody knows whether its bubble has gone.
        for ritual in household.rituals where ritual.isPrivate {
            changes.withdrawals += [.ritual(ritual.id), .headsUp(ritual.id), .trial(ritual.id)]
        }
        // And of what the files have no more: it may have been private.
        for id in ended.keys where household.ritual(id) == nil { changes.withdrawals.append(.ritual(id)) }
        changes.mustReconsider = true
        return finish(changes, at: now)
    }

    /// The screen is not locked, or not any more.
    ///
    /// What waited rings, and what was taken down comes back without a sound.
    package mutating func unlocked(at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        let wasLocked = isLocked == true
        if wasLocked, let begin = lockedSince { locks = locks.suffix(15) + [begin..<max(begin, now)] }
        if isLocked == nil { learnScreen(isLocked: false, into: &changes) }
        isLocked = false
        lockedSince = nil
        if wasLocked { repostHeadsUps(at: now, into: &changes) }
        settle(at: now, zoneBefore: zone, into: &changes)
        // Also what was on its way to the screen when it was locked, and taken back.
        tryWaiting(at: now, into: &changes)
        changes.mustReconsider = true
        if wasLocked {
            // The line at an end takes the place of the bubble that it would bring back.
            let ends = endLines
            repostOpen(into: &changes) { state, ritual in
                !ends.contains(state.occurrence.id) && (ritual.isPrivate || state.bubble == .expired)
            }
            tellEndsThatWaited(at: now, into: &changes)
        }
        digest.retry(at: now)
        return finish(changes, at: now)
    }

    /// The desktop was asked not to disturb, or is not any more; private rituals and nudges follow `locked`
    /// then.
    package mutating func disturbing(isUnwanted: Bool, at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        isUndisturbed = isUnwanted
        settle(at: now, zoneBefore: zone, into: &changes)
        changes.mustReconsider = true
        if !isUnwanted {
            tellEndsThatWaited(at: now, into: &changes)
            digest.retry(at: now)
        }
        return finish(changes, at: now)
    }

    /// Whether what a ritual shows must not have its words in it: on a locked screen.
    package func isConcealed(_ ritual: Ritual) -> Bool {
        ritual.isPrivate && isLocked == true
    }
}
