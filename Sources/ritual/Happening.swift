import CivilTime
import Rituals
import Schedules

/// Something that a rehearsal has brought.
struct Happening {
    /// The raw values are the words of `--json`.
    enum What: String {
        case ring, nudge, ahead, end, wait, silent, over, digest
    }

    let at: Instant
    /// The machine's at that moment.
    let zone: Zone
    let what: What
    var ritual: Ritual.ID?
    var due: Due.Name?
    var rule: Rule?
    var outcome: Outcome?
    var until: Instant?
    var late: Duration?

    static func all(in step: Rehearsal.Step, _ zone: Zone) -> [Happening] {
        step.effects.flatMap { effect -> [Happening] in
            switch effect {
            case .announce(let announcement): all(in: announcement, at: step.at, zone)
            case .report(let report): of(report, at: step.at, zone).map { [$0] } ?? []
            case .record(let record): of(record, at: step.at, zone).map { [$0] } ?? []
            default: []
            }
        }
    }

    private static func all(in announcement: Announcement, at now: Instant, _ zone: Zone) -> [Happening] {
        func happening(_ what: What, _ id: Occurrence.ID) -> Happening {
            Happening(at: now, zone: zone, what: what, ritual: id.ritual, due: id.due)
        }
        switch announcement.kind {
        case .nudge(let id): return [happening(.nudge, id)]
        case .end(let id): return [happening(.end, id)]
        case .headsUp(let id): return [happening(.ahead, id.occurrence)]
        case .digest: return [Happening(at: now, zone: zone, what: .digest)]
        // Rings are told by their reports, which know how late they are.
        case .ring, .repost, .several, .trial, .pulse, .trouble: return []
        }
    }

    private static func of(_ report: Keeper.Report, at now: Instant, _ zone: Zone) -> Happening? {
        func happening(_ what: What, _ occurrence: Occurrence) -> Happening {
            Happening(
                at: now, zone: zone, what: what, ritual: occurrence.ritual, due: occurrence.due.name)
        }
        switch report {
        case .rang(let occurrence, _, _, let late, _):
            var ring = happening(.ring, occurrence)
            ring.late = late >= .seconds(60) ? late : nil
            return ring
        case .held(let occurrence, _, let rule, let until):
            var hold = happening(.wait, occurrence)
            hold.rule = rule
            hold.until = until
            return hold
        default: return nil
        }
    }

    /// How one ended, which the journal is not told of each where there are very many.
    private static func of(_ record: Keeper.Record, at now: Instant, _ zone: Zone) -> Happening? {
        guard case .occurrence(let occurrence, _, .ended(let outcome, let rule, _)) = record,
            outcome != .shown
        else { return nil }
        return Happening(
            at: now, zone: zone, what: outcome == .lapsed ? .over : .silent, ritual: occurrence.ritual,
            due: occurrence.due.name, rule: rule, outcome: outcome)
    }

    /// In a word.
    var words: String {
        switch what {
        case .ring: "rings"
        case .nudge: "rings again"
        case .ahead: "is told of ahead"
        case .end: "says that its time is over"
        case .wait: "waits"
        case .silent: "does not ring"
        case .over: "is over"
        case .digest: "a digest names what was missed"
        }
    }

    /// Why, or how late; empty where there is nothing to add.
    var note: String {
        switch what {
        case .ring: return late.map { "\(Wording.length($0)) late" } ?? ""
        case .ahead: return due.map { "for \($0.words(today: zone.civil(at: at).date))" } ?? ""
        case .wait, .silent:
            guard let rule else { return "" }
            return rule.reason
        case .nudge, .end, .over, .digest: return ""
        }
    }
}
