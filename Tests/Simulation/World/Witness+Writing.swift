import CivilTime
import Rituals
import Schedules

/// What the program has written.
extension Witness {
    mutating func wrote(_ records: [Keeper.Record], at now: Instant) {
        for record in records {
            switch record {
            case .occurrence(let occurrence, _, let fact): wrote(fact, of: occurrence, at: now)
            case .renamed(let old, let new): rename(old, to: new)
            case .digested(let ids): owed.subtract(ids)
            case .headsUp(let id, .waiting): headsUps.remove(id)
            case .kept, .released, .paused, .headsUp, .foretold, .insight: break
            }
        }
    }

    private mutating func wrote(_ fact: Keeper.Fact, of occurrence: Occurrence, at now: Instant) {
        let id = occurrence.id
        var life = lives[id] ?? Life()
        life.isVoid = false
        switch fact {
        case .rang:
            claim(life.wasSent, "\(id) is confirmed and was never shown")
            // Put off while it was on its way, it rings once more.
            let isKept = life.later.map { $0 <= now } ?? true
            life.isConfirmed = isKept
            life.hasRung = true
            life.seen = isKept ? .surely : .never
            life.rangAt = now
            if isKept { life.later = nil }
            life.nudges = 0
            life.wasClosed = false
            if life.outcome == nil || life.outcome == .shown { beginUnplug(occurrence, at: now) }
        case .answered(.later(let moment), _):
            claim(life.outcome == nil, "\(id) is put off and was over: \(String(describing: life.outcome))")
            life.later = moment
            life.seen = .never
            life.isConfirmed = false
            endUnplug(of: id)
        case .answered: owed.remove(id)
        case .ended(let outcome, let rule, let owes):
            let isCorrection =
                rule == .answered || outcome == .withdrawn
                || (life.outcome == .lapsed && outcome == .missed) || life.outcome == .withdrawn
            claim(
                life.outcome == nil || isCorrection,
                "\(id) ends as \(outcome) and was over: \(String(describing: life.outcome))")
            claim(outcome != .missed || !life.isConfirmed, "\(id) is missed and has rung")
            claim(outcome != .lapsed || life.wasSent, "\(id) is lapsed and never rang")
            life.outcome = outcome
            if owes { owed.insert(id) }
            // A server's absence that makes something missed is followed by one, though its answer comes late.
            if owes, life.wasRefused || isMissedJustNow(occurrence, life, at: now) { mayDigest = true }
            if outcome != .shown { endUnplug(of: id) }
        case .voided(let rule):
            claim(life.outcome != .done && life.outcome != .skipped, "\(id) was answered, and is void")
            owed.remove(id)
            return void(id, by: rule)
        case .bubble(.closed): break
        case .unshown: life.wasRefused = true
        case .over: endUnplug(of: id)
        case .held, .ringing, .drew, .nudging, .reached, .posted, .bubble: break
        }
        lives[id] = life
    }

    mutating func void(_ id: Occurrence.ID, by rule: Rule) {
        var life = lives[id] ?? Life()
        life.outcome = nil
        // One that an edit brings back goes on where it was.
        life.isVoid = !life.hasRung && rule != .edited
        lives[id] = life
    }

    /// Whether nothing has come back: its grace has ended while the program was there.
    private func isMissedJustNow(_ occurrence: Occurrence, _ life: Life, at now: Instant) -> Bool {
        guard let ritual = household.ritual(occurrence.ritual) else { return true }
        let zone = ritualZone(ritual)
        let end = zone.instant(ritual.grace, after: life.later ?? occurrence.due.instant)
        let next = following(occurrence.due, ritual.schedule, zone) ?? end
        return now <= min(end, next) + .seconds(3)
    }

    mutating func endUnplug(of id: Occurrence.ID) {
        if household.ritual(id.ritual)?.unplugs == true { mayDigest = true }
        if unplugged[id.ritual]?.id == id { unplugged[id.ritual] = nil }
    }

    private mutating func beginUnplug(_ occurrence: Occurrence, at now: Instant) {
        guard household.ritual(occurrence.ritual)?.unplugs == true else { return }
        let moment = lives[occurrence.id]?.later ?? occurrence.due.instant
        unplugged[occurrence.ritual] = Unplugged(id: occurrence.id, moment: moment, rangAt: now)
    }

    mutating func rename(_ old: Ritual.ID, to new: Ritual.ID) {
        func renamed(_ id: Occurrence.ID) -> Occurrence.ID {
            id.ritual == old ? Occurrence.ID(ritual: new, due: id.due) : id
        }
        for (id, life) in lives where id.ritual == old {
            // Where both have the same time, it stays under the former name; what is void is nothing.
            guard lives[renamed(id)]?.isVoid != false else { continue }
            lives[renamed(id)] = life
            lives[id] = nil
        }
        for (name, instant) in required.removeValue(forKey: old) ?? [:] {
            required[new, default: [:]][name] = instant
        }
        for version in versions[old] ?? [] where versions[new]?.contains(version) != true {
            versions[new, default: []].append(version)
        }
        // What stays under the former name did not pass by: the present one has that time.
        owed = Set(owed.filter { $0.ritual != old || lives[$0] == nil }.map(renamed))
        headsUps = Set(headsUps.map { HeadsUp.ID(occurrence: renamed($0.occurrence), span: $0.span) })
        if let one = unplugged.removeValue(forKey: old), household.ritual(new)?.unplugs == true {
            unplugged[new] = Unplugged(id: renamed(one.id), moment: one.moment, rangAt: one.rangAt)
        }
        pauses.rename(old, to: new)
    }
}
