import CivilTime

/// What is shown later than it was waited for.
extension Keeper {
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
}
