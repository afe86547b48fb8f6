import CivilTime

/// A time in which rituals do not ring, since people asked for that.
package struct Pause: Hashable, Sendable {
    /// Which rituals it silences.
    package enum Scope: Hashable, Sendable {
        case all
        case only(Set<Ritual.ID>)
        case allBut(Set<Ritual.ID>)

        package func covers(_ ritual: Ritual.ID) -> Bool {
            switch self {
            case .all: true
            case .only(let rituals): rituals.contains(ritual)
            case .allBut(let rituals): !rituals.contains(ritual)
            }
        }

        /// Whether it is meant for all that it does not leave out.
        package var isWide: Bool { if case .only = self { false } else { true } }

        /// Those that it names, in order.
        package var names: [Ritual.ID] {
            switch self {
            case .all: []
            case .only(let rituals), .allBut(let rituals): rituals.sorted()
            }
        }

        /// The same with a ritual's new name.
        func renaming(_ old: Ritual.ID, to new: Ritual.ID) -> Scope {
            func renamed(_ rituals: Set<Ritual.ID>) -> Set<Ritual.ID> {
                Set(rituals.map { $0 == old ? new : $0 })
            }
            return switch self {
            case .all: .all
            case .only(let rituals): .only(renamed(rituals))
            case .allBut(let rituals): .allBut(renamed(rituals))
            }
        }

        /// The same without some rituals; nil where it silences none any more.
        func without(_ rituals: Set<Ritual.ID>) -> Scope? {
            switch self {
            case .all: return .allBut(rituals)
            case .allBut(let others): return .allBut(others.union(rituals))
            case .only(let own):
                let rest = own.subtracting(rituals)
                return rest.isEmpty ? nil : .only(rest)
            }
        }
    }

    package internal(set) var begin: Instant
    /// Nil: until somebody ends it.
    package var end: Instant?
    package internal(set) var scope: Scope

    package init(begin: Instant, end: Instant?, scope: Scope = .all) {
        self.begin = begin
        self.end = end
        self.scope = scope
    }

    /// The same for fewer rituals.
    func narrowed(to scope: Scope) -> Pause { Pause(begin: begin, end: end, scope: scope) }

    /// Its beginning belongs to it, its end does not.
    package func contains(_ instant: Instant) -> Bool {
        begin <= instant && end.map { instant < $0 } != false
    }

    /// Whether a ritual does not ring at an instant because of it.
    package func silences(_ ritual: Ritual.ID, at instant: Instant) -> Bool {
        scope.covers(ritual) && contains(instant)
    }
}
