import CivilTime
import Schedules

/// The time that the couple is away.
extension Household {
    /// The stretch of `away` that an occurrence of a ritual falls into; nil where it rings.
    ///
    /// A reminder of its own was asked for with open eyes, and an occasion comes but once a year: they ring.
    func away(_ due: Due, of ritual: Ritual) -> ClosedRange<CivilDate>? {
        guard !ritual.id.isOneOff, ritual.occasion == nil else { return nil }
        var (low, high) = (0, away.count)
        while low < high {
            let middle = (low + high) / 2
            if away[middle].upperBound < due.day { low = middle + 1 } else { high = middle }
        }
        return low < away.count && away[low].contains(due.day) ? away[low] : nil
    }

    /// The first occurrence of a ritual after an instant that they are not away for.
    package func next(of ritual: Ritual, after instant: Instant, in zone: Zone) -> Due? {
        var due = ritual.schedule.next(after: instant, in: zone)
        while let found = due, let away = away(found, of: ritual) {
            // The window of its last day may go on past midnight.
            let end = zone.resolve(away.upperBound.adding(days: 1).at(.midnight)).instant - .seconds(1)
            due = ritual.schedule.next(after: max(end, found.instant), in: zone)
        }
        return due
    }
}
