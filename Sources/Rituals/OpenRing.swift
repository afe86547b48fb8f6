import CivilTime

/// An occurrence that has rung and is not over.
struct OpenRing: Sendable {
    let occurrence: Occurrence
    let closes: Instant

    /// The later of six hours and the next 03:00 on the ritual's clock: an evening's ritual stays open until
    /// the night.
    static func close(after ring: Instant, in zone: Zone) -> Instant {
        // Counted from three hours earlier, the night is the next midnight.
        let threeHours = 3 * 3600
        let shifted = CivilDateTime(wallSeconds: zone.civil(at: ring).wallSeconds - threeHours)
        let night = CivilDateTime(wallSeconds: (shifted.date.dayNumber + 1) * 86_400 + threeHours)
        return max(ring + .seconds(2 * threeHours), zone.resolve(night).instant)
    }
}
