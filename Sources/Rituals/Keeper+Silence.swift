import CivilTime

/// What makes rituals wait that fall due now.
extension Keeper {
    package struct Silence: Sendable {
        package let isLocked: Bool
        package let isUndisturbed: Bool
        /// When quiet hours that it is in end.
        package let quietUntil: Instant?
        /// The ritual that has unplugged, and until when at the latest.
        package let unplugged: (ritual: Ritual.ID, until: Instant)?
    }

    /// The occurrence for which the house is unplugged, once it has rung for certain; of several the last to
    /// end.
    package var unplugging: (ritual: Ritual, occurrence: Occurrence)? {
        let last = lasting.values.filter { one in
            let state = current[one.occurrence.ritual]
            let isOnItsWay = state?.occurrence.id == one.occurrence.id && state?.stage != .open
            return !isOnItsWay && household.ritual(one.occurrence.ritual)?.unplugs == true
        }.max { $0.end < $1.end }
        guard let last, let ritual = household.ritual(last.occurrence.ritual) else { return nil }
        return (ritual, last.occurrence)
    }

    /// As it is at an instant, for all that is known.
    package func silence(at now: Instant) -> Silence {
        let unplugged = lasting.filter { household.ritual($0.key)?.unplugs == true }
            .max { $0.value.end < $1.value.end }
        return Silence(
            isLocked: isLocked == true, isUndisturbed: isUndisturbed,
            quietUntil: household.quiet?.end(at: now, in: zone),
            unplugged: unplugged.map { ($0.key, $0.value.end) })
    }
}
