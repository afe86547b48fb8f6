import CivilTime

/// Finds the occurrences of a rule of the wall clock on the world's time line.
///
/// Where the clocks go forward, times that they skip come as late as the skip, among the times behind the
/// gap; where they go back, times that come twice come the first time. Everywhere else both lines have the
/// same order.
struct WallClock {
    let rule: Recurrence
    let times: ClockTimes
    let zone: Zone

    /// A wall-clock time of the rule, in seconds as if it were UTC, and the date that it belongs to.
    private struct Wall {
        let second: Int
        let day: CivilDate
    }

    /// The first occurrence later than a second since the epoch.
    func next(after second: Int) -> Due? {
        let change = zone.lastTransition(through: second)
        let offset = change?.after ?? zone.offset(at: Instant(seconds: second))
        guard let change, second < change.at + abs(change.shift) else {
            return first(after: second + offset, offset: offset, since: change)
        }
        if change.shift < 0 {
            // The second pass through a repeated hour: all of it has come.
            return first(after: change.at + change.before - 1, offset: offset, since: change)
        }
        // As long behind the gap as it is wide, what it skips comes among what the clocks show.
        let shown = first(after: second + offset, offset: offset, since: change)
        guard let skipped = wall(after: second + change.before), skipped.second < change.at + change.after
        else { return shown }
        let due = due(skipped, offset: change.before)
        return shown.map { $0.precedes(due) ? $0 : due } ?? due
    }

    /// The first occurrence behind a wall-clock time, which the clocks show with this offset since a change.
    private func first(after second: Int, offset: Int, since change: Zone.Transition?) -> Due? {
        guard let wall = wall(after: second) else { return nil }
        let instant = wall.second - offset
        if zone.lastTransition(through: instant)?.at == change?.at { return due(wall, offset: offset) }
        let resolution = zone.resolve(CivilDateTime(wallSeconds: wall.second))
        let due = due(wall, offset: wall.second - resolution.instant.seconds)
        guard case .skipped(_, let gap) = resolution,
            let shown = self.wall(after: gap.at + gap.after - 1)
        else { return due }
        let other = resolved(shown)
        return other.precedes(due) ? other : due
    }

    /// The last occurrence earlier than a second since the epoch.
    func previous(before second: Int) -> Due? {
        let change = zone.lastTransition(through: second - 1)
        let offset = change?.after ?? zone.offset(at: Instant(seconds: second - 1))
        var limit = second + offset
        if let change, change.shift < 0, second - 1 < change.at - change.shift {
            limit = change.at + change.before
        }
        guard var wall = wall(before: limit) else { return nil }
        if let change, change.shift > 0, wall.second < change.at + change.after,
            wall.second >= change.at + change.before, wall.second >= second + change.before
        {
            // Skipped, and not come yet.
            guard let earlier = self.wall(before: second + change.before) else { return nil }
            wall = earlier
        }
        let due = resolved(wall)
        // What a gap skips may come later than what the clocks show behind it.
        guard let gap = zone.lastTransition(through: due.instant.seconds), gap.shift > 0,
            due.instant.seconds < gap.at + gap.shift, wall.second >= gap.at + gap.after,
            let skipped = self.wall(before: min(gap.at + gap.after, second + gap.before)),
            skipped.second >= gap.at + gap.before
        else { return due }
        let other = self.due(skipped, offset: gap.before)
        return other.succeeds(due) ? other : due
    }

    /// The time of the rule that the clocks skip and that comes at this second; nil where there is none.
    func skipped(at second: Int) -> CivilDateTime? {
        guard let gap = zone.lastTransition(through: second), gap.shift > 0, second < gap.at + gap.shift,
            let wall = wall(after: second + gap.before - 1), wall.second == second + gap.before
        else { return nil }
        return CivilDateTime(wallSeconds: wall.second)
    }

    // MARK: Wall-clock times

    private func due(_ wall: Wall, offset: Int) -> Due {
        let civil = CivilDateTime(wallSeconds: wall.second)
        let instant = Instant(seconds: wall.second - offset)
        return rule.isNamedByDay
            ? Due(onDay: wall.day, civil: civil, instant: instant)
            : Due(civil: civil, instant: instant, day: wall.day)
    }

    private func resolved(_ wall: Wall) -> Due {
        let instant = zone.resolve(CivilDateTime(wallSeconds: wall.second)).instant
        return due(wall, offset: wall.second - instant.seconds)
    }

    // All of a date's times come before those of the next date: a window is shorter than a day.

    private func wall(after second: Int) -> Wall? {
        let (date, time) = WallClock.split(second)
        let eve = date.adding(days: -1)
        if times.passMidnight, rule.dates.contains(eve),
            let found = times.next(after: time + 86_400, on: eve)
        {
            return wall(on: eve, found)
        }
        guard let day = rule.dates.next(from: date) else { return nil }
        if day > date { return times.next(after: -1, on: day).map { wall(on: day, $0) } }
        if let found = times.next(after: time, on: day) { return wall(on: day, found) }
        guard let later = rule.dates.next(from: day.adding(days: 1)) else { return nil }
        return times.next(after: -1, on: later).map { wall(on: later, $0) }
    }

    private func wall(before second: Int) -> Wall? {
        let (date, time) = WallClock.split(second)
        var day = rule.dates.previous(through: date)
        // Two days back all times of a date lie before this one, past midnight or not.
        while let candidate = day {
            if let found = times.previous(before: time + 86_400 * candidate.days(until: date), on: candidate)
            {
                return wall(on: candidate, found)
            }
            day = rule.dates.previous(through: candidate.adding(days: -1))
        }
        return nil
    }

    private func wall(on day: CivilDate, _ second: Int) -> Wall {
        Wall(second: day.dayNumber * 86_400 + second, day: day)
    }

    private static func split(_ second: Int) -> (CivilDate, Int) {
        let civil = CivilDateTime(wallSeconds: second)
        return (civil.date, civil.time.secondOfDay)
    }
}
