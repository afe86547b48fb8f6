import CivilTime

/// A moment as people type it: `18:00`, `tomorrow 18:00`, `friday 18:00`, `2026-12-24 18:00`.
///
/// Besides `today`, `tomorrow` and `yesterday` it is a phrase of rituald.yaml(5).
package enum NamedMoment {
    /// The first such moment after an instant; nil where it is past.
    ///
    /// Without a time it is `Schedule.defaultTime`.
    package static func due(parsing text: String, after now: Instant, in zone: Zone) throws(PhraseError)
        -> Due?
    {
        try schedule(text, Terms(), today: zone.civil(at: now).date).next(after: now, in: zone)
    }

    /// The last such moment before an instant; nil where it is to come.
    ///
    /// Without a time it is midnight, with which a day begins.
    package static func past(parsing text: String, before now: Instant, in zone: Zone) throws(PhraseError)
        -> Instant?
    {
        let terms = Terms(defaultTime: .midnight)
        return try schedule(text, terms, today: zone.civil(at: now).date)
            .previous(before: now, in: zone)?.instant
    }

    private static func schedule(_ text: String, _ terms: Terms, today: CivilDate) throws(PhraseError)
        -> Schedule
    {
        let words = text.split(separator: " ").map { word -> String in
            switch word.lowercased() {
            case "yesterday": today.adding(days: -1).description
            case "today": today.description
            case "tomorrow": today.adding(days: 1).description
            default: String(word)
            }
        }
        do {
            return try Schedule(parsing: [words.joined(separator: " ")], terms: terms)
        } catch {
            throw error.error
        }
    }
}
