import CivilTime

/// Showing again what is open.
extension Keeper {
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

    mutating func posted(_ id: Occurrence.ID, _ bubble: BubbleReference, into changes: inout Changes) {
        guard var state = state(of: id) else { return }
        let zone = zoneName(of: state.occurrence)
        changes.record(state.occurrence, zone: zone, .posted(bubble))
        guard state.stage == .open, state.bubble == .expired else { return }
        // One that has expired is posted again once.
        state.bubble = .returned
        current[id.ritual] = state
        changes.record(state.occurrence, zone: zone, .bubble(.returned))
    }
}
