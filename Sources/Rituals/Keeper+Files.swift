import CivilTime
import Schedules

/// What an edit of the files changes.
extension Keeper {
    mutating func takeOver(_ new: Household, at now: Instant, into changes: inout Changes) {
        if resume != nil { forgetAhead(of: now, into: &changes) }
        let former = household
        let renames = new.renames
        if resume != nil || renames != former.renames {
            rename(renames, formerly: former, at: now, into: &changes)
        }
        let pending = pendingDues(under: new, renames)
        let kept = keptSchedules(under: renames)
        household = new
        if isLocked == true { takeDownWhatIsPrivateNow(formerly: former, into: &changes) }
        voidWithdrawnAhead(of: now, into: &changes)
        agenda = Heap()
        for (index, ritual) in new.rituals.enumerated() where ritual.isEnabled {
            let schedule = KeptSchedule(ritual)
            if kept[ritual.id] != schedule {
                changes.records.append(.kept(ritual.id, schedule))
                if !schedule.hasTimes(of: kept[ritual.id]) { doubt?.begun[ritual.id] = now }
            }
            if let due = pending[ritual.id] ?? nextDue(of: ritual, after: now) {
                agenda.insert(Coming(due: due, index: index))
            }
        }
        for id in kept.keys.sorted() where new.ritual(id)?.isEnabled != true {
            changes.records.append(.released(id))
        }
        withdrawGone(formerly: former, at: now, into: &changes)
        takeBackWithdrawn(at: now, into: &changes)
        moveAnswersGivenAhead(at: now, into: &changes)
        takeOverLasting(since: resume?.lastSeen ?? now, into: &changes)
        takeOverHeadsUps(formerly: kept, at: now, into: &changes)
        for state in unfinished { endIfEnough(state, at: now, into: &changes) }
        for state in current.values { schedule(state) }
        let renamed = changes.renamedOpen
        repostOpen(into: &changes) { _, ritual in renamed.contains(ritual.id) }
        if !renamed.isEmpty { tryWaiting(at: now, into: &changes) }
        changes.mustReconsider = true
    }

    /// The files are known: what the ledger remembers goes on.
    mutating func goOn(at now: Instant, into changes: inout Changes) {
        for state in current.values {
            guard let seen = resume?.lastSeen, let ritual = household.ritual(state.occurrence.ritual) else {
                continue
            }
            var state = state
            state.nudges = max(state.nudges, nudges(of: state, ritual, past: seen))
            schedule(state)
        }
        resume = nil
        tryWaiting(at: now, into: &changes)
        digest.retry(at: now)
    }

    /// What is open or waits of a ritual that was done often enough is not needed any more.
    mutating func endIfEnough(_ state: OccurrenceState, at now: Instant, into changes: inout Changes) {
        guard let ritual = household.ritual(state.occurrence.ritual), ritual.enough != nil,
            isEnough(ritual, without: state.occurrence)
        else { return }
        end(state, .dropped, .enough, at: now, into: &changes)
        changes.withdrawals.append(.ritual(ritual.id))
    }

    /// Of the zones that rituals name, those whose rules are other than they were, and what they were.
    func formerRules(under new: Household) -> [String: Zone] {
        if let resume { return resume.formerRules }
        let former = Dictionary(
            household.rituals.compactMap(\.zone).map { ($0.identifier, $0) }, uniquingKeysWith: { $1 })
        let present = Dictionary(
            new.rituals.compactMap(\.zone).map { ($0.identifier, $0) }, uniquingKeysWith: { $1 })
        return former.filter { name, zone in present[name].map { $0 != zone } == true }
    }

    /// What is due to the rituals whose schedule stays as it is.
    private func pendingDues(under new: Household, _ renames: [Ritual.ID: Ritual.ID]) -> [Ritual.ID: Due] {
        var pending: [Ritual.ID: Due] = [:]
        guard let resume else {
            for coming in agenda.elements {
                let ritual = household.rituals[coming.index]
                let id = renames[ritual.id] ?? ritual.id
                if let now = new.ritual(id), now.schedule == ritual.schedule,
                    now.zone?.identifier == ritual.zone?.identifier
                {
                    pending[id] = coming.due
                }
            }
            return pending
        }
        // As it was to come when the program last ran, on the clock of that time.
        var former = self
        former.zone = resume.zone
        for ritual in new.rituals
        where ritual.isEnabled && KeptSchedule(ritual).hasTimes(of: resume.kept[ritual.id]) {
            var asBefore = ritual
            asBefore.zone = ritual.zone.map { resume.formerRules[$0.identifier] ?? $0 }
            pending[ritual.id] = former.nextDue(of: asBefore, after: resume.lastSeen)
        }
        return pending
    }

    /// Those that were kept so far, by the names of now.
    private func keptSchedules(under renames: [Ritual.ID: Ritual.ID]) -> [Ritual.ID: KeptSchedule] {
        if let resume { return resume.kept }
        let schedules = household.rituals.filter(\.isEnabled).map { ($0.id, KeptSchedule($0)) }
        return Dictionary(
            schedules.map { (renames[$0.0] ?? $0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether the household has an occurrence, which is known by its time as written, in whatever zone.
    private func hasInForce(_ occurrence: Occurrence) -> Bool {
        guard let ritual = household.ritual(occurrence.ritual), ritual.isEnabled else { return false }
        return ritual.schedule.occurrence(named: occurrence.due.name, in: zone(of: ritual)) != nil
    }

    /// Takes down what an edit has removed: the ritual, or the time that rang.
    private mutating func withdrawGone(
        formerly former: Household, at now: Instant, into changes: inout Changes
    ) {
        for state in unfinished where !hasInForce(state.occurrence) {
            let ritual = former.ritual(state.occurrence.ritual)
            end(state, .withdrawn, .edited, of: ritual, at: now, into: &changes)
            changes.withdrawals.append(.ritual(state.occurrence.ritual))
        }
    }

    /// What has become private under the lock was taken for public when the screen was locked.
    private func takeDownWhatIsPrivateNow(formerly former: Household, into changes: inout Changes) {
        for ritual in household.rituals where ritual.isPrivate && former.ritual(ritual.id)?.isPrivate != true
        {
            changes.withdrawals += [.ritual(ritual.id), .headsUp(ritual.id), .trial(ritual.id)]
        }
    }

    /// One that an edit has removed and a later one brings back, while a clock that was set back has put it
    /// ahead again, comes at its time as if it were new.
    private mutating func voidWithdrawnAhead(of now: Instant, into changes: inout Changes) {
        for state in ended.values.compactMap(\.last)
        where state.outcome == .withdrawn && state.rangAt == nil && state.moment > now
            && hasInForce(state.occurrence)
        {
            void(state, into: &changes)
        }
    }

    /// One that an edit has removed and a later one brings back is in force again.
    private mutating func takeBackWithdrawn(at now: Instant, into changes: inout Changes) {
        for var state in ended.values.compactMap(\.last)
        where state.outcome == .withdrawn && hasInForce(state.occurrence) {
            let id = state.occurrence.ritual
            guard current[id] == nil else { continue }
            state.stage = state.rangAt == nil ? .waiting(again: state.maybeSeen) : .open
            guard let next = nextMoment(of: state), next > now else { continue }
            ended[id]?.removeLast()
            current[id] = state
            changes.record(state.occurrence, zone: zoneName(of: state.occurrence), .voided(.edited))
            if let ritual = household.ritual(id), state.stage == .open, !state.isPromised,
                state.bubble.comesBack,
                maySee(ritual)
            {
                changes.reposts.append(
                    Announcement(
                        .repost(state.occurrence.id), of: ritual, words(of: state, ritual),
                        civil: state.occurrence.due.civil,
                        isConcealed: isConcealed(ritual)))
            }
        }
    }

    /// A Done or Not today given ahead holds for the first occurrence on its date under the new schedule.
    private mutating func moveAnswersGivenAhead(at now: Instant, into changes: inout Changes) {
        for state in Array(ended.values.joined()) {
            guard case .ended(let outcome, .answered) = state.stage, state.occurrence.due.instant > now,
                let ritual = household.ritual(state.occurrence.ritual), ritual.isEnabled,
                !hasInForce(state.occurrence)
            else { continue }
            let date = state.occurrence.due.day
            let zone = zone(of: ritual)
            let start = zone.resolve(date.at(.midnight)).instant - .seconds(1)
            guard let due = ritual.schedule.next(after: start, in: zone), due.day == date,
                isFree(Occurrence.ID(ritual: ritual.id, due: due.name))
            else { continue }
            end(state, .withdrawn, .edited, at: now, into: &changes)
            let moved = OccurrenceState(Occurrence(ritual: ritual.id, due: due), .waiting(again: false))
            end(moved, outcome, .answered, at: now, into: &changes)
            passOver(due, of: ritual)
        }
    }

    /// Whether nothing is known of an occurrence but that an edit has taken it away once.
    private func isFree(_ id: Occurrence.ID) -> Bool {
        state(of: id).map { $0.outcome == .withdrawn } ?? true
    }

    /// Sets what comes next of a ritual anew.
    mutating func planAnew(_ ritual: Ritual, after instant: Instant) {
        guard let index = household.rituals.firstIndex(where: { $0.id == ritual.id }) else { return }
        let others = agenda.elements.filter { $0.index != index }
        agenda = Heap()
        for other in others { agenda.insert(other) }
        if let next = nextDue(of: ritual, after: instant) { agenda.insert(Coming(due: next, index: index)) }
    }

    /// Leaves an occurrence out of what comes next, since it is known now.
    mutating func passOver(_ due: Due, of ritual: Ritual) {
        let others = agenda.elements.filter { household.rituals[$0.index].id != ritual.id }
        guard let coming = agenda.elements.first(where: { household.rituals[$0.index].id == ritual.id }),
            coming.due.name == due.name
        else { return }
        agenda = Heap()
        for other in others { agenda.insert(other) }
        if let next = nextDue(of: ritual, after: due.instant) {
            agenda.insert(Coming(due: next, index: coming.index))
        }
    }
}
