import CivilTime
import Rituals
import Schedules

/// What has fallen due, and whether the ledger knows what became of it.
extension Witness {
    /// Time has passed, or the clock or the zone has changed, and the program has written what it makes of it.
    ///
    /// `unchanged` are the rituals whose schedules are those of before.
    mutating func passes(to now: Instant, unchanged: Set<Ritual.ID>?, isReady: Bool) {
        guard isReady else { return }
        defer {
            lastNow = now
            lastZone = zone
            ritualZones = Dictionary(
                household.rituals.compactMap { ritual in ritual.zone.map { (ritual.id, $0) } },
                uniquingKeysWith: { $1 })
        }
        guard let before = lastNow else { return }
        let zoneBefore = lastZone
        let hasNewRules = household.rituals.contains { ritual in
            ritual.zone.map { $0 != clocks(of: ritual, before: zoneBefore) } == true
        }
        if now < before || zone != zoneBefore || hasNewRules { takeBackWhatIsAhead(of: now) }
        for ritual in household.rituals where ritual.isEnabled && unchanged?.contains(ritual.id) != false {
            let (former, present) = (clocks(of: ritual, before: zoneBefore), ritual.zone ?? zone)
            if former == present {
                guard before < now else { continue }
                for due in ritual.schedule.occurrences(after: before, in: present) {
                    guard due.instant <= now else { break }
                    mustHave(due, of: ritual)
                }
            } else {
                let start = min(before, now) - .seconds(2 * 86_400)
                for due in ritual.schedule.occurrences(after: start, in: present) {
                    guard due.instant <= now else { break }
                    guard let then = ritual.schedule.occurrence(named: due.name, in: former),
                        then.instant > before
                    else { continue }
                    mustHave(due, of: ritual)
                }
            }
        }
    }

    /// The clocks by which a ritual was due before; new rules of the zone that it names are as a journey.
    private func clocks(of ritual: Ritual, before machine: Zone) -> Zone {
        guard let zone = ritual.zone else { return machine }
        return ritualZones[ritual.id].flatMap { $0.identifier == zone.identifier ? $0 : nil } ?? zone
    }

    /// What a new ritual did not have before a journey it need not have after it.
    private mutating func mustHave(_ due: Due, of ritual: Ritual) {
        if let begin = begun[ritual.id], due.civil <= begin { return }
        required[ritual.id, default: [:]][due.name] = due.instant
    }

    /// How many fall due until an instant; after a doubted time, those since it began (CONFIG "Clock jumps").
    func passing(to now: Instant) -> Int {
        guard let lastNow = [lastNow, settled].compactMap({ $0 }).min(), now - lastNow > .seconds(3600) else {
            return 16
        }
        return household.rituals.reduce(16) { sum, ritual in
            sum
                + ritual.schedule.occurrences(after: lastNow, in: ritualZone(ritual)).prefix {
                    $0.instant <= now
                }.reduce(0) { sum, _ in sum + 1 }
        }
    }

    /// How many of a ritual fall due within so many days.
    func count(of ritual: Ritual, days: Int) -> Int {
        guard let start = lastNow else { return 0 }
        let end = start + .seconds(days * 86_400)
        return ritual.schedule.occurrences(after: start, in: ritualZone(ritual)).prefix { $0.instant <= end }
            .reduce(0) { sum, _ in sum + 1 }
    }

    /// Those whose times stay as they were, under whatever name.
    func unchanged(under new: Household) -> Set<Ritual.ID> {
        let renames = new.renames
        var same: Set<Ritual.ID> = []
        for ritual in household.rituals where ritual.isEnabled {
            let id = renames[ritual.id] ?? ritual.id
            guard let now = new.ritual(id), now.isEnabled, now.schedule == ritual.schedule,
                now.zone?.identifier == ritual.zone?.identifier
            else { continue }
            same.insert(id)
        }
        return same
    }

    /// The alarm comes before anything falls due.
    mutating func mayWait(until alarm: Instant?, at now: Instant) {
        for ritual in household.rituals where ritual.isEnabled {
            let next = ritual.schedule.occurrences(after: now, in: ritualZone(ritual)).first { due in
                lives[Occurrence.ID(ritual: ritual.id, due: due.name)] == nil
            }
            guard let next else { continue }
            claim(
                alarm.map { $0 <= next.instant } ?? false, "the alarm comes after \(ritual.id) \(next.name)")
        }
    }

    private mutating func takeBackWhatIsAhead(of now: Instant) {
        for (id, names) in required {
            guard let ritual = household.ritual(id) else {
                required[id] = names.filter { $0.value <= now }
                continue
            }
            required[id] = names.filter { name, instant in
                let due = ritual.schedule.occurrence(named: name, in: ritualZone(ritual))
                return (due?.instant ?? instant) <= now
            }
        }
    }

    /// When the first fell due that must be there.
    func earliest(from now: Instant) -> Instant {
        required.values.reduce(now) { min($0, $1.values.min() ?? $0) }
    }

    /// Compares what must be there with what is.
    ///
    /// `isCalm`: nothing keeps anything back, and all that could wait has had its time.
    mutating func audit(_ states: [OccurrenceState], at now: Instant, isCalm: Bool) {
        var known: [Occurrence.ID: OccurrenceState] = [:]
        var unfinished: [Ritual.ID: OccurrenceState] = [:]
        for state in states {
            claim(known.updateValue(state, forKey: state.occurrence.id) == nil, "two rows")
            guard state.outcome == nil else { continue }
            let id = state.occurrence.ritual
            claim(
                unfinished.updateValue(state, forKey: id) == nil || household.ritual(id) == nil,
                "two of \(id) are open")
        }
        for (ritual, names) in required {
            for (name, instant) in names {
                let id = Occurrence.ID(ritual: ritual, due: name)
                guard let state = known[id] ?? known[formerly: id, household] else {
                    claim(false, "\(id) is lost")
                    continue
                }
                guard state.outcome == nil, let ritual = household.ritual(ritual) else { continue }
                let newer = names.contains { other, moment in
                    moment > instant && moment <= now && other != name
                        && ritual.schedule.occurrence(named: other, in: ritualZone(ritual))?.civil
                            ?? state.occurrence.due.civil > state.occurrence.due.civil
                }
                claim(!newer, "\(id) is still open, and the next has come")
            }
        }
        guard isCalm else { return }
        for (id, state) in unfinished where household.ritual(id) != nil {
            let since = max(state.moment, state.rangAt ?? state.moment)
            claim(now - since < .seconds(31 * 3600), "\(state.occurrence.id) never ends")
        }
        // Half a day without phones may be followed by quiet hours, and these by the next.
        let hour = 3600
        guard !household.rituals.contains(where: { $0.unplugs && ($0.duration?.seconds ?? 0) > 5 * hour })
        else {
            return
        }
        let recent = owed.filter { id in
            guard let state = known[id] else { return false }
            let age = now - state.moment
            return age > .seconds(30 * 3600) && age < .seconds(28 * 86_400)
        }
        claim(recent.isEmpty, "no digest has named \(recent)")
    }

    /// Whether a row belongs to something that some schedule has had.
    mutating func isKnown(_ states: [OccurrenceState]) {
        for state in states {
            let id = state.occurrence.id
            let isThere = (versions[id.ritual] ?? []).contains { version in
                (version.zone.map { [$0] } ?? zones).contains {
                    version.schedule.occurrence(named: id.due, in: $0) != nil
                }
            }
            claim(isThere, "\(id) is in the ledger and in no schedule")
        }
    }
}

extension [Occurrence.ID: OccurrenceState] {
    /// The state under a former name of the ritual, where both names had the time.
    fileprivate subscript(formerly id: Occurrence.ID, household: Household) -> OccurrenceState? {
        for name in household.ritual(id.ritual)?.formerIDs ?? [] {
            if let state = self[Occurrence.ID(ritual: name, due: id.due)] { return state }
        }
        return nil
    }
}
