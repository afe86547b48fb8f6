import CivilTime

/// What a Keeper begins with, and asks for when it does not remember far enough back.
extension Keeper {
    /// What the ledger knows.
    package struct Memory: Sendable {
        /// Up to when everything was settled, and in which zone of the machine.
        package var lastSeen: Instant
        package var zone: Zone
        package var kept: [Ritual.ID: KeptSchedule]
        /// All that are not over, and those that ended lately, in the order in which they did.
        package let states: [OccurrenceState]
        /// Those in force, and those that ended lately.
        package let pauses: [Pause]
        package let pastPauses: [Pause]
        /// What has become of the heads-ups of what is still to come.
        package let headsUps: [HeadsUp.ID: HeadsUp.Standing]
        /// What was drawn for those that were told of ahead.
        package let foretold: [Occurrence.ID: String]
        /// The latest moment up to which everything was ever settled; later than `lastSeen` after a clock was
        /// set back.
        package let furthest: Instant
        /// The occurrences that share one bubble, for each such bubble.
        package let groups: [[Occurrence.ID]]
        /// What the next digest names.
        package let owed: [Occurrence]
        /// What may have been seen without ever being confirmed, and has been made void since.
        package let unconfirmed: Set<Occurrence.ID>
        /// Up to when rings may have been shown that could not be written down any more; nil: none.
        package var unwrittenThrough: Instant?
        /// The zones whose rules are others than they were then, by their names, with the rules of then.
        package var formerRules: [String: Zone] = [:]

        package init(
            lastSeen: Instant, zone: Zone, kept: [Ritual.ID: KeptSchedule], states: [OccurrenceState],
            pauses: [Pause], pastPauses: [Pause], headsUps: [HeadsUp.ID: HeadsUp.Standing],
            foretold: [Occurrence.ID: String] = [:], furthest: Instant,
            groups: [[Occurrence.ID]],
            owed: [Occurrence], unconfirmed: Set<Occurrence.ID> = []
        ) {
            self.lastSeen = lastSeen
            self.zone = zone
            self.kept = kept
            self.states = states
            self.pauses = pauses
            self.pastPauses = pastPauses
            self.headsUps = headsUps
            self.foretold = foretold
            self.furthest = furthest
            self.groups = groups
            self.owed = owed
            self.unconfirmed = unconfirmed
        }
    }

    /// A Keeper that goes on where another has ended, be it by a crash; nil: one that begins.
    ///
    /// `isLocked` says whether the screen is; nil: that will be said.
    package init(remembering memory: Memory?, isLocked: Bool? = false) {
        self.init()
        self.isLocked = isLocked
        guard let memory else { return }
        resume = memory
        zone = memory.zone
        // What lies ahead of the clock is known when that is: in doubt, it is further than what is settled.
        recall(memory.states)
        lastSeen = memory.lastSeen
        for state in memory.states where state.outcome == nil { current[state.occurrence.ritual] = state }
        pauses = memory.pauses
        pastPauses = memory.pastPauses
        recall(memory.headsUps)
        foretold = memory.foretold
        furthest = memory.furthest
        for ids in memory.groups { if let first = ids.first { groups[first] = Set(ids) } }
        digest = Digest(owed: memory.owed)
        unconfirmed = memory.unconfirmed
        unwrittenThrough = memory.unwrittenThrough
    }

    /// Since when the ledger must be asked before an event at this time; nil: it need not be.
    ///
    /// A clock that is set back further than the Keeper remembers would ring again what has rung; so would one
    /// that goes on after that.
    package func recallPoint(at now: Instant) -> Instant? {
        if let doubt { return doubt.trusted - Keeper.remembered }
        guard let lastSeen, now < lastSeen else { return nil }
        return now - Keeper.remembered
    }

    /// Takes in what the ledger knows to have ended.
    package mutating func recall(_ states: [OccurrenceState]) {
        let over = states.filter { $0.outcome != nil && !isVoidAhead($0) }
        for (id, states) in Dictionary(grouping: over, by: \.occurrence.ritual) {
            let known = Set((ended[id] ?? []).map(\.occurrence.due.name))
            // They ended before what is known.
            ended[id] = states.filter { !known.contains($0.occurrence.due.name) } + (ended[id] ?? [])
        }
    }

    /// Whether one was kept silent and lies ahead of what is settled: that is void, though a ledger that could not be
    /// written since does not know so.
    private func isVoidAhead(_ state: OccurrenceState) -> Bool {
        let settled = doubt?.trusted ?? lastSeen
        return state.isVoidable && settled.map { asOfNow(state.occurrence).instant > $0 } == true
    }

    /// Takes in which heads-ups the ledger knows to have been shown.
    package mutating func recall(_ headsUps: [HeadsUp.ID: HeadsUp.Standing]) {
        for (id, standing) in headsUps where standing != .waiting {
            givenHeadsUps[id] =
                Zone.utc.resolve(id.occurrence.due.date.at(.midnight)).instant + .seconds(86_400)
        }
    }

    /// The rituals of which more must be known than what ended in the last days, and since when: as many as
    /// are enough are counted by the month.
    package static func counted(in household: Household, at now: Instant) -> (
        rituals: [Ritual.ID], since: Instant
    )? {
        let rituals = household.rituals.filter { $0.enough != nil }.flatMap { [$0.id] + $0.formerIDs }
        return rituals.isEmpty ? nil : (rituals, now - Enough.remembered)
    }

    /// What a ledger must be told to know what this Keeper knows: a new one everything, another what is not as in
    /// `known`.
    package func recollection(knowing known: [OccurrenceState] = []) -> [Record] {
        let known = Dictionary(known.map { ($0.occurrence.id, $0) }, uniquingKeysWith: { $1 })
        var records = household.rituals.filter(\.isEnabled).map { Record.kept($0.id, KeptSchedule($0)) }
        func record(_ state: OccurrenceState, _ fact: Fact) {
            records.append(.occurrence(state.occurrence, zone: zoneName(of: state.occurrence), fact))
        }
        for state in Array(ended.values.joined()) + unfinished {
            let former = known[state.occurrence.id]
            if let former, former.saysAsMuch(as: state) { continue }
            // What has rung there need not ring a second time in its history.
            let isNewRing = former?.rangAt == nil || (former?.rangAt ?? state.rangAt) != state.rangAt
            if isNewRing, state.rangAt != nil || state.outcome == nil {
                record(state, .ringing(.rings, again: false))
            }
            if isNewRing, state.rangAt != nil { record(state, .rang(on: [], nil)) }
            switch state.stage {
            case .ended(let outcome, let rule):
                let owes = digest.owed.contains(state.occurrence)
                record(state, .ended(outcome, rule, owesDigest: owes))
            case .open:
                if let later = state.later { record(state, .answered(.later(later), .command)) }
                record(state, .bubble(state.bubble))
            case .waiting(again: false) where state.heldBy == nil: record(state, .unshown)
            case .waiting, .ringing: break
            }
            if let prompt = state.prompt { record(state, .drew(prompt)) }
            if let rule = state.heldBy { record(state, .held(rule)) }
            if state.isOver { record(state, .over) }
            if state.isWaiting, let later = state.later { record(state, .answered(.later(later), .command)) }
        }
        // What is open there has ended since, longer ago than this Keeper remembers, and nobody knows how.
        let remembered = Set((Array(ended.values.joined()) + unfinished).map(\.occurrence.id))
        for state in known.values where state.outcome == nil && !remembered.contains(state.occurrence.id) {
            let (outcome, rule): (Outcome, Rule) =
                state.rangAt == nil ? (.missed, .grace) : (.lapsed, .unanswered)
            record(state, .ended(outcome, rule, owesDigest: false))
        }
        records.append(.paused(pauses))
        for id in givenHeadsUps.keys {
            records.append(.headsUp(id, .shown))
            if let prompt = foretold[id.occurrence] { records.append(.foretold(id, prompt)) }
        }
        return records
    }
}

extension OccurrenceState {
    /// Whether a restart would go on from this as from another; what isn't stored of either doesn't count.
    fileprivate func saysAsMuch(as other: OccurrenceState) -> Bool {
        (stage, rangAt, later, bubble) == (other.stage, other.rangAt, other.later, other.bubble)
            && (heldBy, isOver) == (other.heldBy, other.isOver)
    }
}
