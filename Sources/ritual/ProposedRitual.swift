import CivilTime
import Configuration
import Rituals

/// A ritual that `ritual init` offers.
struct ProposedRitual {
    let draft: RitualDraft
    /// Whether Enter takes it: of all days none then brings more than three bubbles, and a weekday two.
    let isUsual: Bool

    private init(
        _ name: String, _ title: String, _ say: String, prompts: String? = nil, when: String,
        isPrivate: Bool = false,
        urgency: Ritual.Urgency = .normal, isUsual: Bool, notes: String...
    ) {
        guard let id = Ritual.ID(name) else { preconditionFailure("no name of a ritual: \(name)") }
        draft = RitualDraft(
            id: id, title: title, say: say, prompts: prompts, when: when, isPrivate: isPrivate,
            urgency: urgency, notes: notes)
        self.isUsual = isUsual
    }

    static func all(morning: TimeOfDay, evening: TimeOfDay) -> [ProposedRitual] {
        [
            ProposedRitual(
                "morning-coffee", "Coffee, just us",
                "Ten slow minutes before the day begins.", prompts: "morning",
                when: "weekdays at \(morning)", isUsual: true,
                notes:
                    "`title` is the headline, `say` the line under it, `prompts` the deck of a line that is new each time."
            ),
            ProposedRitual(
                "small-hello", "A small hello", "One minute is plenty.", prompts: "gestures",
                when: "tue, thu at 12:40", urgency: .low, isUsual: false,
                notes: "In the middle of a full day; `urgency: low` rings softly."),
            ProposedRitual(
                "evening-talk", "So, how was today?",
                "One tells, one listens, nobody fixes anything. Then swap.", prompts: "reflection",
                when: "mon-thu at \(evening)", isUsual: true,
                notes: "`mon-thu` is a range of days; `fri-mon` works as well."),
            ProposedRitual(
                "screen-free-dinner", "Dinner without screens",
                "Let the phones nap by the door until the plates are empty.",
                when: "wednesdays at 18:45", isUsual: false,
                notes: "More evenings? `mon, wed at 18:45`."),
            ProposedRitual(
                "date-night", "An evening out, or in", "Fancy or plain, it is yours. Off you go, together.",
                prompts: "fun-list",
                when: "fridays at 19:30", isUsual: true,
                notes: "Tell others that Fridays are taken."),
            ProposedRitual(
                "weekly-check-in", "Our week",
                "What was lovely? What was heavy? What would you like more of?", prompts: "check-in",
                when: "sundays at 19:00", isPrivate: true, isUsual: true,
                notes: "Private: only its name appears in the journal and in terminals."),
        ]
    }
}
