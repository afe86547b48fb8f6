import CivilTime

/// What rituals say when they ring.
extension Keeper {
    /// What a ritual says for one occurrence; what was drawn for it once stays.
    func words(of state: OccurrenceState, _ ritual: Ritual) -> Words {
        ritual.words(
            for: state.occurrence.due, in: zone(of: ritual), me: household.me,
            prompt: state.prompt ?? foretold[state.occurrence.id])
    }

    /// What a ritual would say when it comes next, for one who tries it out.
    package func wordsToTry(_ ritual: Ritual, at now: Instant) -> Words {
        let zone = zone(of: ritual)
        let due =
            household.next(of: ritual, after: now, in: zone)
            ?? ritual.schedule.previous(before: now, in: zone)
        return due.map { ritual.words(for: $0, in: zone, me: household.me) } ?? Words()
    }
}
