import CivilTime
import Rituals

/// Why nothing is ringing, in sentences.
enum SilenceWords {
    static func words(_ status: Status, _ household: Household?, _ present: Present) -> [String] {
        var words: [String] = []
        if !status.hasDaemon {
            words.append("No daemon runs, so nothing rings: `systemctl --user start rituald` starts it.")
        }
        words += status.troubles.map { "\($0)." }
        words += status.pauses.map { pause($0, present) }
        words += silence(status.silence, present)
        if let household { words += files(household, present) }
        words += held(status, present)
        if words.isEmpty { words.append("Nothing keeps rituals from ringing.") }
        return words + [next(status, present)]
    }

    private static func pause(_ pause: Status.PauseEntry, _ present: Present) -> String {
        let names = pause.scope.names.map(\.description).joined(separator: ", ")
        let what =
            switch pause.scope {
            case .all: "The rituals are paused"
            case .allBut: "All but \(names) are paused"
            case .only(let rituals): "\(names) \(rituals.count == 1 ? "is" : "are") paused"
            }
        let resume = ResumeWords.command(for: pause.scope)
        guard let end = pause.until else { return "\(what); \(resume) ends it." }
        return "\(what) until \(present.moment(end)); \(resume) ends it before."
    }

    private static func silence(_ silence: Status.Silence, _ present: Present) -> [String] {
        var words: [String] = []
        if let end = silence.quietUntil {
            words.append("Quiet hours, until \(present.moment(end)): what falls due in them waits.")
        }
        if silence.isLocked { words.append("The screen is locked: what falls due waits until it is not.") }
        if silence.isUndisturbed {
            words.append(
                "The desktop is asked not to disturb: private rituals wait, and nudges are left out.")
        }
        if let ritual = silence.unplugged {
            let end = silence.unpluggedUntil.map { " until \(present.moment($0))" } ?? ""
            words.append("\(ritual) has unplugged\(end): what falls due after it waits.")
        }
        return words
    }

    private static func files(_ household: Household, _ present: Present) -> [String] {
        if household.rituals.isEmpty { return ["The file has no rituals yet: `ritual add` writes one."] }
        if household.rituals.allSatisfy({ !$0.isEnabled }) {
            return ["All rituals are off: `ritual enable` wakes one."]
        }
        let away = household.away.first { $0.contains(present.today) }
        return away.map {
            [
                "You are away until \(Wording.date($0.upperBound, thisYear: present.today.year)): nothing rings."
            ]
        } ?? []
    }

    private static func held(_ status: Status, _ present: Present) -> [String] {
        status.open.compactMap { entry in
            switch entry.state {
            case .held:
                let reason = entry.rule.flatMap(Rule.init).map(\.reason) ?? "it is held"
                return "\(entry.ritual), due \(present.moment(entry.at)), waits: \(reason)."
            case .waiting:
                return
                    "\(entry.ritual), due \(present.moment(entry.at)), waits: nothing could show it so far."
            case .open, .later: return nil
            }
        }
    }

    private static func next(_ status: Status, _ present: Present) -> String {
        status.next.map { "The next is \($0.ritual), \(present.moment($0.at))." } ?? "Nothing is to come."
    }
}
