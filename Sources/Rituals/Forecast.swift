import CivilTime

/// What will ring, in the order in which it does.
package struct Forecast: Sequence, IteratorProtocol, Sendable {
    private var rehearsal: Rehearsal
    private var coming: [Occurrence] = []

    /// As of a `Rehearsal`.
    package init(
        of household: Household, after now: Instant, zone: Zone, knowing states: [OccurrenceState] = [],
        pauses: [Pause] = []
    ) {
        rehearsal = Rehearsal(of: household, after: now, zone: zone, knowing: states, pauses: pauses)
    }

    /// After so many steps at which nothing rings, as in a pause without an end, nothing will.
    private static let patience = 100_000

    package mutating func next() -> Occurrence? {
        var steps = 0
        while coming.isEmpty {
            steps += 1
            guard steps < Forecast.patience, let step = rehearsal.next() else { return nil }
            for case .record(.occurrence(let occurrence, _, .ringing)) in step.effects {
                coming.append(occurrence)
            }
        }
        return coming.removeFirst()
    }
}
