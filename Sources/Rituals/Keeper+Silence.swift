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
