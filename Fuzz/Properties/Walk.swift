import CivilTime
import Schedules

/// A schedule asked forth and back in a zone, where each answer must agree with the others.
struct Walk {
    let schedule: Schedule
    let zone: Zone

    /// Asks around an instant, for what comes and what has been.
    func check(around instant: Instant) throws(Broken) {
        try checkNext(after: instant)
        try checkPrevious(before: instant)
    }

    private func checkNext(after instant: Instant) throws(Broken) {
        guard let due = schedule.next(after: instant, in: zone) else {
            let last = schedule.previous(before: Years.all.upperBound, in: zone)
            try require(
                last.map { $0.instant <= instant } ?? true,
                "nothing comes after \(words(instant)), but \(words(last)) was \(self)")
            return
        }
        try require(due.instant > instant, "after \(words(instant)) comes \(words(due)) \(self)")
        try require(
            zone.resolve(due.civil).instant == due.instant || zone.civil(at: due.instant) == due.civil,
            "\(words(due)) is at no such time \(self)")
        let again = schedule.next(after: due.instant - .seconds(1), in: zone)
        try require(again == due, "\(words(due)) is \(words(again)) from a second before it \(self)")
        let back = schedule.previous(before: due.instant + .seconds(1), in: zone)
        try require(back == due, "\(words(due)) comes, and \(words(back)) has been \(self)")
        let before = schedule.previous(before: due.instant, in: zone)
        try require(
            before.map { $0.instant <= instant } ?? true,
            "after \(words(instant)) comes \(words(due)), and \(words(before)) was before it \(self)")
        let named = schedule.occurrence(named: due.name, in: zone)
        try require(named == due, "\(words(due)) by its name is \(words(named)) \(self)")
        if let merged = schedule.merged(into: due, in: zone) {
            try require(
                zone.resolve(merged).instant == due.instant, "\(merged) is no part of \(words(due)) \(self)")
        }
        guard let second = schedule.next(after: due.instant, in: zone) else { return }
        try require(second.instant > due.instant, "\(words(second)) comes after \(words(due)) \(self)")
        let first = schedule.previous(before: second.instant, in: zone)
        try require(first == due, "\(words(first)) and not \(words(due)) is before \(words(second)) \(self)")
    }

    private func checkPrevious(before instant: Instant) throws(Broken) {
        guard let due = schedule.previous(before: instant, in: zone) else {
            let first = schedule.next(after: Years.all.lowerBound, in: zone)
            try require(
                first.map { $0.instant >= instant } ?? true,
                "nothing was before \(words(instant)), but \(words(first)) comes \(self)")
            return
        }
        try require(due.instant < instant, "before \(words(instant)) was \(words(due)) \(self)")
        let again = schedule.next(after: due.instant - .seconds(1), in: zone)
        try require(again == due, "\(words(due)) has been, and \(words(again)) comes \(self)")
        let next = schedule.next(after: due.instant, in: zone)
        try require(
            next.map { $0.instant >= instant } ?? true,
            "before \(words(instant)) was \(words(due)), and \(words(next)) comes after it \(self)")
    }

    /// Numbers two occurrences that follow each other on the wall clock.
    func checkOrdinals(after instant: Instant) throws(Broken) {
        guard let due = schedule.next(after: instant, in: zone),
            let second = schedule.next(after: due.instant, in: zone), Years.promised.contains(second.instant)
        else { return }
        let (one, other) = (schedule.ordinal(of: due, in: zone), schedule.ordinal(of: second, in: zone))
        // A sun's time is counted by its date, and two phrases can each have a date's in their own order.
        guard schedule.normalForm.count == 1, !schedule.normalForm[0].contains("sunset"),
            !schedule.normalForm[0].contains("sunrise"), due.civil < second.civil
        else { return }
        try require(one < other, "\(words(due)) is number \(one), \(words(second)) is \(other) \(self)")
    }

    private func words(_ instant: Instant) -> String { Timestamp(instant, in: .utc).description }

    private func words(_ due: Due?) -> String {
        due.map { "\($0.name) (\(words($0.instant)))" } ?? "nothing"
    }
}

extension Walk: CustomStringConvertible {
    /// For the end of a sentence.
    var description: String { "by `\(schedule.description)` in \(zone.identifier)" }
}
