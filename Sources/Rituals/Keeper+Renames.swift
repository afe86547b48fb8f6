import CivilTime

/// Rituals that have another name than they had (`was`).
extension Keeper {
    /// Gives what is known under former names to the present ones, for good.
    mutating func rename(
        _ renames: [Ritual.ID: Ritual.ID], formerly former: Household, at now: Instant,
        into changes: inout Changes
    ) {
        for (old, new) in renames.sorted(by: { $0.key < $1.key }) {
            changes.records.append(.renamed(from: old, to: new))
            let wasKnown = current[old] != nil || former.ritual(old) != nil || resume?.kept[old] != nil
            if wasKnown { changes.reports.append(.renamed(from: old, to: new)) }
            rename(old, to: new, at: now, into: &changes)
        }
    }

    private mutating func rename(
        _ old: Ritual.ID, to new: Ritual.ID, at now: Instant, into changes: inout Changes
    ) {
        func renamed(_ state: OccurrenceState) -> OccurrenceState {
            OccurrenceState(state, of: Occurrence(ritual: new, due: state.occurrence.due))
        }
        let known = Set((ended[new] ?? []).map(\.occurrence.due.name))
        digest.rename(old, to: new, except: known)
        if let states = ended.removeValue(forKey: old) {
            ended[new] =
                states.filter { !known.contains($0.occurrence.due.name) }.map(renamed) + (ended[new] ?? [])
        }
        changes.withdrawals.append(.ritual(old))
        // Where the new name has had that time already, this one ends under its former name.
        if var state = current[old], !isKnown(new, state.occurrence.due.name) {
            current[old] = nil
            // Its channels will answer for a name that is no more.
            if case .ringing = state.stage { state.stage = .waiting(again: true) }
            if current[new] == nil {
                current[new] = renamed(state)
                changes.renamedOpen.insert(new)
            } else {
                // Where both are open, the one with the present name stays so.
                let outcome: Outcome = state.rangAt == nil ? .missed : .lapsed
                end(renamed(state), outcome, .edited, at: now, into: &changes)
            }
        }
        // One that wanted no answer is over, and lasts all the same.
        if let lasting = lasting.removeValue(forKey: old) { self.lasting[new] = lasting.renamed(to: new) }
        renameHeadsUps(old, to: new, into: &changes)
        func renamed(_ ids: Set<Occurrence.ID>) -> Set<Occurrence.ID> {
            Set(ids.map { $0.ritual == old ? Occurrence.ID(ritual: new, due: $0.due) : $0 })
        }
        groups = groups.mapValues(renamed)
        endLines = renamed(endLines)
        unconfirmed = renamed(unconfirmed)
        if let kept = resume?.kept[old], resume?.kept[new] == nil {
            resume?.kept[new] = kept
            resume?.kept[old] = nil
        }
        let before = pauses
        for index in pauses.indices { pauses[index].scope = pauses[index].scope.renaming(old, to: new) }
        if pauses != before { changes.records.append(.paused(pauses)) }
    }
}

extension OccurrenceState {
    /// The same of another occurrence.
    init(_ other: OccurrenceState, of occurrence: Occurrence) {
        self.init(
            occurrence, other.stage, rangAt: other.rangAt, later: other.later, bubble: other.bubble,
            heldBy: other.heldBy, nudges: other.nudges, isOver: other.isOver)
        heldUntil = other.heldUntil
        maybeSeen = other.maybeSeen
    }
}
