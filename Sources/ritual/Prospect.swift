import CivilTime
import Rituals

/// What is to become of an occurrence that lies ahead, if nobody does anything.
struct Prospect {
    let occurrence: Occurrence
    /// When it rings; nil where it does not.
    var ringsAt: Instant?
    /// What it waits for, or what keeps it silent.
    var rule: Rule?
    var isSilent = false
    /// When it is told of ahead.
    var headsUps: [Instant] = []

    /// The next occurrences, at most so many and those due before `end`, in the order of their times; without
    /// those of dates on which the couple is away, and those that are not needed.
    static func coming(
        _ count: Int, until end: Instant? = nil, of known: Known, _ present: Present
    ) -> [Prospect] {
        func isMeant(_ instant: Instant) -> Bool { end.map { instant < $0 } ?? true }
        var prospects: [Prospect] = []
        var told: [Occurrence.ID: [Instant]] = [:]
        var places: [Occurrence.ID: Int] = [:]
        var open = 0
        let rehearsal = Rehearsal(
            of: known.household, after: present.now, zone: present.zone, knowing: known.states,
            pauses: known.pauses)
        for step in rehearsal {
            // Enough are known, and of each what becomes of it.
            if prospects.count >= count || !isMeant(step.at), open == 0 { break }
            for case .record(.headsUp(let id, .begun)) in step.effects {
                told[id.occurrence, default: []].append(step.at)
            }
            for case .record(.occurrence(let occurrence, _, let fact)) in step.effects
            where isMeant(occurrence.due.instant) {
                var prospect =
                    places[occurrence.id].map { prospects[$0] } ?? Prospect(occurrence: occurrence)
                let wasOpen = places[occurrence.id] != nil && prospect.ringsAt == nil && !prospect.isSilent
                guard prospect.take(fact, at: step.at) else { continue }
                if places[occurrence.id] == nil {
                    places[occurrence.id] = prospects.count
                    prospects.append(prospect)
                } else if let place = places[occurrence.id] {
                    prospects[place] = prospect
                }
                let isOpen = prospect.ringsAt == nil && !prospect.isSilent
                open += (isOpen ? 1 : 0) - (wasOpen ? 1 : 0)
            }
        }
        for index in prospects.indices {
            prospects[index].headsUps = told[prospects[index].occurrence.id] ?? []
        }
        return Array(
            prospects.sorted { $0.occurrence.due.instant < $1.occurrence.due.instant }.prefix(count))
    }

    /// Whether a fact says something of what lies ahead.
    private mutating func take(_ fact: Keeper.Fact, at now: Instant) -> Bool {
        switch fact {
        case .held(let rule?):
            self.rule = rule
        case .ringing where ringsAt == nil:
            ringsAt = now
        case .ended(.dropped, .away, _), .ended(.dropped, .enough, _):
            return false
        case .ended(.dropped, let rule, _), .ended(.missed, let rule, _):
            isSilent = true
            self.rule = self.rule ?? rule
        default:
            return false
        }
        return true
    }

    /// What it waits for, in a few words; empty where it rings at its time.
    func note(_ present: Present) -> String {
        guard let rule else { return "" }
        let reason = rule.reason
        if isSilent { return "\(reason): does not ring" }
        return ringsAt.map { "\(reason): rings \(present.moment($0))" } ?? reason
    }
}
