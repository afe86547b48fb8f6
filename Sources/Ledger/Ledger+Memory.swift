import CivilTime
import Host
import Rituals
import Schedules

/// What a Keeper is given at the start, and when it asks again.
extension Ledger {
    /// What the Keeper goes on from; nil where nothing has been written yet.
    ///
    /// `zones` gives the machine's former zone its rules; where it has none by that name any more, `fallback`
    /// stands for it.
    package func memory(zones: ZoneDatabase, fallback: Zone) throws(LedgerError) -> Keeper.Memory? {
        guard let settled = try settled() else { return nil }
        let name = try fact("zone") ?? fallback.identifier
        func present(_ name: String) -> Zone? {
            name == fallback.identifier ? fallback : try? zones.zone(named: name)
        }
        let formerRules = try formerRules(present)
        let zone = formerRules[name] ?? present(name) ?? fallback
        var kept: [Ritual.ID: KeptSchedule] = [:]
        try database.query("SELECT id, schedule, zone, heads_ups FROM rituals") { row in
            guard let id = row.text(0).flatMap(Ritual.ID.init) else { return }
            let headsUps = (row.text(3) ?? "").split(separator: " ").map(String.init)
            kept[id] = KeptSchedule(
                schedule: row.text(1) ?? "", zone: row.text(2) ?? "", headsUps: headsUps)
        }
        var memory = Keeper.Memory(
            lastSeen: settled, zone: zone, kept: kept,
            // Open ones, those of the last days, and what was answered ahead.
            states: try states(since: settled - Keeper.remembered),
            pauses: try pausesInForce(), pastPauses: try pauses(since: settled - Keeper.remembered),
            headsUps: try headsUps(since: settled), foretold: try foretold(since: settled),
            furthest: try fact("furthest").flatMap { Int64($0) }.map(Instant.init(microseconds:)) ?? settled,
            groups: try bubbles(since: settled - Keeper.remembered).map(\.occurrences).filter {
                $0.count > 1
            },
            owed: try owed(), unconfirmed: try unconfirmed(since: settled - Keeper.remembered))
        memory.formerRules = formerRules
        return memory
    }

    /// What is void, never rang as far as is known, and may have been seen all the same.
    private func unconfirmed(since instant: Instant) throws(LedgerError) -> Set<Occurrence.ID> {
        var ids: Set<Occurrence.ID> = []
        try database.query(
            """
            SELECT o.ritual, o.due, o.at, o.zone FROM occurrences o
            WHERE o.outcome IS NULL AND o.rang IS NULL AND o.rule IS NULL AND o.at >= ? AND EXISTS (
                SELECT 1 FROM announcements a WHERE a.occurrence = o.id AND a.kind = 'ring'
                    AND (a.state = 'begun' OR a.again = 1))
            """, [.integer(instant.microseconds)]
        ) { row in
            if let occurrence = Ledger.occurrence(in: row, zone: 3) { ids.insert(occurrence.id) }
        }
        return ids
    }

    /// Up to when all is settled; nil where nothing has been written yet.
    func settled() throws(LedgerError) -> Instant? {
        try fact("settled").flatMap { Int64($0) }.map(Instant.init(microseconds:))
    }

    func fact(_ name: String) throws(LedgerError) -> String? {
        var value: String?
        try database.query("SELECT value FROM facts WHERE name = ?", [.text(name)]) { value = $0.text(0) }
        return value
    }

    /// All occurrences that are not over, and those that were due since an instant, in the order in which
    /// they ended.
    package func states(since instant: Instant) throws(LedgerError) -> [OccurrenceState] {
        // By two indices, where an OR would look at every row there is.
        try states(
            where: """
                o.id IN (
                    SELECT id FROM occurrences WHERE outcome IS NULL
                    UNION SELECT id FROM occurrences WHERE at >= ?)
                """, [.integer(instant.microseconds)])
    }

    /// The occurrences of some rituals that were due since an instant, likewise.
    package func states(of rituals: [Ritual.ID], since instant: Instant) throws(LedgerError)
        -> [OccurrenceState]
    {
        let marks = Array(repeating: "?", count: rituals.count).joined(separator: ", ")
        return try states(
            where: "o.at >= ? AND o.ritual IN (\(marks))",
            [.integer(instant.microseconds)] + rituals.map { .text($0.description) })
    }

    /// What is known of one occurrence.
    package func state(of id: Occurrence.ID) throws(LedgerError) -> OccurrenceState? {
        try states(
            where: "o.ritual = ? AND o.due = ?", [.text(id.ritual.description), .text(id.due.description)]
        ).first
    }

    private func states(where condition: String, _ values: [Database.Value]) throws(LedgerError)
        -> [OccurrenceState]
    {
        var states: [OccurrenceState] = []
        try database.query(
            """
            SELECT o.ritual, o.due, o.at, o.rang, o.later, o.bubble, e.outcome, e.rule, a.state, a.at, o.zone, o.held,
                (SELECT count(*) FROM announcements n
                    WHERE n.occurrence = o.id AND n.number > a.number AND n.kind = 'nudge'),
                EXISTS (SELECT 1 FROM announcements n
                    WHERE n.occurrence = o.id AND n.number > a.number AND n.kind = 'end'),
                o.rule, a.again, o.returned, CASE WHEN o.outcome IS NULL THEN o.prompt END
            FROM occurrences o
            LEFT JOIN outcomes e ON e.occurrence = o.id
                AND e.number = (SELECT max(number) FROM outcomes WHERE occurrence = o.id)
            LEFT JOIN announcements a ON a.occurrence = o.id
                AND a.number = (SELECT max(number) FROM announcements WHERE occurrence = o.id AND kind = 'ring')
            WHERE \(condition) ORDER BY e.at, o.id
            """, values
        ) { row in
            if let state = Ledger.state(in: row) { states.append(state) }
        }
        return states
    }

    private static func state(in row: Database.Row) -> OccurrenceState? {
        guard let occurrence = occurrence(in: row, zone: 10) else { return nil }
        let stage: OccurrenceState.Stage
        let (rang, later) = (row.integer(3), row.integer(4))
        if let outcome = row.text(6).flatMap(Outcome.init) {
            stage = .ended(outcome, row.text(7).flatMap(Rule.init) ?? .rings)
        } else if rang == nil, row.text(7) != nil, row.text(7) != Rule.edited.rawValue, row.text(11) == nil,
            row.text(14) == nil
        {
            // It is void and never rang: it comes at its new time, as if it were new.
            return nil
        } else if let later, let begun = row.integer(9), later > begun {
            // Put off while it was on its way.
            stage = .open
        } else {
            switch row.text(8) {
            // Begun and never confirmed: it may have been seen.
            case "begun": stage = .waiting(again: true)
            // What was begun before may have been seen.
            case "refused": stage = .waiting(again: row.integer(15) == 1)
            case "shown": stage = .open
            case nil where row.text(11) != nil: stage = .waiting(again: false)
            // It is ahead again, after a clock was set back.
            default: return nil
            }
        }
        let isBack = row.integer(16) == 1
        var state = OccurrenceState(
            occurrence, stage, rangAt: rang.map(Instant.init(microseconds:)),
            later: later.map(Instant.init(microseconds:)),
            bubble: row.text(5).flatMap { isBack && $0 == "closed" ? .returned : .init(rawValue: $0) } ?? .up,
            heldBy: stage.isWaiting ? row.text(11).flatMap(Rule.init) : nil,
            nudges: Int(row.integer(12) ?? 0), isOver: row.integer(13) == 1)
        state.prompt = row.text(17)
        state.maybeSeen =
            state.outcome != nil && rang == nil && (row.text(8) == "begun" || row.integer(15) == 1)
        return state
    }

    /// From the first three columns of a row, and the one with the zone's name.
    static func occurrence(in row: Database.Row, zone column: Int32) -> Occurrence? {
        guard let id = row.text(0).flatMap(Ritual.ID.init),
            let name = row.text(1).flatMap(Due.Name.init(parsing:)), let at = row.integer(2)
        else { return nil }
        let zone: Zone
        switch name {
        case .time: zone = .utc
        // What its clocks showed is known by them alone.
        case .day:
            let known = row.text(column).flatMap { try? ZoneDatabase.system.zone(named: $0) }
            zone = known ?? ZoneDatabase.system.local().zone
        }
        return Occurrence(ritual: id, due: Due(name: name, instant: Instant(microseconds: at), in: zone))
    }

    private func pauses(since instant: Instant) throws(LedgerError) -> [Pause] {
        var pauses: [Pause] = []
        try database.query(
            """
            SELECT begin, coalesce(min(ended, until), ended), scope FROM pauses
            WHERE ended >= ? ORDER BY id
            """, [.integer(instant.microseconds)]
        ) { row in pauses.append(Ledger.pause(in: row)) }
        return pauses
    }

    private static func pause(in row: Database.Row) -> Pause {
        Pause(
            begin: Instant(microseconds: row.integer(0) ?? 0),
            end: row.integer(1).map(Instant.init(microseconds:)),
            scope: Pause.Scope(text: row.text(2) ?? ""))
    }

    /// The pauses that nobody has ended; their own ends may be past.
    package func pausesInForce() throws(LedgerError) -> [Pause] {
        var pauses: [Pause] = []
        try database.query("SELECT begin, until, scope FROM pauses WHERE ended IS NULL ORDER BY id") {
            pauses.append(Ledger.pause(in: $0))
        }
        return pauses
    }

    /// What has become of the heads-ups of what was to come at an instant.
    package func headsUps(since instant: Instant) throws(LedgerError) -> [HeadsUp.ID: HeadsUp.Standing] {
        let earliest = Ledger.earliest(since: instant)
        var headsUps: [HeadsUp.ID: HeadsUp.Standing] = [:]
        try database.query("SELECT ritual, due, span, state FROM heads_ups WHERE due >= ?", [.text(earliest)])
        {
            row in
            guard let ritual = row.text(0).flatMap(Ritual.ID.init),
                let due = row.text(1).flatMap(Due.Name.init(parsing:)),
                let span = row.text(2).flatMap({ try? Span(parsing: $0) }),
                let standing = row.text(3).flatMap(HeadsUp.Standing.init)
            else { return }
            headsUps[HeadsUp.ID(occurrence: Occurrence.ID(ritual: ritual, due: due), span: span)] = standing
        }
        return headsUps
    }

    /// What was drawn for what was told of ahead and to come at an instant.
    package func foretold(since instant: Instant) throws(LedgerError) -> [Occurrence.ID: String] {
        var foretold: [Occurrence.ID: String] = [:]
        try database.query(
            "SELECT ritual, due, prompt FROM heads_ups WHERE due >= ? AND prompt IS NOT NULL",
            [.text(Ledger.earliest(since: instant))]
        ) { row in
            guard let ritual = row.text(0).flatMap(Ritual.ID.init),
                let due = row.text(1).flatMap(Due.Name.init(parsing:))
            else { return }
            foretold[Occurrence.ID(ritual: ritual, due: due)] = row.text(2)
        }
        return foretold
    }

    /// As written, on whatever clock, and some by their dates alone: two days more keep those of all zones.
    private static func earliest(since instant: Instant) -> String {
        Zone.utc.civil(at: instant - .seconds(2 * 86_400)).date.description
    }

    func owed() throws(LedgerError) -> [Occurrence] {
        var owed: [Occurrence] = []
        try database.query("SELECT ritual, due, at, zone FROM occurrences WHERE digest = 'owed' ORDER BY at")
        {
            row in
            if let occurrence = Ledger.occurrence(in: row, zone: 3) { owed.append(occurrence) }
        }
        return owed
    }

    /// The bubbles that showed occurrences since an instant, oldest first, each with all that it showed.
    package func bubbles(since instant: Instant) throws(LedgerError)
        -> [(bubble: BubbleReference, occurrences: [Occurrence.ID])]
    {
        var bubbles: [(bubble: BubbleReference, occurrences: [Occurrence.ID])] = []
        try database.query(
            """
            SELECT o.ritual, o.due, o.at, a.server, a.bubble, o.zone FROM announcements a
            JOIN occurrences o ON o.id = a.occurrence
            WHERE a.server IS NOT NULL AND o.at >= ? ORDER BY a.confirmed, o.id
            """, [.integer(instant.microseconds)]
        ) { row in
            guard let occurrence = Ledger.occurrence(in: row, zone: 5)?.id, let server = row.text(3),
                let number = row.integer(4).flatMap(UInt32.init(exactly:))
            else { return }
            let bubble = BubbleReference(server: server, number: number)
            let isRing = bubbles.last.map { last in
                last.bubble == bubble && last.occurrences.allSatisfy { $0.ritual != occurrence.ritual }
            }
            if isRing == true {
                bubbles[bubbles.count - 1].occurrences.append(occurrence)
            } else {
                bubbles.append((bubble, [occurrence]))
            }
        }
        return bubbles
    }
}
