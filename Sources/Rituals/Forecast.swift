import CivilTime

/// What will ring, told by the same Keeper that rings it: a clock that jumps from alarm to alarm.
package struct Forecast: Sequence, IteratorProtocol, Sendable {
    private var keeper = Keeper()
    private let zone: Zone
    private var alarm: Instant?
    private var coming: [Occurrence] = []

    /// `zone` is the machine's; what is known to have been answered ahead of its time does not ring.
    package init(
        of household: Household, after now: Instant, zone: Zone, knowing states: [OccurrenceState] = []
    ) {
        self.zone = zone
        keeper.recall(states)
        _ = keeper.woke(at: now, zone: zone)
        take(keeper.configured(household, at: now))
    }

    package mutating func next() -> Occurrence? {
        while coming.isEmpty, let alarm {
            take(keeper.woke(at: alarm, zone: zone))
        }
        return coming.isEmpty ? nil : coming.removeFirst()
    }

    private mutating func take(_ effects: [Keeper.Effect]) {
        for effect in effects {
            switch effect {
            case .record(.occurrence(let occurrence, _, .ringing)): coming.append(occurrence)
            case .wake(let instant): alarm = instant
            default: break
            }
        }
    }
}
