import CivilTime
import Ledger
import Rituals

/// What became of an occurrence, as people say it.
enum HistoryWords {
    /// `zone` has the clock by which the occurrence was due: its answer is told by the same.
    static func words(for entry: Ledger.Entry, in zone: Zone, _ present: Present) -> String {
        let answer = entry.answers.last
        let person = answer?.person.map { " (\($0.harmless))" } ?? ""
        switch entry.outcome {
        case .done: return "done" + person + late(answer, entry, zone, present)
        case .skipped: return "not today" + person
        case .shown: return "rang"
        case .lapsed: return "no answer"
        case .missed: return missed(entry)
        case .dropped:
            switch entry.outcomeRule {
            case .away: return "away"
            case .paused: return "paused"
            case .zone: return "the time zone changed past it"
            case .quiet: return "quiet hours"
            case .locked: return "the screen was locked"
            case .undisturbed: return "do not disturb"
            default: return "not needed"
            }
        case .withdrawn: return "taken out of the file"
        case nil:
            if let later = entry.later {
                return
                    "later: \(Wording.moment(zone.civil(at: later), today: zone.civil(at: present.now).date))"
            }
            if entry.rangAt == nil, let rule = entry.held { return "waits: \(rule.reason)" }
            return entry.rangAt == nil ? "waits to be shown" : "open"
        }
    }

    private static func missed(_ entry: Ledger.Entry) -> String {
        switch entry.held {
        case .locked: "the screen was locked"
        case .undisturbed: "do not disturb"
        case .quiet: "quiet hours"
        case .unplugged: "another ritual had unplugged"
        case .paused: "paused"
        default: entry.wasRefused ? "nothing could show it" : "the machine slept"
        }
    }

    /// When an answer came on another day than it was due.
    private static func late(
        _ answer: Ledger.Entry.Given?, _ entry: Ledger.Entry, _ zone: Zone, _ present: Present
    ) -> String {
        guard let answer else { return "" }
        let civil = zone.civil(at: answer.at)
        let isSameDay = civil.date == entry.occurrence.due.civil.date
        return isSameDay
            ? " at \(civil.time.minutes)"
            : ", said on \(Wording.date(civil.date, thisYear: present.today.year))"
    }
}
