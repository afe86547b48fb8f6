import CivilTime
import Rituals

/// The pauses that people have asked for, as they would remember them.
struct Pauses: Hashable {
    /// The one of all but some.
    private(set) var wide: (end: Instant?, but: Set<Ritual.ID>)?
    private(set) var own: [Ritual.ID: Instant?] = [:]

    static func == (one: Pauses, other: Pauses) -> Bool {
        one.own == other.own && one.wide?.end == other.wide?.end && one.wide?.but == other.wide?.but
            && (one.wide == nil) == (other.wide == nil)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(own) }

    mutating func begin(_ scope: Pause.Scope, until end: Instant?) {
        switch scope {
        case .all: wide = (end, [])
        case .allBut(let names): wide = (end, names)
        case .only(let names): for name in names { own[name] = .some(end) }
        }
    }

    mutating func end(_ rituals: Set<Ritual.ID>) {
        guard !rituals.isEmpty else {
            (wide, own) = (nil, [:])
            return
        }
        for ritual in rituals { own[ritual] = nil }
        if let wide { self.wide = (wide.end, wide.but.union(rituals)) }
    }

    mutating func rename(_ old: Ritual.ID, to new: Ritual.ID) {
        if let end = own.removeValue(forKey: old) { own[new] = end }
        if let wide, wide.but.contains(old) {
            self.wide = (wide.end, wide.but.subtracting([old]).union([new]))
        }
    }

    /// Those whose time is over are no more.
    mutating func pass(to now: Instant) {
        if let end = wide?.end, end <= now { wide = nil }
        own = own.filter { $0.value.map { now < $0 } ?? true }
    }

    func covers(_ ritual: Ritual.ID, at now: Instant) -> Bool {
        if let wide, !wide.but.contains(ritual), wide.end.map({ now < $0 }) ?? true { return true }
        if let end = own[ritual] { return end.map { now < $0 } ?? true }
        return false
    }
}

extension Pauses {
    /// As the ledger has them.
    init(_ pauses: [Pause]) {
        for pause in pauses { begin(pause.scope, until: pause.end) }
    }
}
