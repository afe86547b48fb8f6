import CivilTime
import Schedules

/// What lies ahead.
extension Keeper {
    /// The next occurrence, for a status line.
    package var next: (ritual: Ritual, due: Due)? {
        household.away.isEmpty && !household.countsEnough && pauses.isEmpty
            ? agenda.first.map { (household.rituals[$0.index], $0.due) } : coming(1).first
    }

    /// The next occurrences that nothing of what is known keeps silent, at most so many.
    ///
    /// Neither those of dates on which the couple is away, nor what a pause silences or is not needed.
    package func coming(_ count: Int) -> [(ritual: Ritual, due: Due)] {
        var agenda = agenda
        var coming: [(ritual: Ritual, due: Due)] = []
        while coming.count < count, let first = agenda.removeFirst() {
            let ritual = household.rituals[first.index]
            var due: Due? = first.due
            switch silence(of: first.due, ritual) {
            case .never: continue
            case .none:
                coming.append((ritual, first.due))
                due = nextDue(of: ritual, after: first.due.instant)
            case .until(let instant):
                // What is silent until then may be very many.
                due = nextDue(of: ritual, after: max(instant - .seconds(1), first.due.instant))
            }
            if let due { agenda.insert(Coming(due: due, index: first.index)) }
        }
        return coming
    }

    private enum SilenceAhead {
        case none
        case until(Instant)
        /// Until somebody ends it.
        case never
    }

    private func silence(of due: Due, _ ritual: Ritual) -> SilenceAhead {
        let zone = zone(of: ritual)
        func end(of date: CivilDate) -> SilenceAhead {
            .until(zone.resolve(date.adding(days: 1).at(.midnight)).instant)
        }
        if let away = household.away(due, of: ritual) { return end(of: away.upperBound) }
        if let pause = pauses.first(where: { $0.silences(ritual.id, at: due.instant) }) {
            return pause.end.map { .until($0) } ?? .never
        }
        let occurrence = Occurrence(ritual: ritual.id, due: due)
        guard let enough = ritual.enough, isEnough(ritual, without: occurrence) else { return .none }
        return end(of: enough.period.dates(around: due.day).upperBound)
    }
}
