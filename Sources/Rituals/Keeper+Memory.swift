import CivilTime

/// What a Keeper begins with, and asks for when it does not remember far enough back.
extension Keeper {
    /// What the ledger knows.
    package struct Memory: Sendable {
        /// Up to when everything was settled, and in which zone of the machine.
        package var lastSeen: Instant
        package let zone: Zone
        package let kept: [Ritual.ID: KeptSchedule]
        /// All that are not over, and those that ended lately, in the order in which they did.
        package let states: [OccurrenceState]
        package let pauses: [Pause]
        /// The one of them that is in force.
        package let pauseInForce: Pause?
        /// The latest moment up to which everything was ever settled; later than `lastSeen` after a clock was
        /// set back.
        package let furthest: Instant
        /// The occurrences that share one bubble, for each such bubble.
        package let groups: [[Occurrence.ID]]
        /// What the next digest names.
        package let owed: [Occurrence]

        package init(
            lastSeen: Instant, zone: Zone, kept: [Ritual.ID: KeptSchedule], states: [OccurrenceState],
            pauses: [Pause], pauseInForce: Pause?, furthest: Instant, groups: [[Occurrence.ID]],
            owed: [Occurrence]
        ) {
            self.lastSeen = lastSeen
            self.zone = zone
            self.kept = kept
            self.states = states
            self.pauses = pauses
            self.pauseInForce = pauseInForce
            self.furthest = furthest
            self.groups = groups
            self.owed = owed
        }
    }

    /// A Keeper that goes on where another has ended, be it by a crash; nil: one that begins.
    package init(remembering memory: Memory?) {
        self.init()
        guard let memory else { return }
        resume = memory
        lastSeen = memory.lastSeen
        zone = memory.zone
        recall(memory.states)
        for state in memory.states where state.outcome == nil { current[state.occurrence.ritual] = state }
        pauseInForce = memory.pauseInForce
        pastPauses = memory.pauses
        furthest = memory.furthest
        for ids in memory.groups { if let first = ids.first { groups[first] = Set(ids) } }
        digest = Digest(owed: memory.owed)
    }

    /// Since when the ledger must be asked before an event at this time; nil: it need not be.
    ///
    /// A clock that is set back further than the Keeper remembers would ring again what has rung.
    package func recallPoint(at now: Instant) -> Instant? {
        guard let lastSeen, now < lastSeen else { return nil }
        return now - Keeper.remembered
    }

    /// Takes in what the ledger knows to have ended.
    package mutating func recall(_ states: [OccurrenceState]) {
        for state in states where state.outcome != nil {
            let id = state.occurrence.ritual
            if ended[id]?.contains(where: { $0.occurrence.id == state.occurrence.id }) != true {
                ended[id, default: []].append(state)
            }
        }
    }

    /// What a new ledger must be told to know what this Keeper knows.
    package var recollection: [Record] {
        var records = household.rituals.filter(\.isEnabled).map { Record.kept($0.id, KeptSchedule($0)) }
        func record(_ state: OccurrenceState, _ fact: Fact) {
            records.append(.occurrence(state.occurrence, zone: zoneName(of: state.occurrence), fact))
        }
        for state in Array(ended.values.joined()) + unfinished {
            if state.rangAt != nil || state.outcome == nil { record(state, .ringing(.rings, again: false)) }
            if state.rangAt != nil { record(state, .rang(on: [], nil)) }
            switch state.stage {
            case .ended(let outcome, let rule):
                let owes = digest.owed.contains(state.occurrence)
                record(state, .ended(outcome, rule, owesDigest: owes))
            case .open:
                if let later = state.later { record(state, .answered(.later(later), .command)) }
                record(state, .bubble(state.bubble))
            case .waiting(again: false): record(state, .unshown)
            case .waiting, .ringing: break
            }
            if state.isWaiting, let later = state.later { record(state, .answered(.later(later), .command)) }
        }
        if let pauseInForce { records.append(.paused(pauseInForce)) }
        return records
    }
}
