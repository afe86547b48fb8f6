import CivilTime

/// What the ring of a ritual with `pulse: true` brings, and what follows its Done.
extension Keeper {
    /// What the ledger has of the pulse and of insights, as far as bubbles have to do with it.
    package struct Outlook: Hashable, Sendable {
        /// What the next check-in brings; nil: nothing.
        package var coming: ComingInsight?
        /// The latest ring that has brought something, which it keeps when it is shown again.
        package var brought: Brought?
        /// The latest week that this machine's person has given a pulse for.
        package var lastPulse: CivilWeek?

        package init(
            coming: ComingInsight? = nil, brought: Brought? = nil, lastPulse: CivilWeek? = nil
        ) {
            self.coming = coming
            self.brought = brought
            self.lastPulse = lastPulse
        }
    }

    package struct Brought: Hashable, Sendable {
        package let occurrence: Occurrence.ID
        package let words: String

        package init(_ occurrence: Occurrence.ID, words: String) {
            self.occurrence = occurrence
            self.words = words
        }
    }

    /// Lets the check-in that rings bring what is to be said, and what brought it before say it again.
    mutating func bringInsight(at now: Instant, into changes: inout Changes) {
        let week = CivilWeek(of: zone.civil(at: now).date)
        if let coming = outlook.coming, coming.weeks.contains(week),
            // In a bubble of many it would not be read.
            changes.rings.count <= Load.manyAtOnce,
            let occurrence = changes.rings.first(where: mayBring)?.kind.occurrences.first
        {
            outlook.coming = nil
            outlook.brought = Brought(occurrence, words: coming.insight.words)
            changes.records.append(.insight(coming.insight, week, occurrence))
        }
        guard let brought = outlook.brought else { return }
        for list in [\Changes.rings, \.reposts, \.others] {
            for index in changes[keyPath: list].indices
            where changes[keyPath: list][index].kind.showsRing(of: brought.occurrence)
                && mayBring(changes[keyPath: list][index])
            {
                changes[keyPath: list][index].lines.append(brought.words)
            }
        }
    }

    private func mayBring(_ announcement: Announcement) -> Bool {
        guard let ritual = announcement.kind.ritual.flatMap(household.ritual) else { return false }
        return ritual.asksPulse && !isConcealed(ritual)
    }

    /// Done in a bubble is followed by one that names the four questions, once a week.
    func pulse(after answer: Answer, to ritual: Ritual, from source: AnswerSource, at now: Instant)
        -> Announcement?
    {
        let civil = zone.civil(at: now)
        guard ritual.asksPulse, answer == .done, source == .bubble,
            outlook.lastPulse.map({ $0 < CivilWeek(of: civil.date) }) != false
        else { return nil }
        return Announcement(pulseAfter: ritual.id, civil: civil)
    }
}

extension Announcement.Kind {
    fileprivate func showsRing(of id: Occurrence.ID) -> Bool {
        switch self {
        case .ring(id), .repost(id), .nudge(id): true
        default: false
        }
    }
}
