/// The keys of the language, and which of them this version reads.
///
/// A key that a later version will read is known and refused by name, so that nothing is silently ignored.
struct Keys {
    private let now: Set<String>
    private let later: Set<String>

    enum Standing {
        case read
        case later
        case unknown
    }

    func standing(of key: String) -> Standing {
        now.contains(key) ? .read : later.contains(key) ? .later : .unknown
    }

    /// In order, for "did you mean".
    var all: [String] { now.union(later).sorted() }

    static let household = Keys(
        now: [
            "partners", "timezone", "place", "quiet", "away", "defaults", "rituals", "occasions", "decks",
            "channels", "insights",
        ],
        later: ["language"])

    /// One that takes in a shipped one.
    static let deck = Keys(now: ["more", "lines"], later: [])

    /// A line that the couple kept themselves.
    static let kept = Keys(now: ["date", "by", "text"], later: [])

    static let place = Keys(now: ["latitude", "longitude"], later: [])

    static let channel = Keys(now: ["command", "stdin", "on", "timeout", "private"], later: [])

    /// What a file in `rituals.d` may hold; the rest belongs to the one file of the household.
    static let addition = Keys(now: ["rituals", "occasions", "decks"], later: [])

    static let ritual = Keys(
        now: settings.now.union(schedule.now).union(["was"]), later: settings.later.union(schedule.later))

    static let occasion = Keys(
        now: settings.now.subtracting(["enough", "pulse"]).union(["date", "kind", "at", "was"]),
        later: settings.later)

    static let defaults = Keys(now: settings.now.union(["at"]), later: settings.later)

    /// The schedule's own, which `defaults` does not take.
    static let schedule = Keys(
        now: ["when", "timezone", "starting", "from", "until", "except"],
        later: ["calendar", "rrule", "cron"])

    private static let settings = Keys(
        now: [
            "title", "say", "late", "enabled", "answer", "grace", "missed", "snooze", "urgency", "icon",
            "sound", "notify", "private", "who", "for", "end", "nudge", "heads-up", "quiet", "locked",
            "unplug", "enough", "prompts", "turns", "pulse",
        ],
        later: [])
}
