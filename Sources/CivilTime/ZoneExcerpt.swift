/// The rules of a zone for some time, short enough to be written down: two years from an instant on.
///
/// An update of the tz database changes rules that were in force already; whoever kept an excerpt can tell, and
/// knows what the clocks would have shown.
package struct ZoneExcerpt: Hashable, Sendable {
    package let identifier: String
    /// Where it begins, in seconds since the epoch.
    let start: Int
    /// Seconds east of UTC at its beginning.
    let offset: Int
    /// The changes in it, in order of time.
    let transitions: [Zone.Transition]

    private static let length = 2 * 366 * 86_400

    /// Of a zone, from an instant on.
    package init(of zone: Zone, from instant: Instant) {
        self.init(of: zone, from: instant.seconds)
    }

    private init(of zone: Zone, from start: Int) {
        identifier = zone.identifier
        self.start = start
        offset = zone.offset(at: Instant(seconds: start))
        var found: [Zone.Transition] = []
        var second = start + ZoneExcerpt.length
        while let transition = zone.lastTransition(through: second), transition.at > start {
            found.append(transition)
            second = transition.at - 1
        }
        transitions = found.reversed()
    }

    /// From what `text` said; nil where it's none.
    package init?(parsing text: String, identifier: String) {
        let fields = text.split(separator: " ").map { $0.split(separator: ":").compactMap { Int($0) } }
        guard let head = fields.first, head.count == 2, fields.allSatisfy({ $0.count == 2 }) else {
            return nil
        }
        (self.identifier, start, offset) = (identifier, head[0], head[1])
        var transitions: [Zone.Transition] = []
        for field in fields.dropFirst() {
            let (at, before) = (transitions.last?.at ?? start, transitions.last?.after ?? offset)
            guard field[0] > at else { return nil }
            transitions.append(Zone.Transition(at: field[0], before: before, after: field[1]))
        }
        self.transitions = transitions
    }

    /// As `1790812800:7200 1792890000:3600`: its beginning and each change, with the offset that holds from there on.
    package var text: String {
        ([(start, offset)] + transitions.map { ($0.at, $0.after) }).map { "\($0.0):\($0.1)" }.joined(
            separator: " ")
    }

    /// When it begins.
    package var beginning: Instant { Instant(seconds: start) }

    /// A zone with these rules, which is good for the time of the excerpt.
    package var zone: Zone {
        Zone(identifier: identifier, initialOffset: offset, transitions: transitions, footer: nil)
    }

    /// Whether a zone has the same rules for that time.
    package func holds(in zone: Zone) -> Bool { ZoneExcerpt(of: zone, from: start) == self }
}
