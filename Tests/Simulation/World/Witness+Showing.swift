import CivilTime
import Rituals
import Schedules

/// What may be shown, and when.
extension Witness {
    /// Looks at what one event has led to, before anything of it is done.
    mutating func look(at effects: [Keeper.Effect], of event: Event, at now: Instant) {
        var begun: [Occurrence.ID: (occurrence: Occurrence, isAgain: Bool)] = [:]
        var wakes = 0
        for effect in effects {
            switch effect {
            case .record(.occurrence(let occurrence, _, .ringing(_, let isAgain))):
                begun[occurrence.id] = (occurrence, isAgain)
                // The newer takes the place of the older, also in this.
                if unplugged[occurrence.ritual]?.id != occurrence.id { unplugged[occurrence.ritual] = nil }
            case .record(.occurrence(let occurrence, _, .voided(let rule))): void(occurrence.id, by: rule)
            case .record(.occurrence(let occurrence, _, .over)),
                .record(.occurrence(let occurrence, _, .answered)):
                endUnplug(of: occurrence.id)
            case .record(.occurrence(let occurrence, _, .ended(let outcome, _, _))) where outcome != .shown:
                endUnplug(of: occurrence.id)
            case .record(.renamed(let old, let new)): rename(old, to: new)
            case .wake: wakes += 1
            default: break
            }
        }
        claim(wakes == 1, "\(wakes) alarms")
        var subjects: Set<Announcement.Subject> = []
        for case .announce(let announcement) in effects {
            let isFirst = subjects.insert(announcement.subject).inserted
            let isHeadsUp = if case .headsUp = announcement.subject { true } else { false }
            claim(isFirst || isHeadsUp, "\(announcement.subject) is shown twice at once")
            look(at: announcement, begun: begun, event, at: now)
        }
    }

    private mutating func look(
        at announcement: Announcement, begun: [Occurrence.ID: (occurrence: Occurrence, isAgain: Bool)],
        _ event: Event, at now: Instant
    ) {
        lookForSecrets(in: announcement)
        switch announcement.kind {
        case .ring(let id):
            guard let one = begun[id] else { return claim(false, "\(id) rings and is not written down") }
            claim(one.isAgain == announcement.isAgain, "\(id) says wrongly whether it rings again")
            mayRing(one.occurrence, isAgain: one.isAgain, at: now)
        case .several(let ids, isRepost: false):
            claim(Set(ids).count == ids.count, "one bubble shows one twice")
            for id in ids {
                guard let one = begun[id] else { return claim(false, "\(id) rings and is not written down") }
                mayRing(one.occurrence, isAgain: one.isAgain, at: now)
            }
        case .nudge(let id): mayNudge(id, at: now)
        case .end(let id): mayTellEnd(id, at: now)
        case .headsUp(let id): mayTell(id, of: announcement, event, at: now)
        case .repost(let id): mayRepost(id, event, at: now)
        case .several(let ids, isRepost: true): for id in ids { mayRepost(id, event, at: now) }
        case .digest: mayTellDigest(at: now)
        case .trial, .pulse, .trouble: break
        }
    }

    // MARK: Rings

    private mutating func mayRing(_ occurrence: Occurrence, isAgain: Bool, at now: Instant) {
        let id = occurrence.id
        guard let ritual = household.ritual(id.ritual) else {
            return claim(false, "\(id) rings and is no ritual")
        }
        let life = lives[id] ?? Life()
        claim(ritual.isEnabled, "\(id) rings and is off")
        claim(isDue(occurrence), "\(id) rings and is not in the schedule")
        claim(!life.isConfirmed, "\(id) rings a second time")
        claim(isAgain || life.seen == .never, "\(id) rings as new and may have been seen")
        claim(life.outcome == nil, "\(id) rings and was over: \(String(describing: life.outcome))")

        let zone = ritualZone(ritual)
        let moment = life.later ?? occurrence.due.instant
        claim(moment <= now, "\(id) rings before its time")
        claim(now <= zone.instant(ritual.grace, after: moment), "\(id) rings past its grace")
        claim(
            following(occurrence.due, ritual.schedule, zone).map { now < $0 } ?? true,
            "\(id) rings when the next is due")
        mayBeHeard(id, ritual, moment: moment, isPromised: life.later != nil, at: now)
        isWanted(occurrence, ritual)
    }

    private func isDue(_ occurrence: Occurrence) -> Bool {
        (versions[occurrence.ritual] ?? []).contains { version in
            (version.zone.map { [$0] } ?? zones).contains { zone in
                version.schedule.occurrence(named: occurrence.due.name, in: zone)?.instant
                    == occurrence.due.instant
            }
        }
    }

    func following(_ due: Due, _ schedule: Schedule, _ zone: Zone) -> Instant? {
        schedule.occurrences(after: due.instant, in: zone).first { $0.civil > due.civil }?.instant
    }

    /// Rules 5 and 7 to 9.
    private mutating func mayBeHeard(
        _ id: Occurrence.ID, _ ritual: Ritual, moment: Instant, isPromised: Bool, at now: Instant
    ) {
        claim(!pauses.covers(id.ritual, at: now), "\(id) rings in a pause")
        claim(ritual.locked == .ring || isLocked != true, "\(id) rings on a locked screen")
        claim(
            ritual.locked == .ring || !ritual.isPrivate || !isUndisturbed,
            "\(id) is private, and rings where nobody may disturb")
        if ritual.quiet != .ring, !isPromised {
            claim(!isQuiet(now), "\(id) rings in quiet hours")
            claim(
                ritual.quiet == .hold || !isQuiet(moment), "\(id) fell due in quiet hours and is not dropped")
        }
        guard !ritual.unplugs else { return }
        for (other, one) in unplugged where other != id.ritual {
            guard let ritual = household.ritual(other), let duration = ritual.duration, one.rangAt <= now
            else { continue }
            let end = ritualZone(ritual).instant(duration, after: one.rangAt)
            claim(one.moment >= moment || now >= end, "\(id) rings while \(other) has unplugged")
        }
    }

    func isQuiet(_ instant: Instant) -> Bool {
        let time = zone.civil(at: instant).time
        return household.quiet?.stretches.contains { stretch in
            stretch.start < stretch.end
                ? stretch.start <= time && time < stretch.end : stretch.start <= time || time < stretch.end
        } ?? false
    }

    /// Rules 3 and 4.
    private mutating func isWanted(_ occurrence: Occurrence, _ ritual: Ritual) {
        let day = self.day(of: occurrence.id, ritual)
        let isAway = household.away.contains { $0.contains(day) }
        claim(!isAway || ritual.id.isOneOff, "\(occurrence.id) rings and they are away")
        guard let enough = ritual.enough else { return }
        let dates = enough.period.dates(around: day)
        let done = lives.filter {
            $0.key.ritual == ritual.id && $0.value.outcome == .done && $0.key != occurrence.id
                && dates.contains(self.day(of: $0.key, ritual))
        }
        claim(done.count < enough.count, "\(occurrence.id) rings and enough are done")
    }

    private func day(of id: Occurrence.ID, _ ritual: Ritual) -> CivilDate {
        ritual.schedule.occurrence(named: id.due, in: ritualZone(ritual))?.day ?? id.due.date
    }

    // MARK: What follows a ring

    private mutating func mayNudge(_ id: Occurrence.ID, at now: Instant) {
        guard let ritual = household.ritual(id.ritual), let nudge = ritual.nudge, let life = lives[id],
            let ring = life.rangAt
        else { return claim(false, "\(id) nudges without a ring") }
        claim(life.outcome == nil && life.later == nil, "\(id) nudges and was answered")
        claim(!life.wasClosed, "\(id) nudges, and a person has closed it")
        claim(life.nudges < nudge.times, "\(id) nudges too often")
        let zone = ritualZone(ritual)
        let isItsTime = (1...nudge.times).contains { number in
            let moment = zone.instant(
                Span(days: nudge.every.days * number, seconds: nudge.every.seconds * number), after: ring)
            return moment <= now && now <= moment + .seconds(60)
        }
        claim(isItsTime, "\(id) nudges at another time")
        if let duration = ritual.duration {
            claim(now >= zone.instant(duration, after: ring), "\(id) nudges while it lasts")
        }
        claim(!pauses.covers(id.ritual, at: now), "\(id) nudges in a pause")
        claim(
            ritual.locked == .ring || (isLocked != true && !isUndisturbed),
            "\(id) nudges and nobody can see it")
        claim(ritual.quiet == .ring || !isQuiet(now), "\(id) nudges in quiet hours")
    }

    private mutating func mayTellEnd(_ id: Occurrence.ID, at now: Instant) {
        guard let ritual = household.ritual(id.ritual), let life = lives[id], life.hasRung else {
            return claim(false, "\(id) ends without a ring")
        }
        claim(ritual.unplugs || ritual.notesEnd, "\(id) tells of its end, which nobody asked for")
        claim(!pauses.covers(id.ritual, at: now), "\(id) tells of its end in a pause")
        claim(ritual.locked == .ring || isLocked != true, "\(id) tells of its end on a locked screen")
        claim(life.outcome == nil || life.outcome == .shown, "\(id) tells of its end and was answered")
    }

    private mutating func mayRepost(_ id: Occurrence.ID, _ event: Event, at now: Instant) {
        let life = lives[id] ?? Life()
        if event == .unfolded { return }
        claim(life.hasRung, "\(id) is shown again and has not rung")
        claim(life.outcome == nil && life.later == nil, "\(id) is shown again and was answered")
        claim(!life.wasClosed, "\(id) is shown again and was closed")
        claim(!pauses.covers(id.ritual, at: now), "\(id) is shown again in a pause")
    }

    private mutating func mayTell(
        _ id: HeadsUp.ID, of announcement: Announcement, _ event: Event, at now: Instant
    ) {
        guard let ritual = household.ritual(id.occurrence.ritual),
            let due = ritual.schedule.occurrence(named: id.occurrence.due, in: ritualZone(ritual))
        else { return claim(false, "\(id) tells of what is not to come") }
        claim(now < due.instant, "\(id) tells of what is there")
        let moment = ritualZone(ritual).instant(id.span, before: due.instant)
        claim(moment <= now, "\(id) tells before its time")
        claim(ritual.headsUps.contains(id.span), "\(id) tells by a span that is not asked for")
        let isRepost = headsUps.contains(id)
        claim(!isRepost || (event == .unlocked && ritual.isPrivate), "\(id) tells twice")
        claim(lives[id.occurrence]?.outcome == nil, "\(id) tells of what is answered")
        claim(!pauses.covers(ritual.id, at: now), "\(id) tells in a pause")
        claim(ritual.quiet == .ring || !isQuiet(now) || isRepost, "\(id) tells in quiet hours")
        claim(ritual.locked == .ring || isLocked != true, "\(id) tells on a locked screen")
        claim(
            !household.away.contains { $0.contains(due.day) } || ritual.id.isOneOff,
            "\(id) tells while they are away")
    }

    private mutating func mayTellDigest(at now: Instant) {
        claim(mayDigest, "a second digest after one absence")
        mayDigest = false
        claim(!isDoubted, "a digest while the clock is doubted")
        claim(!owed.isEmpty, "a digest that has nothing new")
        claim(!isQuiet(now), "a digest in quiet hours")
        claim(isLocked != true, "a digest on a locked screen")
        claim(pauses.wide.map { $0.end.map { now < $0 } ?? true } != true, "a digest in a pause")
    }

    /// What is not a private ritual's own bubble, or may be seen by others, has none of its words.
    private mutating func lookForSecrets(in announcement: Announcement) {
        let isOwn = announcement.isPrivate && isLocked != true
        guard !isOwn else { return }
        claim(!announcement.isSecret, "words of a private ritual for all to see: \(announcement.kind)")
    }
}

extension Announcement {
    /// Whether it has words of a private ritual.
    var isSecret: Bool {
        title.utf8.starts(with: Author.secret.utf8) || lines.contains { $0.includes(Author.secret) }
    }
}

/// What happens to the program.
enum Event: Hashable {
    case woke, configured, answered, paused, resumed, locked, unlocked, disturbing, replied, closed, unfolded
    case serverReturned, terminalCame, synchronised
}
