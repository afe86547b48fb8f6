extension Zone {
    /// The instant a span after another: its days by the calendar of this zone, the rest by the time line.
    ///
    /// So `1d` after 07:30 is 07:30 also across a clock change, and `90m` is always ninety minutes.
    package func instant(_ span: Span, after instant: Instant) -> Instant {
        guard span.days != 0 else { return instant + .seconds(span.seconds) }
        let civil = civil(at: instant).adding(Span(days: span.days))
        return resolve(civil).instant + .nanoseconds(instant.nanoseconds) + .seconds(span.seconds)
    }

    /// The instant a span before another, by the same rule: `3d` before 19:30 is 19:30 three days earlier.
    package func instant(_ span: Span, before instant: Instant) -> Instant {
        self.instant(Span(days: -span.days, seconds: -span.seconds), after: instant)
    }
}
