extension Zone {
    /// How a wall-clock time stands to the world's time line.
    package enum Resolution: Hashable, Sendable {
        /// It comes once.
        case unique(Instant)
        /// The clocks skip it; the instant lies as far past the change as the time lies past the start of the
        /// gap.
        case skipped(Instant, Transition)
        /// It comes twice; the instant is the first.
        case repeated(Instant, Transition)

        /// When a ritual with this time rings: a skipped time as late as the skip, a repeated one the first
        /// time, once.
        package var instant: Instant {
            switch self {
            case .unique(let instant), .skipped(let instant, _), .repeated(let instant, _): instant
            }
        }
    }

    /// Finds the instant at which the clocks of this zone show a date and time (the rule of RFC 5545, section
    /// 3.3.5).
    package func resolve(_ civil: CivilDateTime) -> Resolution {
        let wall = civil.wallSeconds
        // No offset lies further from UTC than this: what changed before or after cannot matter here.
        let reach = 26 * 3600
        guard let last = lastTransition(through: wall + reach) else {
            return .unique(Instant(seconds: wall - offset(at: Instant(seconds: wall))))
        }
        guard last.at > wall - reach else { return .unique(Instant(seconds: wall - last.after)) }

        var near = [last]
        while let latest = near.last, let earlier = lastTransition(through: latest.at - 1),
            earlier.at > wall - reach
        {
            near.append(earlier)
        }
        near.reverse()
        // The stretches of one offset in order; the first that contains the time has its first coming.
        if wall - near[0].before < near[0].at {
            return occurrence(of: wall, offset: near[0].before, in: near, from: 0)
        }
        for (index, transition) in near.enumerated() {
            let end = index + 1 < near.count ? near[index + 1].at : Int.max
            let second = wall - transition.after
            if second >= transition.at, second < end {
                return occurrence(of: wall, offset: transition.after, in: near, from: index + 1)
            }
            if wall >= transition.at + transition.before, wall < transition.at + transition.after {
                return .skipped(Instant(seconds: wall - transition.before), transition)
            }
        }
        return .unique(Instant(seconds: wall - last.after))
    }

    /// The resolution of a time that has been found, which is repeated where a later change takes the clocks
    /// back over it.
    private func occurrence(of wall: Int, offset: Int, in near: [Transition], from index: Int) -> Resolution {
        let instant = Instant(seconds: wall - offset)
        for transition in near[index...]
        where wall - transition.after >= transition.at && transition.shift < 0 {
            if wall < transition.at + transition.before { return .repeated(instant, transition) }
        }
        return .unique(instant)
    }
}
