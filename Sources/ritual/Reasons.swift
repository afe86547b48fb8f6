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
            reasons += try self.reasons(for: [next], of: ritual)
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
        if let ritual, let due = ritual.schedule.occurrence(named: name, in: zone) {
            return try reasons(for: [due], of: ritual)
        }
        let day = name.date
        let start = zone.resolve(day.at(.midnight)).instant - .seconds(1)
        // Also what the schedule had before it was edited.
        let entries = try (ledger?.history(of: id, since: start - .seconds(2 * 86_400), limit: .max) ?? [])
            .filter { $0.occurrence.due.name.date == day }
        let dues = ritual.map { ritual in
            Array(
                ritual.schedule.occurrences(after: start, in: zone).lazy.prefix { $0.day <= day }
                    .filter { $0.day == day }.prefix(Reasons.most))
        }
        let isMeant = { (civil: CivilDateTime) in
            if case .time(let time) = name { civil == time } else { true }
        }
        let kept = entries.filter { isMeant($0.occurrence.due.civil) }
        let names = Set(kept.map(\.occurrence.due.name))
        let ahead = (dues ?? []).filter { isMeant($0.civil) && !names.contains($0.name) }
        guard kept.isEmpty, ahead.isEmpty else {
            let reasons = try kept.map(reason) + (ritual.map { try self.reasons(for: ahead, of: $0) } ?? [])
            return reasons.sorted { $0.at < $1.at }
        }
        throw nothing(on: day, text, others: dues ?? [])
    }

    /// So many of one date are told at most.
    private static let most = 100

    private func nothing(on day: CivilDate, _ text: String, others: [Due]) -> CommandFailure {
        guard let ritual else {
            return CommandFailure(message: "nothing of `\(id)` is kept for \(text.harmless)")
        }
        let times = others.prefix(5).map { $0.civil.time.description }.joined(separator: ", ")
        let date = Wording.date(day, thisYear: present.today.year)
        return CommandFailure(
            message: times.isEmpty
                ? "`\(id)` has nothing on \(date)"
                : "`\(id)` has nothing at that time on \(date), but at \(times)",
            hint: "its schedule: \(ritual.schedule.description)")
    }

    /// Of some that the schedule has, in order, and of which nothing may be kept.
    private func reasons(for dues: [Due], of ritual: Ritual) throws -> [Reason] {
        var reasons: [Reason] = []
        var ahead: [Due] = []
        for due in dues {
            if let entry = try ledger?.entry(of: Occurrence.ID(ritual: id, due: due.name)) {
                reasons.append(try reason(for: entry))
            } else if due.instant > present.now {
                ahead.append(due)
            } else {
                reasons.append(Reason(due: due.name, at: due.instant, words: try past(due, of: ritual)))
            }
        }
        return reasons + self.ahead(ahead, of: ritual)
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

    /// In order; all in one rehearsal.
    private func ahead(_ dues: [Due], of ritual: Ritual) -> [Reason] {
        guard let first = dues.first else { return [] }
        var reasons = dues.map { Reason(due: $0.name, at: $0.instant) }
        guard ritual.isEnabled else {
            for index in reasons.indices {
                reasons[index].words = ["It is off (`enabled: false`), so it does not ring."]
            }
            return reasons
        }
        var open = Dictionary(
            zip(dues.map(\.name), reasons.indices), uniquingKeysWith: { first, _ in first })
        // What happens long before has no say in it: nobody answers in a rehearsal.
        let start = max(present.now, first.instant - .seconds(3 * 86_400))
        let rehearsal = Rehearsal(
            of: known.household, after: start, zone: present.zone, knowing: known.states, pauses: known.pauses
        )
        for step in rehearsal {
            for case .record(.occurrence(let about, _, let fact)) in step.effects where about.ritual == id {
                guard let index = open[about.due.name] else { continue }
                if take(fact, at: step.at, of: ritual, into: &reasons[index]) { open[about.due.name] = nil }
            }
            if open.isEmpty || step.at > start + .seconds(60 * 86_400) { break }
        }
        return reasons
    }

    /// Whether nothing more is to be told of it.
    private func take(
        _ fact: Keeper.Fact, at now: Instant, of ritual: Ritual, into reason: inout Reason
    ) -> Bool {
        switch fact {
        case .held(let rule?):
            reason.held = rule
            reason.rule = rule
            reason.words.append("It is to wait: \(rule.reason).")
            return false
        case .ringing:
            reason.rule = .rings
            reason.words.append("It is to ring \(present.moment(now)).")
            return true
        case .ended(let outcome, let rule, _):
            reason.outcome = outcome
            reason.rule = rule
            let key = RuleWords.key(rule, of: ritual, known.household)
            reason.words.append("It is not to ring: \(rule.reason)\(key).")
            return true
        default: return false
        }
    }
}

extension Ledger.Entry {
    /// Whether it is due, or was answered, and not merely told of ahead.
    fileprivate func isBegun(at now: Instant) -> Bool {
        occurrence.due.instant <= now || rangAt != nil
    }
}
