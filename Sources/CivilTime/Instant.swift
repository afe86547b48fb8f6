/// A point on the world's one time line, as POSIX counts it: no leap seconds.
package struct Instant: Hashable, Comparable, Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package let seconds: Int
    /// Nanoseconds past the second, 0 to 999,999,999.
    package let nanoseconds: Int

    /// The instant so many seconds and nanoseconds after the epoch; nanoseconds outside a second carry over.
    package init(seconds: Int, nanoseconds: Int = 0) {
        let carry = CivilDate.floorDivide(nanoseconds, 1_000_000_000)
        self.seconds = seconds + carry
        self.nanoseconds = nanoseconds - carry * 1_000_000_000
    }

    package static func < (one: Instant, other: Instant) -> Bool {
        (one.seconds, one.nanoseconds) < (other.seconds, other.nanoseconds)
    }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(
            seconds: instant.seconds + Int(seconds),
            nanoseconds: instant.nanoseconds + Int(attoseconds / 1_000_000_000))
    }

    package static func - (instant: Instant, duration: Duration) -> Instant {
        instant + (.zero - duration)
    }

    /// The time that passes from the second instant to the first.
    package static func - (later: Instant, earlier: Instant) -> Duration {
        .seconds(later.seconds - earlier.seconds) + .nanoseconds(later.nanoseconds - earlier.nanoseconds)
    }
}
