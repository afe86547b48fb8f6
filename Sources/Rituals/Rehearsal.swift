import CivilTime

/// What a household's rituals do in a time to come, or in one that was: the Keeper that rings them, with a
/// clock that jumps from alarm to alarm and channels that take everything at once.
package struct Rehearsal: Sequence, IteratorProtocol, Sendable {
    /// Something that happens meanwhile.
    package enum Event: Hashable, Sendable {
        /// The machine is off, or asleep.
        case sleeps
        case wakes
        case moves(to: Zone)
        case locks
        case unlocks
        case pauses(until: Instant?, Pause.Scope)
        case resumes
    }

    /// What the Keeper wants at one moment.
    package struct Step: Sendable {
        package let at: Instant
        package let effects: [Keeper.Effect]
    }

    private var keeper = Keeper()
    private var zone: Zone
    private var alarm: Instant?
    private var script: ArraySlice<(at: Instant, event: Event)>
    private var isAsleep = false
    /// What has happened since it fell asleep, which it learns on waking.
    private var unheard: [Event] = []
    private var first: Step?

    /// Begins at an instant, in the machine's zone.
    ///
    /// Of `states` counts what is open, has ended or was answered ahead of its time; `pauses` are in force.
    /// `script` is in order of time. Whose turn it is and what is drawn is left out.
    package init(
        of household: Household, after now: Instant, zone: Zone, knowing states: [OccurrenceState] = [],
        pauses: [Pause] = [], script: [(at: Instant, event: Event)] = []
    ) {
        self.zone = zone
        self.script = script[...]
        keeper.recall(states)
        // One that lasts makes others wait.
        for state in states where state.stage == .open && !state.isPromised {
            keeper.current[state.occurrence.ritual] = state
        }
        keeper.pauses = pauses
        _ = keeper.woke(at: now, zone: zone)
        first = perform(keeper.configured(household.drawingNothing(), at: now), at: now)
    }

    package mutating func next() -> Step? {
        if let step = first {
            first = nil
            return step
        }
        if let next = script.first, isAsleep || alarm.map({ next.at <= $0 }) != false {
            script.removeFirst()
            return perform(happens(next.event, at: next.at), at: next.at)
        }
        guard !isAsleep, let alarm else { return nil }
        return perform(keeper.woke(at: alarm, zone: zone), at: alarm)
    }

    private mutating func happens(_ event: Event, at now: Instant) -> [Keeper.Effect] {
        if case .moves(let zone) = event { self.zone = zone }
        guard !isAsleep || event == .wakes else {
            unheard.append(event)
            return []
        }
        switch event {
        case .sleeps:
            isAsleep = true
            return keeper.woke(at: now, zone: zone)
        case .wakes:
            isAsleep = false
            let heard = unheard
            unheard = []
            return heard.flatMap { happens($0, at: now) } + keeper.woke(at: now, zone: zone)
        case .moves: return keeper.woke(at: now, zone: zone)
        case .locks: return keeper.locked(at: now)
        case .unlocks: return keeper.unlocked(at: now)
        case .pauses(let end, let scope): return keeper.paused(until: end, scope, at: now)
        case .resumes: return keeper.resumed(at: now)
        }
    }

    private mutating func perform(_ effects: [Keeper.Effect], at now: Instant) -> Step {
        var all = effects
        var index = 0
        while index < all.count {
            switch all[index] {
            case .announce(let announcement):
                all += keeper.delivered(announcement.kind, on: announcement.channels, at: now)
            case .wake(let instant): alarm = instant
            default: break
            }
            index += 1
        }
        return Step(at: now, effects: all)
    }
}
