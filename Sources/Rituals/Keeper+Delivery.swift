import CivilTime

/// What the channels answer.
extension Keeper {
    /// Channels took an announcement; the desktop's bubble has this number.
    package mutating func delivered(
        _ kind: Announcement.Kind, on channels: [ChannelName], bubble: BubbleReference? = nil, at now: Instant
    ) -> [Effect] {
        var changes = Changes()
        switch kind {
        case .ring(let id):
            rang(id, on: channels, bubble, at: now, into: &changes)
        case .several(let ids, isRepost: false):
            for id in ids { rang(id, on: channels, bubble, at: now, into: &changes) }
        case .repost(let id):
            if let bubble { posted(id, bubble, into: &changes) }
        case .several(let ids, isRepost: true):
            for id in ids { if let bubble { posted(id, bubble, into: &changes) } }
        case .nudge(let id), .end(let id):
            shownAnew(id, bubble, isNudge: kind == .nudge(id), into: &changes)
        case .headsUp(let id):
            changes.records.append(.headsUp(id, .shown))
        case .digest:
            changes.records.append(.digested(digest.told()))
            digest.retry(at: now)
        case .trial, .pulse, .trouble:
            break
        }
        return finish(changes, at: max(now, lastSeen ?? now))
    }

    /// No channel took an announcement; `maybeSeen`: it may have been shown all the same.
    package mutating func deliveryFailed(_ kind: Announcement.Kind, maybeSeen: Bool = false, at now: Instant)
        -> [Effect]
    {
        var changes = Changes()
        switch kind {
        case .ring(let id): wait(id, maybeSeen, into: &changes)
        case .several(let ids, isRepost: false): for id in ids { wait(id, maybeSeen, into: &changes) }
        case .digest: digest.failed()
        case .headsUp(let id): refusedHeadsUp(id, maybeSeen, into: &changes)
        case .nudge, .end, .repost, .several, .trial, .pulse, .trouble: break
        }
        return finish(changes, at: max(now, lastSeen ?? now))
    }

    /// A notification server has come: what waits is tried again, and what is open shown again, without a
    /// sound, unless a person has closed it.
    package mutating func serverReturned(at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        tryRefusedHeadsUps()
        settle(at: now, zoneBefore: zone, into: &changes)
        tryWaiting(at: now, into: &changes)
        repostOpen(into: &changes) { _, _ in true }
        digest.retry(at: now)
        return finish(changes, at: now)
    }

    /// Programs have taken a ring that a screen had taken before.
    package mutating func reached(
        _ kind: Announcement.Kind, on channels: [ChannelName], at now: Instant
    ) -> [Effect] {
        var changes = Changes()
        switch kind {
        case .ring, .several(_, isRepost: false):
            for id in kind.occurrences {
                guard let state = state(of: id) else { continue }
                changes.record(
                    state.occurrence, zone: zoneName(of: state.occurrence), .reached(on: channels))
            }
        default: break
        }
        return finish(changes, at: max(now, lastSeen ?? now))
    }

    /// A terminal has come, or a server or a program that has refused something may be asked again: what waits is
    /// tried again.
    package mutating func terminalCame(at now: Instant) -> [Effect] {
        var changes = Changes()
        noticeStepBack(to: now, into: &changes)
        tryRefusedHeadsUps()
        settle(at: now, zoneBefore: zone, into: &changes)
        tryWaiting(at: now, into: &changes)
        digest.retry(at: now)
        return finish(changes, at: now)
    }

    /// A bubble has gone; `byPerson`: somebody closed it, and else it went by itself.
    package mutating func notificationClosed(_ kind: Announcement.Kind, byPerson: Bool, at now: Instant)
        -> [Effect]
    {
        var changes = Changes()
        if kind == .digest { digest.closed() }
        if case .headsUp(let id) = kind { shownHeadsUps[id.occurrence.ritual] = nil }
        for id in kind.occurrences {
            // After Later, or an answer, the bubble has gone for that reason.
            guard var state = current[id.ritual], state.occurrence.id == id, state.stage == .open,
                !state.isPromised
            else { continue }
            let bubble: OccurrenceState.Bubble = byPerson ? .closed : .expired
            guard byPerson ? state.bubble != .closed : state.bubble == .up else { continue }
            state.bubble = bubble
            current[id.ritual] = state
            changes.record(state.occurrence, zone: zoneName(of: state.occurrence), .bubble(bubble))
        }
        return finish(changes, at: max(now, lastSeen ?? now))
    }

    // MARK: Each occurrence

    mutating func rang(
        _ id: Occurrence.ID, on channels: [ChannelName], _ bubble: BubbleReference?, at now: Instant,
        into changes: inout Changes
    ) {
        guard var state = state(of: id) else { return }
        let zone = zoneName(of: state.occurrence)
        changes.record(state.occurrence, zone: zone, .rang(on: channels, bubble))
        if let ritual = household.ritual(id.ritual) {
            changes.reports.append(
                .rang(
                    state.occurrence, ritual: ritual, on: channels, late: now - state.moment,
                    again: state.stage == .ringing(again: true)))
        }
        // Answered, or overtaken, while it was on its way.
        guard case .ringing = state.stage else { return }
        refused.remove(id)
        if let ritual = household.ritual(id.ritual) {
            beginLasting(state.occurrence, of: ritual, moment: state.moment, from: now)
        }
        state.stage = .open
        state.rangAt = now
        state.later = nil
        state.nudges = 0
        state.isOver = false
        if household.ritual(id.ritual)?.wantsAnswer == false {
            end(state, .shown, .rings, at: now, into: &changes)
        } else {
            schedule(state)
        }
    }

    /// A nudge, or the line at the end, stands in the place of its bubble.
    private mutating func shownAnew(
        _ id: Occurrence.ID, _ bubble: BubbleReference?, isNudge: Bool, into changes: inout Changes
    ) {
        guard var state = state(of: id) else { return }
        if let bubble {
            changes.record(state.occurrence, zone: zoneName(of: state.occurrence), .posted(bubble))
        }
        if isNudge, let ritual = household.ritual(id.ritual) {
            changes.reports.append(.nudged(state.occurrence, ritual: ritual))
        }
        // Closed by a person, it stays seen.
        guard state.stage == .open, current[id.ritual] != nil, state.bubble != .closed, state.bubble != .up
        else { return }
        state.bubble = .up
        current[id.ritual] = state
        changes.record(state.occurrence, zone: zoneName(of: state.occurrence), .bubble(.up))
    }

    private mutating func wait(_ id: Occurrence.ID, _ maybeSeen: Bool, into changes: inout Changes) {
        guard let ritual = household.ritual(id.ritual), var state = state(of: id) else { return }
        if !maybeSeen {
            changes.record(state.occurrence, zone: zoneName(of: state.occurrence), .unshown)
        }
        guard case .ringing(let again) = state.stage else {
            // It was overtaken on its way, and has not rung after all.
            if state.outcome == .lapsed, state.rangAt == nil, !maybeSeen, let lastSeen {
                end(state, .missed, .grace, at: lastSeen, into: &changes)
            }
            return
        }
        state.stage = .waiting(again: again || maybeSeen)
        stopLasting(state.occurrence, isOver: false, into: &changes)
        schedule(state)
        // The clock was set back while it was on its way.
        if let lastSeen, comesAnew(state, of: ritual, at: lastSeen, into: &changes) { return }
        if refused.insert(id).inserted {
            changes.reports.append(
                .waiting(state.occurrence, ritual: ritual, until: graceEnd(of: state, ritual)))
        }
    }

    /// What is known of an occurrence, be it current or ended lately.
    package func state(of id: Occurrence.ID) -> OccurrenceState? {
        if let state = current[id.ritual], state.occurrence.id == id { return state }
        return ended[id.ritual]?.last { $0.occurrence.id == id }
    }
}
