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

    /// The desktop took an announcement after all, later than it was waited for.
    ///
    /// What is over by then is taken down again: its bubble would only mislead.
    package mutating func deliveredLate(
        _ kind: Announcement.Kind, bubble: BubbleReference?, at now: Instant
    ) -> [Effect] {
        switch kind {
        case .ring, .several(_, isRepost: false):
            var changes = Changes()
            let now = max(now, lastSeen ?? now)
            let isThere = kind.occurrences.map { rangLate($0, bubble, at: now, into: &changes) }
            if !isThere.contains(true) { changes.withdrawals.append(kind.subject) }
            return finish(changes, at: now)
        case .digest:
            digest.succeededLate()
        default:
            // Its ritual has another name by now, or has gone.
            guard let ritual = kind.ritual, household.ritual(ritual) == nil else { break }
            var changes = Changes()
            changes.withdrawals.append(kind.subject)
            return finish(changes, at: max(now, lastSeen ?? now))
        }
        return delivered(kind, on: [.desktop], bubble: bubble, at: now)
    }

    /// Whether a bubble that came late has anything left to show of an occurrence.
    private mutating func rangLate(
        _ id: Occurrence.ID, _ bubble: BubbleReference?, at now: Instant, into changes: inout Changes
    ) -> Bool {
        guard let state = state(of: id) else { return false }
        switch state.stage {
        case .waiting(again: true):
            current[id.ritual]?.stage = .ringing(again: false)
            current[id.ritual]?.heldBy = nil
            current[id.ritual]?.heldUntil = nil
            rang(id, on: [.desktop], bubble, at: now, into: &changes)
            return true
        case .open, .ended(.shown, _):
            // A terminal took it meanwhile.
            let zone = zoneName(of: state.occurrence)
            changes.record(state.occurrence, zone: zone, .reached(on: [.desktop]))
            if let bubble { changes.record(state.occurrence, zone: zone, .posted(bubble)) }
            return true
        case .waiting(again: false), .ringing, .ended:
            return false
        }
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

    /// Somebody wants to see each of several by itself.
    package mutating func unfolded(_ ids: [Occurrence.ID], at now: Instant) -> [Effect] {
        var changes = Changes()
        if let first = ids.first {
            groups[first] = nil
            changes.withdrawals.append(.several(first))
        }
        for id in ids {
            guard let ritual = household.ritual(id.ritual), let state = state(of: id) else { continue }
            let isOpen = current[id.ritual]?.occurrence.id == id
            let isShown =
                ended[id.ritual]?.contains { $0.occurrence.id == id && $0.outcome == .shown } == true
            // By themselves, however many they are: that is what was asked for.
            if isOpen || isShown {
                changes.others.append(
                    Announcement(
                        .repost(id), of: ritual, words(of: state, ritual), civil: state.occurrence.due.civil,
                        isConcealed: isConcealed(ritual)))
            }
        }
        return finish(changes, at: max(now, lastSeen ?? now))
    }

    // MARK: Each occurrence

    private mutating func rang(
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

    private mutating func posted(_ id: Occurrence.ID, _ bubble: BubbleReference, into changes: inout Changes)
    {
        guard var state = state(of: id) else { return }
        let zone = zoneName(of: state.occurrence)
        changes.record(state.occurrence, zone: zone, .posted(bubble))
        guard state.stage == .open, state.bubble == .expired else { return }
        // One that has expired is posted again once.
        state.bubble = .returned
        current[id.ritual] = state
        changes.record(state.occurrence, zone: zone, .bubble(.returned))
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

    /// Shows again what is open and has not been closed by a person, where it may be seen.
    mutating func repostOpen(
        into changes: inout Changes, where isMeant: (OccurrenceState, Ritual) -> Bool
    ) {
        var meant: [(state: OccurrenceState, ritual: Ritual)] = []
        for state in unfinished where state.stage == .open && !state.isPromised && state.bubble.comesBack {
            guard let ritual = household.ritual(state.occurrence.ritual), isMeant(state, ritual),
                maySee(ritual)
            else { continue }
            meant.append((state, ritual))
        }
        // What shared a bubble is shown anew, by itself or with others.
        for (first, ids) in groups where meant.contains(where: { ids.contains($0.state.occurrence.id) }) {
            changes.withdrawals.append(.several(first))
            groups[first] = nil
            for id in ids where !meant.contains(where: { $0.state.occurrence.id == id }) {
                guard let state = current[id.ritual], state.occurrence.id == id, isShownAsOpen(id),
                    state.bubble.comesBack, let ritual = household.ritual(id.ritual), maySee(ritual)
                else { continue }
                meant.append((state, ritual))
            }
        }
        for (state, ritual) in meant {
            let repost = Announcement(
                .repost(state.occurrence.id), of: ritual, words(of: state, ritual),
                civil: state.occurrence.due.civil)
            if !repost.channels.isEmpty { changes.reposts.append(repost) }
        }
    }

    /// Whether what is open of a ritual may be shown again now.
    func maySee(_ ritual: Ritual) -> Bool {
        !pauses.contains { $0.scope.covers(ritual.id) } && (!ritual.isPrivate || isLocked == false)
    }

    /// What is known of an occurrence, be it current or ended lately.
    package func state(of id: Occurrence.ID) -> OccurrenceState? {
        if let state = current[id.ritual], state.occurrence.id == id { return state }
        return ended[id.ritual]?.last { $0.occurrence.id == id }
    }
}
