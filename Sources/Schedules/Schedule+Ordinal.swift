import CivilTime

/// The number of an occurrence.
extension Schedule {
    /// How many occurrences the phrases have had before this one, since `starting`, else since Monday
    /// 2024-01-01.
    ///
    /// Counted on the wall clock as written, so that machines in different zones agree; `from`, `until` and
    /// `except:` do not change it. Negative before the beginning.
    package func ordinal(of due: Due, in zone: Zone) -> Int {
        let rules = rules.map { rule in
            var rule = rule
            rule.dates = rule.dates.plain
            return rule
        }
        let onDay = Schedule.times(of: rules, on: due.day, in: zone).count { $0 < due.civil }
        return due.day < numberedFrom
            ? onDay - Schedule.count(of: rules, from: due.day, before: numberedFrom)
            : onDay + Schedule.count(of: rules, from: numberedFrom, before: due.day)
    }

    private static func count(of rules: [Recurrence], from start: CivilDate, before end: CivilDate) -> Int {
        guard rules.count > 1 else {
            return rules.first.map { $0.dates.count(from: start, before: end) * $0.countPerDay } ?? 0
        }
        guard let shares = shares(of: rules) else { return countByDay(of: rules, from: start, before: end) }
        return shares.reduce(0) { $0 + $1.times * DateRule.count(of: $1.dates, from: start, before: end) }
    }

    /// So many times of day, and the rules that all of them have in common.
    private struct Share {
        let dates: [DateRule]
        let times: Int
    }

    /// The times of some rules, each once and with all the rules that have it; nil where some are drawn, and
    /// it depends on the date which those are.
    private static func shares(of rules: [Recurrence]) -> [Share]? {
        var owners: [Int: [Int]] = [:]
        var sunOwners: [SunTime: [Int]] = [:]
        for (index, rule) in rules.enumerated() {
            switch rule.times {
            case .clock(.sometime): return nil
            case .clock(let times):
                // What they are does not depend on the date.
                for second in times.all(on: .first) { owners[second, default: []].append(index) }
            // Whether the sun rises on a date may depend on the zone; the number must not.
            case .sun(let time): sunOwners[time, default: []].append(index)
            }
        }
        var common: [[Int]: Int] = [:]
        for indices in owners.values { common[indices, default: 0] += 1 }
        for indices in sunOwners.values { common[indices, default: 0] += 1 }
        return common.map { indices, times in
            Share(dates: indices.map { rules[$0].dates }, times: times)
        }
    }

    private static func countByDay(
        of rules: [Recurrence], from start: CivilDate, before end: CivilDate
    ) -> Int {
        var count = 0
        var day = start
        while let next = rules.compactMap({ $0.dates.next(from: day) }).min(), next < end {
            count += self.count(of: rules, on: next)
            day = next.adding(days: 1)
        }
        return count
    }

    /// How many fall on one date; those of several phrases that have the same time are one.
    private static func count(of rules: [Recurrence], on day: CivilDate) -> Int {
        var seconds: Set<Int> = []
        var sun: Set<SunTime> = []
        for rule in rules where rule.dates.contains(day) {
            switch rule.times {
            case .clock(let times): seconds.formUnion(times.all(on: day))
            // Whether the sun rises on a date may depend on the zone; the number must not.
            case .sun(let time): sun.insert(time)
            }
        }
        return seconds.count + sun.count
    }

    private static func times(of rules: [Recurrence], on day: CivilDate, in zone: Zone) -> Set<CivilDateTime>
    {
        var found: Set<CivilDateTime> = []
        for rule in rules where rule.dates.contains(day) {
            switch rule.times {
            case .clock(let times):
                found.formUnion(
                    times.all(on: day).map { CivilDateTime(wallSeconds: day.dayNumber * 86_400 + $0) })
            case .sun(let time):
                if let due = time.due(on: day, in: zone) { found.insert(due.civil) }
            }
        }
        return found
    }
}
