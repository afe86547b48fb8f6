import CivilTime
import Schedules
import TestSupport

/// The reader of compiled time zones, and what is worked out with them.
///
/// A hostile file may change its clocks many times an hour. Its answers need not be sensible then, but they
/// are in range, and nothing traps.
package struct TZifReader: Reader {
    package static let name = "TZif"

    private let schedules = ["daily at 02:30", "every 20 minutes between 23:00 and 03:00"].compactMap {
        try? Schedule(parsing: [$0])
    }

    package init() {
        precondition(schedules.count == 2)
    }

    package func check(_ bytes: [UInt8]) throws(Broken) {
        guard let zone = try? Zone(tzif: bytes, identifier: "fuzz") else { return }
        var chance = Chance(bytes)
        var instants = [Years.all.lowerBound, Years.all.upperBound] + TZifReader.times(in: bytes)
        for _ in 0..<3 { instants += [chance.instant(Years.all), chance.instant(Years.promised)] }
        // And around changes, back from these.
        for start in instants {
            var second = start.seconds
            for _ in 0..<3 {
                guard let change = zone.lastTransition(through: second) else { break }
                try require(change.at <= second, "a change at \(change.at) is none through \(second)")
                guard change.at > Years.all.lowerBound.seconds else { break }
                let before = zone.offset(at: Instant(seconds: change.at - 1))
                try require(
                    change.before == before && change.after == zone.offset(at: Instant(seconds: change.at)),
                    "at \(change.at) \(change.before) becomes \(change.after), and it was \(before)")
                instants += [-86_400, -1, 0, abs(change.shift)].map { Instant(seconds: change.at + $0) }
                second = change.at - 1
            }
        }
        for instant in instants where Years.all.contains(instant) {
            try check(zone, at: instant)
            for schedule in schedules { try check(schedule, in: zone, from: instant) }
        }
    }

    /// Some of what may be times of changes in a file, and a year after each.
    private static func times(in bytes: [UInt8]) -> [Instant] {
        let found = bytes.indices.dropLast(7).lazy.map { start in
            Instant(
                seconds: Int(
                    truncatingIfNeeded: bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
        }
        .filter(Years.promised.contains)
        return (found.prefix(2) + found.suffix(2)).flatMap { [$0, $0 + .seconds(366 * 86_400)] }
    }

    private func check(_ zone: Zone, at instant: Instant) throws(Broken) {
        let offset = zone.offset(at: instant)
        // RFC 8536, 3.2.
        try require(offset > -90_000 && offset < 93_600, "an offset of \(offset) at \(instant.seconds)")
        let shown = zone.civil(at: instant)
        guard isSensible(zone, around: instant) else {
            _ = zone.resolve(shown)
            return
        }
        try require(
            zone.resolve(shown).instant <= instant,
            "\(shown) is shown at \(instant.seconds), and is first \(zone.resolve(shown).instant.seconds)")
        for civil in [shown, shown.adding(Span(seconds: 3600)), CivilDateTime(wallSeconds: instant.seconds)] {
            switch zone.resolve(civil) {
            case .unique(let found), .repeated(let found, _):
                let again = zone.civil(at: found)
                try require(again == civil, "\(civil) is at \(found.seconds), which shows \(again)")
            case .skipped(let found, let change):
                try require(
                    change.shift > 0 && found.seconds >= change.at,
                    "\(civil) is skipped at \(change.at), and comes \(found.seconds)")
            }
        }
    }

    /// Whether the clocks change so seldom around an instant that no hour is both left out and shown again.
    private func isSensible(_ zone: Zone, around instant: Instant) -> Bool {
        var later: Zone.Transition?
        var next = zone.lastTransition(through: instant.seconds + 4 * 86_400)
        while let change = next, change.at > instant.seconds - 4 * 86_400 {
            if let later, later.at - change.at <= abs(later.shift) + abs(change.shift) { return false }
            later = change
            next = zone.lastTransition(through: change.at - 1)
        }
        return true
    }

    private func check(_ schedule: Schedule, in zone: Zone, from instant: Instant) throws(Broken) {
        var last = instant
        for _ in 0..<5 {
            guard let due = schedule.next(after: last, in: zone) else { break }
            guard isSensible(zone, around: last) else { break }
            try require(due.instant > last, "\(due.instant.seconds) comes after \(last.seconds)")
            last = due.instant
        }
        last = instant
        for _ in 0..<5 {
            guard let due = schedule.previous(before: last, in: zone) else { break }
            guard isSensible(zone, around: last) else { break }
            try require(due.instant < last, "\(due.instant.seconds) was before \(last.seconds)")
            last = due.instant
        }
    }
}
