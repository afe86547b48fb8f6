import CivilTime

/// Rituals that last for a while, and what waits for one that has unplugged.
extension Keeper {
    /// A ritual that has rung and whose time is not over.
    struct Lasting: Hashable, Sendable {
        let occurrence: Occurrence
        /// From when it counts what falls due as after it: its due time, or Later's moment.
        let moment: Instant
        let rangAt: Instant
        var end: Instant

        func renamed(to ritual: Ritual.ID) -> Lasting {
            Lasting(
                occurrence: Occurrence(ritual: ritual, due: occurrence.due), moment: moment, rangAt: rangAt,
                end: end)
        }
    }

    /// How late the line at the end may come: past that the machine was off, and the line is left out.
    private static let promptness: Duration = .seconds(60)

    /// An occurrence rings, and lasts from now on; `moment` as in `Lasting`.
    mutating func beginLasting(
        _ occurrence: Occurrence, of ritual: Ritual, moment: Instant, from ring: Instant
    ) {
        guard let duration = ritual.duration else { return }
        let end = zone(of: ritual).instant(duration, after: ring)
        lasting[ritual.id] = Lasting(occurrence: occurrence, moment: moment, rangAt: ring, end: end)
        revisit(ritual.id)
    }

    /// It has not rung after all, or is over before its time; `isOver` says that this is its end.
    mutating func stopLasting(_ occurrence: Occurrence, isOver: Bool, into changes: inout Changes) {
        guard lasting[occurrence.ritual]?.occurrence.id == occurrence.id else { return }
        lasting[occurrence.ritual] = nil
        if isOver { changes.record(occurrence, zone: zoneName(of: occurrence), .over) }
        changes.mustReconsider = true
        if household.ritual(occurrence.ritual)?.unplugs == true { changes.mustRetryDigest = true }
    }

    /// Its time is over.
    mutating func runOut(_ ended: Lasting, at now: Instant, into changes: inout Changes) {
        let id = ended.occurrence.ritual
        stopLasting(ended.occurrence, isOver: true, into: &changes)
        let isOpen = current[id]?.occurrence.id == ended.occurrence.id
        if isOpen { current[id]?.isOver = true }
        guard let ritual = household.ritual(id) else { return }
        guard ritual.unplugs || ritual.notesEnd, !isPaused(ritual, at: now),
            now <= ended.end + Keeper.promptness
        else { return }
        if ritual.locked != .ring, isScreenShut(for: ritual) {
            if isOpen { endLines.insert(ended.occurrence.id) }
        } else {
            tellEnd(of: ended.occurrence, ritual, into: &changes)
        }
    }

    private func tellEnd(of occurrence: Occurrence, _ ritual: Ritual, into changes: inout Changes) {
        let isOpen = current[ritual.id].map { $0.occurrence == occurrence && $0.stage == .open } ?? false
        changes.ends.append(
            Announcement(endOf: occurrence, ritual, isOpen: isOpen, isConcealed: isConcealed(ritual)))
    }

    /// The screen can be seen again: the lines that waited for that come now, where nobody has answered.
    mutating func tellEndsThatWaited(at now: Instant, into changes: inout Changes) {
        for id in endLines {
            guard let ritual = household.ritual(id.ritual) else { continue }
            if isScreenShut(for: ritual) { continue }
            endLines.remove(id)
            guard ritual.unplugs || ritual.notesEnd, let state = current[id.ritual],
                state.occurrence.id == id, state.stage == .open, !state.isPromised,
                !isPaused(ritual, at: now)
            else { continue }
            tellEnd(of: state.occurrence, ritual, into: &changes)
        }
    }

    /// Whether another ritual has unplugged before this one fell due, and its time is not over.
    func unplugged(from ritual: Ritual, dueAt moment: Instant) -> Bool {
        guard !lasting.isEmpty, !ritual.unplugs else { return false }
        return lasting.contains { id, one in
            id != ritual.id && one.moment < moment && household.ritual(id)?.unplugs == true
        }
    }

    /// Whether any ritual has unplugged; one that rang while the clock was ahead has not so far.
    func isUnplugged(at now: Instant) -> Bool {
        lasting.contains { $0.value.rangAt <= now && household.ritual($0.key)?.unplugs == true }
    }

    /// What lasts, after the files were read: what rang before goes on, by the spans of now.
    mutating func takeOverLasting(since: Instant, into changes: inout Changes) {
        for (id, one) in lasting {
            guard let ritual = household.ritual(id), let duration = ritual.duration else {
                stopLasting(one.occurrence, isOver: true, into: &changes)
                continue
            }
            let end = zone(of: ritual).instant(duration, after: one.rangAt)
            lasting[id]?.end = end
            revisit(id)
        }
        for ritual in household.rituals where ritual.duration != nil && lasting[ritual.id] == nil {
            let open = current[ritual.id].flatMap { $0.stage == .open && !$0.isPromised ? $0 : nil }
            guard let state = open ?? ended[ritual.id]?.last(where: { $0.outcome == .shown }), !state.isOver,
                let ring = state.rangAt
            else { continue }
            beginLasting(state.occurrence, of: ritual, moment: state.occurrence.due.instant, from: ring)
            if let end = lasting[ritual.id]?.end, end <= since, open == nil { lasting[ritual.id] = nil }
        }
    }
}
