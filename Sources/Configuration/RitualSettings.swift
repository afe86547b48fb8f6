import CivilTime
import Rituals

/// What a ritual, or `defaults:`, says beside the schedule; nil where it says nothing.
struct RitualSettings {
    var title: String?
    var say: String?
    var late: String?
    var isEnabled: Bool?
    var wantsAnswer: Bool?
    var grace: Span?
    var missed: Ritual.Missed?
    var snooze: [Span]?
    var isPrivate: Bool?
    var urgency: Ritual.Urgency?
    var icon: String?
    var sound: String?
    var channels: [ChannelName]?
    var duration: Span?
    var notesEnd: Bool?
    var nudge: Nudge?
    var headsUps: [Span]?
    var quiet: Holding?
    var locked: Holding?
    var unplugs: Bool?
    var enough: Enough?
    var asksPulse: Bool?
    var who: String?
    /// Which of the reader's references to decks.
    var prompts: Int?
    var turns: [String]?

    /// These settings, with those of `defaults` where they say nothing.
    func falling(backTo defaults: RitualSettings) -> RitualSettings {
        RitualSettings(
            title: title ?? defaults.title, say: say ?? defaults.say, late: late ?? defaults.late,
            isEnabled: isEnabled ?? defaults.isEnabled, wantsAnswer: wantsAnswer ?? defaults.wantsAnswer,
            grace: grace ?? defaults.grace, missed: missed ?? defaults.missed,
            snooze: snooze ?? defaults.snooze, isPrivate: isPrivate ?? defaults.isPrivate,
            urgency: urgency ?? defaults.urgency,
            icon: icon ?? defaults.icon,
            sound: sound ?? defaults.sound, channels: channels ?? defaults.channels,
            duration: duration ?? defaults.duration, notesEnd: notesEnd ?? defaults.notesEnd,
            nudge: nudge ?? defaults.nudge, headsUps: headsUps ?? defaults.headsUps,
            quiet: quiet ?? defaults.quiet, locked: locked ?? defaults.locked,
            unplugs: unplugs ?? defaults.unplugs, enough: enough ?? defaults.enough,
            asksPulse: asksPulse ?? defaults.asksPulse, who: who ?? defaults.who,
            prompts: prompts ?? defaults.prompts, turns: turns ?? defaults.turns)
    }
}
