import CivilTime
import Schedules

/// Telling of rituals before their time.
extension Keeper {
    /// A heads-up whose moment has come and that could not be shown yet.
    struct WaitingHeadsUp: Sendable {
        let headsUp: HeadsUp
        /// Whether it is left alone until a channel comes.
        var wasRefused = false
        /// Whether the ledger knows that it waits.
        var isKept = false
        /// When what keeps it back is over, where that is known.
        var until: Instant?
    }

    /// Goes through the heads-ups whose moment has come.
    mutating func tellAhead(at now: Instant, into changes: inout Changes) {
        guard resume == nil else { return }
        var nearest: [Ritual.ID: HeadsUp] = [:]
        while let first = headsUps.first, first.moment <= now {
            headsUps.removeFirst()
            guard let ritual = household.ritual(first.ritual) else { continue }
            // Of those before it nothing is left to tell.
            if let next = headsUp(of: ritual, first.span, after: max(first.due.instant, now)) {
                headsUps.insert(next)
            }
            guard first.due.instant > now, givenHeadsUps[first.id] == nil else { continue }
            // Of several that were passed over only the nearest is worth telling.
            let known = nearest[ritual.id] ?? waitingHeadsUps[ritual.id]?.headsUp
            if let known, known.due.instant > now,
                (known.due.instant, first.moment) < (first.due.instant, known.moment)
            {
                continue
            }
            nearest[ritual.id] = first
        }
        for (id, headsUp) in nearest { waitingHeadsUps[id] = WaitingHeadsUp(headsUp: headsUp) }
        let most = 256
        if givenHeadsUps.count > most {
            givenHeadsUps = givenHeadsUps.filter { $0.value > now - Keeper.remembered }
        }
        guard !waitingHeadsUps.isEmpty else { return }
        for id in waitingHeadsUps.keys.sorted() { tryHeadsUp(of: id, at: now, into: &changes) }
    }

    private mutating func tryHeadsUp(of id: Ritual.ID, at now: Instant, into changes: inout Changes) {
        guard var waiting = waitingHeadsUps[id], !waiting.wasRefused || waiting.headsUp.due.instant <= now
        else {
            return
        }
        let headsUp = waiting.headsUp
        guard let ritual = household.ritual(id), isWorthTelling(headsUp, of: ritual, at: now) else {
            waitingHeadsUps[id] = nil
            return
        }
        if let hold = hold(of: headsUp, ritual, at: now) {
            if !waiting.isKept { changes.records.append(.headsUp(headsUp.id, .waiting)) }
            waiting.isKept = true
            waiting.until = hold.until
            // What ends only after the due leaves nothing to tell.
            waitingHeadsUps[id] = hold.until.map { $0 >= headsUp.due.instant } == true ? nil : waiting
            return
        }
        waitingHeadsUps[id] = nil
        givenHeadsUps[headsUp.id] = headsUp.due.instant
        doubt?.headsUps[headsUp.id] = headsUp.moment
        shownHeadsUps[id] = headsUp
        changes.records.append(.headsUp(headsUp.id, .begun))
        let announcement = announcement(headsUp, ritual, at: now)
        if let prompt = announcement.prompt,
            foretold.updateValue(prompt, forKey: headsUp.occurrence.id) == nil
        {
            changes.records.append(.foretold(headsUp.id, prompt))
        }
        changes.others.append(announcement)
    }

    private func announcement(
        _ headsUp: HeadsUp, _ ritual: Ritual, at now: Instant, isRepost: Bool = false
    ) -> Announcement {
        Announcement(
            headsUp: headsUp.id, of: ritual,
            ritual.words(
                for: headsUp.due, in: zone(of: ritual), me: household.me,
                prompt: foretold[headsUp.occurrence.id]),
            civil: zone.civil(at: headsUp.due.instant), left: headsUp.due.instant - now,
            now: zone.civil(at: now), isConcealed: isConcealed(ritual),
            isRepost: isRepost)
    }

    /// There is none for what the first four rules settle, and a pause drops it.
    private func isWorthTelling(_ headsUp: HeadsUp, of ritual: Ritual, at now: Instant) -> Bool {
        headsUp.due.instant > now && ritual.isEnabled && !isKnown(ritual.id, headsUp.due.name)
            && !isAway(headsUp.occurrence, of: ritual) && !isEnough(ritual, without: headsUp.occurrence)
            && !isPaused(ritual, at: headsUp.moment) && !isPaused(ritual, at: now)
    }

    /// What keeps a heads-up back; `until` where that is known.
    private struct Hold {
        let until: Instant?
    }

    private func hold(of headsUp: HeadsUp, _ ritual: Ritual, at now: Instant) -> Hold? {
        // A journey has put it ahead again.
        if headsUp.moment > now { return Hold(until: headsUp.moment) }
        if ritual.locked != .ring, isScreenShut(for: ritual) { return Hold(until: nil) }
        if ritual.quiet != .ring, let end = household.quiet?.end(at: now, in: zone) {
            return Hold(until: end)
        }
        return unplugged(from: ritual, dueAt: now) ? Hold(until: nil) : nil
    }

    // MARK: What comes of it

    /// No channel took one: it is tried again when one comes, as long as the time lies ahead.
    mutating func refusedHeadsUp(_ id: HeadsUp.ID, _ maybeSeen: Bool, into changes: inout Changes) {
        guard !maybeSeen, let shown = shownHeadsUps.removeValue(forKey: id.occurrence.ritual), shown.id == id
        else { return }
        givenHeadsUps[id] = nil
        waitingHeadsUps[id.occurrence.ritual] = WaitingHeadsUp(headsUp: shown, wasRefused: true, isKept: true)
        changes.records.append(.headsUp(id, .waiting))
    }

    /// A channel has come.
    mutating func tryRefusedHeadsUps() {
        for id in waitingHeadsUps.keys { waitingHeadsUps[id]?.wasRefused = false }
    }

    /// What it told of is there, or will not be.
    mutating func takeDownHeadsUp(of id: Occurrence.ID, into changes: inout Changes) {
        guard shownHeadsUps[id.ritual]?.due.name == id.due else { return }
        shownHeadsUps[id.ritual] = nil
        changes.withdrawals.append(.headsUp(id.ritual))
    }

    /// Those of private rituals that a lock has taken down.
    mutating func repostHeadsUps(at now: Instant, into changes: inout Changes) {
        for (id, headsUp) in shownHeadsUps {
            guard let ritual = household.ritual(id), ritual.isPrivate, headsUp.moment <= now,
                isWorthTelling(headsUp, of: ritual, at: now)
            else { continue }
            changes.others.append(announcement(headsUp, ritual, at: now, isRepost: true))
        }
    }

    /// When time alone changes something about heads-ups.
    var headsUpAlarm: Instant? {
        guard resume == nil else { return nil }
        let waiting = waitingHeadsUps.values.lazy.map { $0.until ?? $0.headsUp.due.instant }.min()
        return [headsUps.first?.moment, waiting].compactMap { $0 }.min()
    }

    // MARK: What comes next

    /// The first heads-up of a span for an occurrence after an instant.
    private func headsUp(of ritual: Ritual, _ span: Span, after instant: Instant) -> HeadsUp? {
        let zone = zone(of: ritual)
        return ritual.schedule.next(after: instant, in: zone).map { HeadsUp(ritual, $0, span, in: zone) }
    }

    /// The first heads-up of a span that is due at an instant or later.
    private func headsUp(of ritual: Ritual, _ span: Span, dueFrom instant: Instant) -> HeadsUp? {
        let zone = zone(of: ritual)
        // A clock change may move it by as much as a day either way.
        let near = max(instant, zone.instant(span, after: instant) - .seconds(2 * 86_400))
        var next = headsUp(of: ritual, span, after: near)
        while let found = next, found.moment < instant {
            next = headsUp(of: ritual, span, after: found.due.instant)
        }
        return next
    }

    /// Sets anew what is to be told ahead, from an instant on.
    mutating func planHeadsUps(from instant: Instant) {
        headsUps = Heap()
        for ritual in household.rituals where ritual.isEnabled {
            for span in ritual.headsUps {
                if let next = headsUp(of: ritual, span, dueFrom: instant) { headsUps.insert(next) }
            }
        }
    }

    /// Sets what is to be told ahead after the files were read: what was to come before still is, and of a new
    /// span only what lies ahead.
    mutating func takeOverHeadsUps(
        formerly kept: [Ritual.ID: KeptSchedule], at now: Instant, into changes: inout Changes
    ) {
        let seen = resume?.lastSeen
        let pending = Dictionary(grouping: headsUps.elements, by: \.ritual)
        headsUps = Heap()
        for ritual in household.rituals where ritual.isEnabled && !ritual.headsUps.isEmpty {
            let former = kept[ritual.id]
            let isSame = KeptSchedule(ritual).hasTimes(of: former)
            for span in ritual.headsUps {
                let isKnown = isSame && former?.headsUps.contains(span.description) == true
                let next =
                    if isKnown, let seen {
                        headsUp(of: ritual, span, dueFrom: seen + .nanoseconds(1))
                    } else if isKnown {
                        // Another name draws another minute, in the same words.
                        pending[ritual.id]?.first { $0.span == span && isMeant($0) }
                            ?? headsUp(of: ritual, span, dueFrom: now)
                    } else {
                        headsUp(of: ritual, span, dueFrom: now)
                    }
                if let next { headsUps.insert(next) }
            }
        }
        for (id, standing) in resume?.headsUps ?? [:] where standing == .waiting {
            // Under a former name it may have been told meanwhile.
            guard givenHeadsUps[id] == nil, let ritual = household.ritual(id.occurrence.ritual),
                let due = ritual.schedule.occurrence(named: id.occurrence.due, in: zone(of: ritual))
            else { continue }
            let headsUp = HeadsUp(ritual, due, id.span, in: zone(of: ritual))
            waitingHeadsUps[ritual.id] = WaitingHeadsUp(headsUp: headsUp, isKept: true)
        }
        for (id, waiting) in waitingHeadsUps where !isMeant(waiting.headsUp) { waitingHeadsUps[id] = nil }
        for (id, former) in kept where household.ritual(id) == nil && !former.headsUps.isEmpty {
            changes.withdrawals.append(.headsUp(id))
        }
        for (id, shown) in shownHeadsUps where !isMeant(shown) {
            shownHeadsUps[id] = nil
            changes.withdrawals.append(.headsUp(id))
        }
    }

    private func isMeant(_ headsUp: HeadsUp) -> Bool {
        guard let ritual = household.ritual(headsUp.ritual), ritual.isEnabled else { return false }
        // Of what is known by its date alone, the same name may stand for another moment by now.
        let due = ritual.schedule.occurrence(named: headsUp.due.name, in: zone(of: ritual))
        return ritual.headsUps.contains(headsUp.span) && due?.instant == headsUp.due.instant
    }

    /// Gives what is told ahead of a ritual its new name.
    mutating func renameHeadsUps(_ old: Ritual.ID, to new: Ritual.ID, into changes: inout Changes) {
        let pending = headsUps.elements
        headsUps = Heap()
        for headsUp in pending {
            headsUps.insert(headsUp.ritual == old ? HeadsUp(headsUp, of: new) : headsUp)
        }
        if let waiting = waitingHeadsUps.removeValue(forKey: old) {
            waitingHeadsUps[new] = WaitingHeadsUp(
                headsUp: HeadsUp(waiting.headsUp, of: new), wasRefused: waiting.wasRefused, isKept: true)
        }
        for (id, prompt) in foretold where id.ritual == old {
            foretold[id] = nil
            foretold[Occurrence.ID(ritual: new, due: id.due)] = prompt
        }
        // Whatever was shown last: a newer one that no channel took has left the older one's bubble where it was.
        let hasShown = givenHeadsUps.keys.contains { $0.occurrence.ritual == old }
        if shownHeadsUps.removeValue(forKey: old) != nil || hasShown {
            changes.withdrawals.append(.headsUp(old))
        }
        for (id, due) in givenHeadsUps where id.occurrence.ritual == old {
            givenHeadsUps[id] = nil
            let occurrence = Occurrence.ID(ritual: new, due: id.occurrence.due)
            givenHeadsUps[HeadsUp.ID(occurrence: occurrence, span: id.span)] = due
        }
    }

    /// Moves what is to be told ahead onto the clocks of a new zone, or onto the new rules of one that a ritual names.
    mutating func moveHeadsUps() {
        let pending = headsUps.elements
        headsUps = Heap()
        for headsUp in pending { moved(headsUp).map { headsUps.insert($0) } }
        for (id, waiting) in waitingHeadsUps {
            waitingHeadsUps[id] = moved(waiting.headsUp).map {
                WaitingHeadsUp(headsUp: $0, wasRefused: waiting.wasRefused, isKept: waiting.isKept)
            }
        }
        shownHeadsUps = shownHeadsUps.compactMapValues(moved)
    }

    private func moved(_ headsUp: HeadsUp) -> HeadsUp? {
        guard let ritual = household.ritual(headsUp.ritual) else { return nil }
        let zone = zone(of: ritual)
        let due = ritual.schedule.occurrence(named: headsUp.due.name, in: zone)
        return due.map { HeadsUp(ritual, $0, headsUp.span, in: zone) }
    }
}
