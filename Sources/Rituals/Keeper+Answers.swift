import CivilTime
import Schedules

/// What people answer, and to which occurrence.
extension Keeper {
    /// How long after its time one that is over may still be answered without naming its time.
    private static let lateAnswer: Duration = .seconds(48 * 3600)

    /// Which occurrence an answer is meant for.
    ///
    /// `due` names one by its time as written. Without it, it is the one that is open or waits; else, for
    /// Done and Not today, whichever is nearer of the next one of today and the latest of the last 48 hours
    /// that nobody has done. Without a ritual, it is the only open one of all.
    package func target(
        of kind: Answer.Kind, ritual id: Ritual.ID?, due: Due.Name? = nil, at now: Instant
    ) throws(AnswerRefusal) -> Occurrence {
        guard let id else {
            let open = unfinished.filter { state in
                let wantsAnswer = household.ritual(state.occurrence.ritual)?.wantsAnswer != false
                return kind == .skip || (wantsAnswer && (kind == .done || state.isOpen))
            }
            guard let first = open.first else { throw .nothingOpen }
            guard open.count == 1 else { throw .severalOpen(open.map(\.occurrence)) }
            return first.occurrence
        }
        let ritual = household.ritual(id)
        guard ritual?.wantsAnswer != false || kind == .skip else { throw .wantsNoAnswer(id) }
        if let due { return try named(due, of: id, kind, at: now) }
        if let state = current[id], kind != .later || state.isOpen { return state.occurrence }
        guard let ritual else { throw .unknownRitual(id) }
        guard kind != .later else { throw .notOpen(id) }

        let next = ritual.isEnabled ? nextDue(of: ritual, after: now) : nil
        let zone = zone(of: ritual)
        let isToday = next.map { $0.civil.date == zone.civil(at: now).date } ?? false
        let ahead = isToday || id.isOneOff ? next : nil
        // What was answered ahead today can be answered otherwise.
        if let given = answeredAhead(ritual, otherThan: kind, at: now),
            ahead.map({ given.due.instant <= $0.instant }) ?? true
        {
            return given
        }
        let behind = ended[id]?.filter { state in
            let age = now - state.occurrence.due.instant
            return age >= .zero && age <= Keeper.lateAnswer && state.outcome.map(kind.mayReplace) == true
        }.map(\.occurrence.due).max { $0.instant < $1.instant }
        switch (behind, ahead) {
        case (let behind?, let ahead?):
            let isAhead = ahead.instant - now < now - behind.instant
            return Occurrence(ritual: id, due: isAhead ? ahead : behind)
        case (let due?, nil), (nil, let due?):
            return Occurrence(ritual: id, due: due)
        case (nil, nil):
            throw .nothingToAnswer(id, next: next)
        }
    }

    /// The nearest occurrence of today, or of a reminder any, that was given another answer before its time.
    private func answeredAhead(_ ritual: Ritual, otherThan kind: Answer.Kind, at now: Instant) -> Occurrence?
    {
        let today = zone(of: ritual).civil(at: now).date
        return (ended[ritual.id] ?? []).filter { state in
            guard case .ended(let outcome, .answered) = state.stage, state.occurrence.due.instant > now else {
                return false
            }
            return outcome != kind.outcome && (ritual.id.isOneOff || state.occurrence.due.civil.date == today)
        }.map(\.occurrence).min { $0.due.instant < $1.due.instant }
    }

    private func named(
        _ name: Due.Name, of ritual: Ritual.ID, _ kind: Answer.Kind, at now: Instant
    ) throws(AnswerRefusal) -> Occurrence {
        let id = id(meantBy: name, of: ritual)
        let ritual = household.ritual(ritual)
        if let state = state(of: id) {
            guard kind != .later || state.isOpen else { throw .notOpen(id.ritual) }
            return state.occurrence
        }
        guard let ritual else { throw .unknownRitual(id.ritual) }
        let zone = zone(of: ritual)
        guard ritual.isEnabled, let due = ritual.schedule.occurrence(named: id.due, in: zone),
            due.instant > now
        else {
            throw .noSuchOccurrence(id.ritual, id.due)
        }
        guard kind != .later else { throw .notOpen(id.ritual) }
        return Occurrence(ritual: id.ritual, due: due)
    }

    /// Of what is known by its date alone, people may say the time too.
    package func id(meantBy name: Due.Name, of ritual: Ritual.ID) -> Occurrence.ID {
        let id = Occurrence.ID(ritual: ritual, due: name)
        guard case .time(let civil) = name, state(of: id) == nil, let known = household.ritual(ritual),
            known.schedule.occurrence(named: name, in: zone(of: known)) == nil
        else { return id }
        let drawn = Due.Name.day(civil.date)
        let isDrawn = known.schedule.occurrence(named: drawn, in: zone(of: known)) != nil
        return isDrawn ? Occurrence.ID(ritual: ritual, due: drawn) : id
    }

    /// The moment that Later means without a span: the first of the ritual's `snooze`.
    package func usualLater(of id: Ritual.ID, at now: Instant) -> Instant {
        guard let ritual = household.ritual(id), let span = ritual.snooze.first else {
            return now + .seconds(Ritual.usualSnooze.seconds)
        }
        return zone(of: ritual).instant(span, after: now)
    }

    /// A person has answered an occurrence, as `target` found it or as its bubble shows it.
    ///
    /// A refusal leaves everything as it was.
    package mutating func answered(
        _ answer: Answer, to occurrence: Occurrence, from source: AnswerSource, at now: Instant
    ) throws(AnswerRefusal) -> [Effect] {
        var changes = Changes()
        var state = state(of: occurrence.id) ?? OccurrenceState(occurrence, .waiting(again: false))
        let ritual = household.ritual(occurrence.ritual)
        if case .later(let moment) = answer {
            guard let ritual, state.isOpen else { throw .notOpen(occurrence.ritual) }
            guard moment > now else { throw .laterInThePast }
            if let next = following(occurrence, of: ritual), next.instant <= moment {
                throw .laterPastNext(occurrence.ritual, next: next)
            }
        }
        noticeStepBack(to: now, into: &changes)
        changes.record(occurrence, zone: zoneName(of: occurrence), .answered(answer, source))
        if let ritual {
            changes.reports.append(.answered(occurrence, ritual: ritual, answer))
            if let pulse = pulse(after: answer, to: ritual, from: source, at: now) {
                changes.others.append(pulse)
            }
        }
        changes.withdrawals.append(.ritual(occurrence.ritual))
        digest.forget(occurrence.id)
        switch answer {
        case .later(let moment):
            state.stage = .open
            state.later = moment
            state.bubble = .up
            state.heldBy = nil
            state.heldUntil = nil
            // It has not begun after all: what waited for its end need not.
            stopLasting(occurrence, isOver: false, into: &changes)
            schedule(state)
        case .done, .notToday:
            guard let outcome = answer.outcome else { break }
            end(state, outcome, .answered, at: now, into: &changes)
            if let ritual { passOver(occurrence.due, of: ritual) }
            if let open = current[occurrence.ritual] { endIfEnough(open, at: now, into: &changes) }
        }
        settle(at: now, zoneBefore: zone, into: &changes)
        return finish(changes, at: now)
    }
}

extension OccurrenceState {
    /// Whether it rang, or is ringing, and can be put off.
    fileprivate var isOpen: Bool {
        switch stage {
        case .open, .ringing: true
        // One that waits may have rung before Later.
        case .waiting: rangAt != nil
        case .ended: false
        }
    }
}

extension Answer.Kind {
    /// What it makes of an occurrence; nil: it stays open.
    fileprivate var outcome: Outcome? {
        switch self {
        case .done: .done
        case .skip: .skipped
        case .later: nil
        }
    }

    /// Whether a person who names no time may mean one that ended so.
    fileprivate func mayReplace(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .lapsed, .missed, .dropped: true
        case .skipped: self == .done
        case .done, .shown, .withdrawn: false
        }
    }
}
