import CivilTime
import Schedules

/// What goes round by the schedule, on every machine alike: whose turn it is, and what to talk about.
extension Ritual {
    /// What is drawn for one occurrence; nil where there is nothing to draw from.
    ///
    /// By its number since `starting`, else since 2024-01-01: of several decks it is the turn of one after the
    /// other. One with nothing to draw yet is passed over.
    package func prompt(for due: Due, in zone: Zone) -> String? {
        guard !prompts.isEmpty else { return nil }
        let due = dated(due, in: zone)
        let decks = prompts.filter { !$0.isEmpty(on: due.day) }
        guard !decks.isEmpty else { return nil }
        let number = schedule.ordinal(of: due, in: zone)
        return decks[CivilDate.floorModulo(number, decks.count)]
            .line(at: CivilDate.floorDivide(number, decks.count), for: id.description, on: due.day)
    }

    /// Whose turn one occurrence is; nil where nobody takes turns.
    package func turn(for due: Due, in zone: Zone) -> String? {
        guard !turns.isEmpty else { return nil }
        let number = schedule.ordinal(of: dated(due, in: zone), in: zone)
        return turns[CivilDate.floorModulo(number, turns.count)]
    }

    /// The due with the day that it belongs to: the ledger does not know on which day a window began.
    func dated(_ due: Due, in zone: Zone) -> Due {
        schedule.occurrence(named: due.name, in: zone) ?? due
    }
}
