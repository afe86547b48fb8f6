import CivilTime
import Host
import Ledger
import Rituals
import Schedules
import TestSupport
import Testing

/// A Keeper with a clock, a ledger and a desktop of its own, and what it has made ring.
struct Scene {
    var keeper = Keeper()
    let ledger: Ledger
    var household = Household()
    var zone: Zone
    var now: Instant
    var alarm: Instant?
    var effects: [Keeper.Effect] = []
    /// Whether a desktop takes what is shown.
    var hasServer = true
    /// Whether its answer comes at once; else it never does.
    var answers = true
    /// Whether the ledger can be written; what cannot be waits for that.
    var isDiskWell = true
    private var backlog: [(records: [Keeper.Record], at: Instant, settled: Keeper.Settled)] = []
    private var bubbles: UInt32 = 0

    init(_ rituals: Ritual..., zone: String = "Europe/Berlin", at start: String) {
        do {
            ledger = try Ledger(in: nil, machine: "test")
        } catch {
            preconditionFailure("no ledger: \(error)")
        }
        self.zone = .named(zone)
        now = Instant(start)
        take(keeper.woke(at: now, zone: self.zone))
        configure(rituals)
        effects = []
    }

    // MARK: What happens

    /// Does what the daemon does with effects: records first, then what is shown.
    mutating func take(_ new: [Keeper.Effect]) {
        effects += new
        var records: [Keeper.Record] = []
        for case .record(let record) in new { records.append(record) }
        if !records.isEmpty, let settled = keeper.settledThrough { backlog.append((records, now, settled)) }
        do {
            while isDiskWell, let first = backlog.first {
                try ledger.commit(first.records, at: first.at, settled: first.settled)
                backlog.removeFirst()
            }
        } catch {
            Issue.record("not written: \(error)")
        }
        for case .wake(let instant) in new { alarm = instant }
        guard answers else { return }
        for case .announce(let announcement) in new {
            bubbles += 1
            let bubble = BubbleReference(server: "test", number: bubbles)
            take(
                hasServer
                    ? keeper.delivered(announcement.kind, on: [.desktop], bubble: bubble, at: now)
                    : keeper.deliveryFailed(announcement.kind, at: now))
        }
    }

    mutating func configure(_ rituals: [Ritual], away: ClosedRange<CivilDate>..., quiet: String? = nil) {
        household = Household(away: away, quiet: quiet.map(QuietHours.hours), rituals: rituals)
        configure()
    }

    /// The files are read, as `household` is now.
    mutating func configure() {
        recall()
        if let (rituals, since) = Keeper.counted(in: household, at: now) {
            keeper.recall((try? ledger.states(of: rituals, since: since)) ?? [])
        }
        take(keeper.configured(household, at: now))
    }

    mutating func lock() { take(keeper.locked(at: now)) }
    mutating func unlock() { take(keeper.unlocked(at: now)) }

    mutating func disturbing(isUnwanted: Bool) {
        take(keeper.disturbing(isUnwanted: isUnwanted, at: now))
    }

    /// Lets time pass as the daemon does: from alarm to alarm.
    mutating func pass(until end: String) {
        while let next = alarm, next <= Instant(end) {
            now = max(now, next)
            take(keeper.woke(at: now, zone: zone))
        }
        now = Instant(end)
    }

    /// The machine slept, the clock jumped or the zone changed: one wake at this time.
    mutating func wake(at text: String, in name: String? = nil) {
        if let name { zone = .named(name) }
        now = Instant(text)
        wake()
    }

    mutating func wake() {
        recall()
        take(keeper.woke(at: now, zone: zone))
    }

    /// The process ended, at once, and a new one begins.
    ///
    /// `isLocked` as `Keeper.init(remembering:isLocked:)` has it.
    mutating func restart(at text: String? = nil, in name: String? = nil, isLocked: Bool? = false) {
        if let name { zone = .named(name) }
        if let text { now = Instant(text) }
        do {
            let memory = try ledger.memory(zones: .system, fallback: zone)
            keeper = Keeper(remembering: memory, isLocked: isLocked)
        } catch {
            Issue.record("not read: \(error)")
        }
        wake()
        configure()
    }

    mutating func recall() {
        guard let point = keeper.recallPoint(at: now) else { return }
        keeper.recall((try? ledger.states(since: point)) ?? [])
        keeper.recall((try? ledger.headsUps(since: point)) ?? [:])
    }

    mutating func server(comes: Bool = true) {
        hasServer = comes
        if comes { take(keeper.serverReturned(at: now)) }
    }

    /// Answers as a command does; what was answered, or why not.
    @discardableResult
    mutating func answer(_ kind: Answer.Kind, _ name: String? = nil, due: String? = nil, later: String? = nil)
        -> String
    {
        do throws(AnswerRefusal) {
            let occurrence = try keeper.target(
                of: kind, ritual: name.flatMap(Ritual.ID.init),
                due: due.flatMap(Due.Name.init(parsing:)), at: now)
            let answer: Answer =
                switch kind {
                case .done: .done
                case .skip: .notToday
                case .later:
                    .later(later.map(Instant.init) ?? keeper.usualLater(of: occurrence.ritual, at: now))
                }
            take(try keeper.answered(answer, to: occurrence, from: .command, at: now))
            return "\(occurrence.ritual) \(occurrence.due.civil)"
        } catch {
            return "\(error)".prefix { $0 != "(" }.description
        }
    }

    mutating func pause(until end: String? = nil, _ scope: Pause.Scope = .all) {
        take(keeper.paused(until: end.map { Instant($0) }, scope, at: now))
    }

    mutating func resume(_ names: String...) {
        take(keeper.resumed(Set(names.compactMap(Ritual.ID.init)), at: now))
    }

    // MARK: What was shown

    var announcements: [Announcement] {
        effects.compactMap { if case .announce(let announcement) = $0 { announcement } else { nil } }
    }

    var rings: [String] {
        announcements.flatMap { announcement -> [Occurrence.ID] in
            switch announcement.kind {
            case .ring(let id): [id]
            case .several(let ids, isRepost: false): ids
            default: []
            }
        }.map { "\($0.ritual) \($0.due)" }
    }

    var reposts: [String] {
        announcements.filter(\.isRepost).flatMap(\.kind.occurrences).map { "\($0.ritual) \($0.due)" }
    }

    /// All that was shown, a word for its kind before each: `ring`, `nudge`, `end`, `repost`, `ahead`, `several`.
    var shown: [String] {
        announcements.compactMap { announcement in
            switch announcement.kind {
            case .ring(let id): "ring \(id.ritual)"
            case .nudge(let id): "nudge \(id.ritual)"
            case .end(let id): "end \(id.ritual)"
            case .repost(let id): "repost \(id.ritual)"
            case .headsUp(let id): "ahead \(id.occurrence.ritual) \(id.span)"
            case .several(let ids, _): "several " + ids.map(\.ritual.description).joined(separator: " ")
            case .digest: "digest"
            case .pulse(let ritual): "pulse \(ritual)"
            case .trial, .trouble: nil
            }
        }
    }

    /// What waits and by which rule.
    var held: [String] {
        keeper.unfinished.compactMap { state in
            state.heldBy.map { "\(state.occurrence.ritual) \($0)" }
        }
    }

    var withdrawn: [Announcement.Subject] {
        effects.compactMap { if case .withdraw(let subject) = $0 { subject } else { nil } }
    }

    var digests: [[String]] {
        announcements.filter { $0.kind == .digest }.map(\.lines)
    }

    /// What did not ring, or was taken back, as the journal tells it.
    var ends: [String] {
        effects.compactMap { effect in
            guard case .report(.ended(let occurrence, _, let outcome, let rule)) = effect, outcome != .lapsed
            else { return nil }
            return "\(occurrence.due.civil) \(outcome) \(rule)"
        }
    }

    /// The ledger: each occurrence with what is in force.
    var history: [String] {
        do {
            return try ledger.history(of: nil, since: nil, limit: 100_000).map { entry in
                let outcome = entry.outcome.map(\.rawValue) ?? "open"
                return "\(entry.occurrence.ritual) \(entry.occurrence.due.civil) \(outcome)"
            }
        } catch {
            Issue.record("not read: \(error)")
            return []
        }
    }
}

extension Ritual {
    init(
        _ name: String, _ phrase: String, zone: String? = nil, isEnabled: Bool = true,
        grace: Span = Ritual.usualGrace, missed: Missed = .silent, late: String? = nil,
        wantsAnswer: Bool = true, terms: Terms = Terms()
    ) {
        var terms = terms
        terms.id = name
        guard let id = ID(name), let schedule = try? Schedule(parsing: [phrase], terms: terms) else {
            preconditionFailure("no ritual: \(name) \(phrase)")
        }
        self.init(
            id: id, late: late, schedule: schedule, zone: zone.map(Zone.named), isEnabled: isEnabled,
            grace: grace, missed: missed, wantsAnswer: wantsAnswer)
    }
}

extension Ritual {
    /// The same with something set.
    func with(_ change: (inout Ritual) -> Void) -> Ritual {
        var ritual = self
        change(&ritual)
        return ritual
    }
}

extension QuietHours {
    static func hours(_ text: String) -> QuietHours {
        let ranges = text.split(separator: ",").compactMap { try? ClockRange(parsing: String($0)) }
        guard let hours = QuietHours(ranges.map { Stretch(from: $0.start, to: $0.end) }) else {
            preconditionFailure("no quiet hours: \(text)")
        }
        return hours
    }
}
