import CivilTime
import Configuration
import Host
import Ledger
import Rituals
import Schedules

/// Finds out why a ritual rang, or did not: from the ledger what was, from a rehearsal what is to come.
struct Reasons {
    let id: Ritual.ID
    /// Nil where the file has it no more.
    let ritual: Ritual?
    private let known: Known
    private let ledger: Ledger?
    private let present: Present

    init(_ name: String, _ file: FileOptions, _ state: StateOptions, _ present: Present) throws {
        id = try Ritual.ID(typed: name)
        self.present = present
        known = try Known(file, state, present)
        ledger = try state.ledger()
        let oneOffs = try ledger?.allOneOffs().map(\.ritual) ?? []
        let household = known.household
        ritual = household.ritual(id) ?? oneOffs.first { [id] in $0.id == id }
        let isKept = try ledger?.history(of: id, since: nil, limit: 1).isEmpty == false
        // A name that neither the file nor the ledger knows is a slip.
        if ritual == nil, !isKept || household.others.contains(id) { _ = try household.required(name) }
    }

    private var zone: Zone { ritual?.zone ?? present.zone }

    /// What is open or waits; else the last one and the next one.
    func lastAndNext() throws -> [Reason] {
        let entries = try ledger?.history(of: id, since: nil, limit: 400) ?? []
        if let open = entries.last(where: { $0.outcome == nil && $0.isBegun(at: present.now) }) {
            return [try reason(for: open)]
        }
        var reasons: [Reason] = []
        if let last = entries.last(where: { $0.occurrence.due.instant <= present.now }) {
            reasons.append(try reason(for: last))
        }
        if let ritual, let next = ritual.schedule.next(after: present.now, in: zone) {
            reasons.append(try reason(for: next, of: ritual))
        }
        guard reasons.isEmpty, let ritual else { return reasons }
        throw CommandFailure(
            message: "nothing of `\(id)` was kept, and nothing is to come",
            hint: "its schedule: \(ritual.schedule.description)")
    }

    /// The one with this name; of a date all that fall on it.
    func about(_ name: Due.Name, _ text: String) throws -> [Reason] {
        if let entry = try ledger?.entry(of: Occurrence.ID(ritual: id, due: name)) {
            return [try reason(for: entry)]
        }
        guard let ritual else {
            throw CommandFailure(message: "nothing of `\(id)` is kept for \(text.harmless)")
        }
        if let due = ritual.schedule.occurrence(named: name, in: zone) {
            return [try reason(for: due, of: ritual)]
        }
        let day = name.date
        let start = zone.resolve(day.at(.midnight)).instant - .seconds(1)
        let dues = ritual.schedule.occurrences(after: start, in: zone).lazy.prefix { $0.day <= day }
            .filter { $0.day == day }
        let named: (Due) -> Bool = { if case .time(let civil) = name { $0.civil == civil } else { true } }
        let meant = dues.prefix(100).filter(named)
        guard meant.isEmpty else { return try meant.map { try reason(for: $0, of: ritual) } }
        let others = dues.prefix(5).map { $0.civil.time.description }.joined(separator: ", ")
        let date = Wording.date(day, thisYear: present.today.year)
        throw CommandFailure(
            message: others.isEmpty
                ? "`\(id)` has nothing on \(date)"
                : "`\(id)` has nothing at that time on \(date), but at \(others)",
            hint: "its schedule: \(ritual.schedule.description)")
    }

    private func reason(for due: Due, of ritual: Ritual) throws -> Reason {
        if let entry = try ledger?.entry(of: Occurrence.ID(ritual: id, due: due.name)) {
            return try reason(for: entry)
        }
        var reason = Reason(due: due.name, at: due.instant)
        reason.words =
            try due.instant > present.now
            ? ahead(due, of: ritual, into: &reason) : past(due, of: ritual)
        return reason
    }

    // MARK: What was

    private func reason(for entry: Ledger.Entry) throws -> Reason {
        let id = entry.occurrence.id
        let words = EntryWords(
            entry: entry, ritual: ritual, household: known.household,
            showings: try ledger?.showings(of: id) ?? [], headsUps: try ledger?.headsUps(of: id) ?? [],
            present: present)
        return Reason(
            due: id.due, at: entry.occurrence.due.instant, outcome: entry.outcome,
            rule: entry.outcomeRule ?? entry.rule ?? entry.held, held: entry.held, rang: entry.rangAt,
            words: words.sentences)
    }

    /// Of what lies behind and is not kept.
    private func past(_ due: Due, of ritual: Ritual) throws -> [String] {
        guard ritual.isEnabled else { return ["It is off (`enabled: false`), so it has no times."] }
        guard let since = try ledger?.firstSeen(id) else {
            return ["rituald has not seen this ritual yet, so nothing of it was to ring."]
        }
        return due.instant < since
            ? ["rituald first saw it with this schedule on \(present.moment(since)), after that time."]
            : ["It is past, and not settled yet: the daemon does not run, or doubts the clock."]
    }

    // MARK: What is to come

    private func ahead(_ due: Due, of ritual: Ritual, into reason: inout Reason) throws -> [String] {
        guard ritual.isEnabled else { return ["It is off (`enabled: false`), so it does not ring."] }
        let occurrence = Occurrence.ID(ritual: id, due: due.name)
        let rehearsal = Rehearsal(
            of: known.household, after: present.now, zone: present.zone, knowing: known.states,
            pauses: known.pauses)
        var words: [String] = []
        for step in rehearsal {
            for case .record(.occurrence(let about, _, let fact)) in step.effects where about.id == occurrence
            {
                switch fact {
                case .held(let rule):
                    reason.held = rule
                    reason.rule = rule
                    words.append("It is to wait: \(rule.reason).")
                case .ringing:
                    reason.rule = .rings
                    return words + ["It is to ring \(present.moment(step.at))."]
                case .ended(let outcome, let rule, _):
                    reason.outcome = outcome
                    reason.rule = rule
                    return words + [
                        "It is not to ring: \(rule.reason)\(RuleWords.key(rule, of: ritual, known.household))."
                    ]
                default: break
                }
            }
            if step.at > due.instant + .seconds(40 * 86_400) { break }
        }
        return words
    }
}

extension Ledger.Entry {
    /// Whether it is due, or was answered, and not merely told of ahead.
    fileprivate func isBegun(at now: Instant) -> Bool {
        occurrence.due.instant <= now || rangAt != nil
    }
}
