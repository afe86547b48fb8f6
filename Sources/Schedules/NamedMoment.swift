import CivilTime

/// A moment to come as people type it: `18:00`, `tomorrow 18:00`, `friday 18:00`, `2026-12-24 18:00`.
package enum NamedMoment {
    /// The first such moment after an instant; nil where it is past.
    ///
    /// Besides `today` and `tomorrow` it is a phrase of rituald.yaml(5). Without a time it is
    /// `Schedule.defaultTime`.
    package static func due(parsing text: String, after now: Instant, in zone: Zone) throws(PhraseError)
        -> Due?
    {
        let today = zone.civil(at: now).date
        let words = text.split(separator: " ").map { word -> String in
            switch word.lowercased() {
            case "today": today.description
            case "tomorrow": today.adding(days: 1).description
            default: String(word)
            }
        }
        do {
            return try Schedule(parsing: [words.joined(separator: " ")]).next(after: now, in: zone)
        } catch {
            throw error.error
        }
    }
}
