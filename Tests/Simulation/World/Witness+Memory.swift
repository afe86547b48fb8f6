import CivilTime
import Rituals
import Schedules

/// What is forgotten, and learned again from the ledger.
extension Witness {
    /// What was not settled, as in a doubted time, of schedules that are no more; be it that a journey of that time
    /// has jumped over it.
    mutating func forgive(_ new: Household, except unchanged: Set<Ritual.ID>, since settled: Keeper.Settled) {
        for id in required.keys where !unchanged.contains(new.renames[id] ?? id) {
            let ritual = household.ritual(id)
            required[id] = required[id]?.filter { name, instant in
                let due = ritual?.schedule.occurrence(named: name, in: ritual?.zone ?? settled.zone)
                return (due?.instant ?? instant) <= settled.instant
            }
        }
    }

    /// A clock that is set back was wrong in what it told ahead.
    mutating func endDoubt(at now: Instant) {
        if let lastNow, now < lastNow { headsUps.subtract(doubtedHeadsUps) }
        doubtedHeadsUps = []
    }

    /// What was not written is gone with the process: nobody can hold it to that.
    mutating func loseTrack() {
        lives = [:]
        required = [:]
        unplugged = [:]
        headsUps = []
        owed = []
        household = Household()
        pauses = Pauses()
        hasLostTrack = true
    }

    /// Believes the ledger.
    mutating func learn(
        _ states: [OccurrenceState], _ pauses: [Pause], told: [HeadsUp.ID: HeadsUp.Standing],
        owed: [Occurrence]
    ) {
        hasLostTrack = false
        self.pauses = Pauses(pauses)
        self.owed = Set(owed.map(\.id))
        headsUps = Set(told.filter { $0.value != .waiting }.keys)
        recall(states)
    }

    /// Takes over what has been forgotten.
    mutating func recall(_ states: [OccurrenceState]) {
        for state in states where lives[state.occurrence.id] == nil {
            var life = Life()
            life.outcome = state.outcome
            life.later = state.later
            life.rangAt = state.rangAt
            life.hasRung = state.rangAt != nil
            life.wasSent = state.rangAt != nil || state.stage == .waiting(again: true)
            life.isConfirmed = life.hasRung && state.later == nil && !state.isWaiting
            life.seen = life.isConfirmed ? .surely : state.stage == .waiting(again: true) ? .maybe : .never
            life.wasClosed = state.bubble == .closed
            lives[state.occurrence.id] = life
        }
    }

    /// Forgets what lies long behind.
    mutating func forget(before instant: Instant) {
        let names = household.rituals.filter { $0.enough != nil }.map(\.id)
        for (id, life) in lives where life.outcome != nil && !names.contains(id.ritual) {
            let date = Zone.utc.civil(at: instant).date
            if id.due.date < date { lives[id] = nil }
        }
        for ritual in required.keys { required[ritual] = required[ritual]?.filter { $0.value >= instant } }
    }
}
