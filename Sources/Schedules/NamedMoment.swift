import CivilTime

/// A moment as people type it: `18:00`, `tomorrow 18:00`, `friday 18:00`, `2026-12-24 18:00`.
///
/// Besides `today`, `tonight`, `tomorrow`, `yesterday` and `next friday` it is a phrase of rituald.yaml(5).
package enum NamedMoment {
    /// The first such moment after an instant; nil where it is past.
    ///
    /// Without a time it is `Schedule.defaultTime`.
    package static func due(parsing text: String, after now: Instant, in zone: Zone) throws(PhraseError)
        -> Due?
    {
        try SpokenMoment(text, today: zone.civil(at: now).date).schedule(Terms()).next(after: now, in: zone)
    }

    /// The last such moment before an instant; nil where it is to come.
    ///
    /// Without a time it is midnight, with which a day begins.
    package static func past(parsing text: String, before now: Instant, in zone: Zone) throws(PhraseError)
        -> Instant?
    {
        let terms = Terms(defaultTime: .midnight)
        return try SpokenMoment(text, today: zone.civil(at: now).date).schedule(terms)
            .previous(before: now, in: zone)?.instant
    }
}
