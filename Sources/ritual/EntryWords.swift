import CivilTime
import Ledger
import Rituals

/// What became of an occurrence and why, in sentences.
struct EntryWords {
    let entry: Ledger.Entry
    /// Nil where the file has it no more.
    let ritual: Ritual?
    let household: Household
    let showings: [Ledger.Showing]
    let headsUps: [(span: String, at: Instant)]
    let present: Present

    var sentences: [String] {
        headsUps.map { "A heads-up was shown \(present.moment($0.at))." } + (waited.map { [$0] } ?? [])
            + rings
            + answers + [end]
    }

    private var grace: String { ritual.map { " of \($0.grace)" } ?? "" }

    /// What made it wait before it rang.
    private var waited: String? {
        guard let held = entry.held, entry.rangAt != nil else { return nil }
        return "It waited: \(EntryWords.past(held))."
    }

    private var rings: [String] {
        let shown = showings.filter { !$0.wasRefused }
        let nudges = shown.filter { $0.kind == .nudge }.count
        return shown.filter { $0.kind == .ring }.map { ring in
            let places = Wording.list(ring.channels.map { ChannelName(rawValue: $0).words })
            return "It rang \(present.moment(ring.at))\(places.isEmpty ? "" : " on \(places)")"
                + (ring.isAgain ? ", once more, since a first showing may not have been seen." : ".")
        }
            + (nudges > 0
                ? [
                    "It was shown again \(nudges == 1 ? "once" : "\(nudges) times"), since nobody had answered."
                ] : [])
    }

    private var answers: [String] {
        entry.answers.map { given in
            let person = given.person.map { " by \($0)" } ?? ""
            let until = given.until.map { ", until \(present.moment($0))" } ?? ""
            return
                "It was answered\(person) \(present.moment(given.at)): \(given.answer.label.lowercased())\(until)."
        }
    }

    private var end: String {
        let at = entry.endedAt.map { present.moment($0) } ?? ""
        switch (entry.outcome, entry.outcomeRule) {
        case (.done, _): return "So it is done."
        case (.skipped, _): return "So it was for another day."
        case (.shown, _): return "It wants no answer."
        case (.lapsed, _): return "Nobody answered until \(at), when its time was over."
        case (.withdrawn, _): return "The file has had it no more since \(at)."
        case (.missed, _): return missed
        case (.dropped, let rule?): return dropped(rule)
        case (.dropped, nil): return "It was left out."
        case (nil, _): return open
        }
    }

    private var open: String {
        if let later = entry.later { return "It rings again \(present.moment(later))." }
        if entry.rangAt != nil {
            return "It is open: `ritual done`, `ritual later` or `ritual skip` answers it."
        }
        if let held = entry.held { return "It is due and waits: \(held.reason)." }
        return "It is due and waits: no desktop and no terminal could show it so far."
    }

    private var missed: String {
        switch entry.held {
        case .locked: "It did not ring: the screen was locked until its grace\(grace) was over."
        case .undisturbed:
            "It did not ring: the desktop was asked not to disturb until its grace\(grace) was over."
        case .unplugged: "It did not ring: another ritual had unplugged until its grace\(grace) was over."
        case .quiet: "It did not ring: it was in quiet hours until its grace\(grace) was over."
        case .paused: "It did not ring: it was paused until its grace\(grace) was over."
        default:
            entry.wasRefused
                ? "It did not ring: nothing could show it within its grace\(grace)."
                : "It did not ring: the machine slept, or rituald did not run, until its grace\(grace) was over."
        }
    }

    private func dropped(_ rule: Rule) -> String {
        let key = ritual.map { RuleWords.key(rule, of: $0, household) } ?? ""
        return switch rule {
        case .away: "It did not ring: you were away on its date."
        case .enough: "It was not needed: it had been done often enough\(key)."
        case .paused: "It did not ring: it was paused at its time."
        case .zone: "It did not ring: the time zone changed, and the clocks went past it."
        case .locked: "It did not ring: the screen was locked, and it is left out then\(key)."
        case .undisturbed:
            "It did not ring: the desktop was asked not to disturb, and it is left out then\(key)."
        case .quiet where ritual?.quiet == .drop:
            "It did not ring: it fell into quiet hours, and is left out then\(key)."
        case .quiet: "It did not ring: it fell into quiet hours, and its grace\(grace) ended in them\(key)."
        default: "It did not ring: \(rule.reason)."
        }
    }

    private static func past(_ rule: Rule) -> String {
        switch rule {
        case .locked: "the screen was locked"
        case .undisturbed: "the desktop was asked not to disturb"
        case .unplugged: "another ritual had unplugged"
        case .paused: "it was paused"
        default: rule.reason
        }
    }
}
