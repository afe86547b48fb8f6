import CivilTime

/// What an event leads to, in its order.
extension Keeper {
    /// What one event has led to, by kind, since records come before anything is shown.
    struct Changes {
        var records: [Record] = []
        var withdrawals: [Announcement.Subject] = []
        var rings: [Announcement] = []
        var reposts: [Announcement] = []
        /// The lines at an end, which come before what has waited for it.
        var ends: [Announcement] = []
        var others: [Announcement] = []
        var reports: [Report] = []
        /// Those of the rings that have waited for an unplugged ritual.
        var released: Set<Occurrence.ID> = []
        /// The open ones that have another name now.
        var renamedOpen: Set<Ritual.ID> = []
        /// What the clocks of a zone would have shown, by its name, where its rules are new.
        var formerRules: [String: Zone] = [:]
        /// Whether something that made others wait has changed.
        var mustReconsider = false
        /// Whether the digest may have waited for it.
        var mustRetryDigest = false

        /// The clocks by which a ritual was due before this event; `machine` is the machine's former zone.
        func zoneBefore(of ritual: Ritual, machine: Zone) -> Zone {
            guard let zone = ritual.zone else { return machine }
            return formerRules[zone.identifier] ?? zone
        }

        mutating func record(_ occurrence: Occurrence, zone: String, _ fact: Fact) {
            records.append(.occurrence(occurrence, zone: zone, fact))
        }
    }

    mutating func finish(_ changes: Changes, at now: Instant) -> [Effect] {
        lastSeen = now
        if doubt == nil, resume == nil { furthest = max(furthest ?? now, now) }
        var changes = changes
        while changes.mustReconsider {
            changes.mustReconsider = false
            reconsiderHeld(at: now, into: &changes)
            tellAhead(at: now, into: &changes)
        }
        if changes.mustRetryDigest { digest.retry(at: now) }
        // A clock that jumps by years passes over thousands of times; nobody reads an entry for each.
        let most = 20
        let ends = changes.reports.indices.filter {
            if case .ended = changes.reports[$0] { true } else { false }
        }
        if ends.count > most {
            for index in ends[most...].reversed() { changes.reports.remove(at: index) }
            changes.reports.append(.moreEnded(ends.count - most))
        }
        // One bubble a subject: what rings anew stands before a line at an end, and both, and a nudge, before
        // what is only brought back, be it by several causes at once.
        let last = Dictionary(
            zip(changes.rings.map(\.subject), changes.rings.indices), uniquingKeysWith: { $1 })
        // One that the next of its ritual overtakes in the same event has ended already.
        changes.rings = last.values.sorted().map { changes.rings[$0] }
        var known = Set(last.keys)
        changes.ends.removeAll { known.contains($0.subject) }
        known.formUnion((changes.ends + changes.others).map(\.subject))
        changes.reposts.removeAll { !known.insert($0.subject).inserted }
        bringInsight(at: now, into: &changes)
        let shown =
            changes.ends + ringing(&changes) + together(changes.reposts, isRepost: true, &changes.withdrawals)
            + changes.others
        // A newer bubble on the same subject takes the older one's place, if a channel takes it: until then the
        // older one of a private ritual would stay on a locked screen.
        let replaced = Set(shown.filter { !$0.isPrivate || isLocked != true }.map(\.subject))
        for (first, ids) in groups where !ids.contains(where: isShownAsOpen) {
            groups[first] = nil
            changes.withdrawals.append(.several(first))
        }
        return changes.records.map(Effect.record)
            + changes.withdrawals.filter { !replaced.contains($0) }.map(Effect.withdraw)
            + shown.map(Effect.announce) + changes.reports.map(Effect.report) + [.wake(at: alarm())]
    }

    /// All that has waited for an unplugged ritual is one bubble, however few they are.
    private mutating func ringing(_ changes: inout Changes) -> [Announcement] {
        let rings = changes.rings
        let (released, others) = (
            rings.filter { changes.released.isSuperset(of: $0.kind.occurrences) },
            rings.filter { !changes.released.isSuperset(of: $0.kind.occurrences) }
        )
        guard rings.count <= Load.manyAtOnce, released.count > 1 else {
            return together(rings, isRepost: false, &changes.withdrawals)
        }
        return others + together(released, isRepost: false, haveWaited: true, &changes.withdrawals)
    }

    /// More than three at once are one bubble.
    private mutating func together(
        _ announcements: [Announcement], isRepost: Bool, haveWaited: Bool = false,
        _ withdrawals: inout [Announcement.Subject]
    ) -> [Announcement] {
        guard announcements.count > Load.manyAtOnce || haveWaited else { return announcements }
        withdrawals += announcements.map(\.subject)
        let together = Announcement(several: announcements, isRepost: isRepost, haveWaited: haveWaited)
        let asking = announcements.filter { !$0.actions.isEmpty }.flatMap(\.kind.occurrences)
        if let first = together.kind.occurrences.first, !asking.isEmpty { groups[first] = Set(asking) }
        return [together]
    }

    func isShownAsOpen(_ id: Occurrence.ID) -> Bool {
        guard let state = current[id.ritual], state.occurrence.id == id else { return false }
        switch state.stage {
        case .open: return !state.isPromised
        case .ringing: return true
        case .waiting, .ended: return false
        }
    }

    /// The nearest moment at which anything can change.
    mutating func alarm() -> Instant? {
        while let first = moments.first {
            if revisits[first.ritual] == first.instant {
                guard nextMoment(of: first.ritual) != first.instant else { break }
                moments.removeFirst()
                revisit(first.ritual)
            } else {
                moments.removeFirst()
            }
        }
        return [
            agenda.first?.due.instant, moments.first?.instant, doubt?.until, digest.alarm, headsUpAlarm,
            pauses.lazy.compactMap(\.end).min(),
        ].compactMap { $0 }.min()
    }
}
