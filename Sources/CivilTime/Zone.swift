/// The rules of one time zone: which offset from UTC holds at which instant.
///
/// Past changes stand in a table, future ones follow the footer rule of the zone's TZif file (RFC 8536,
/// section 3.3).
package struct Zone: Hashable, Sendable {
    /// One change of the offset.
    package struct Transition: Hashable, Sendable {
        /// Seconds since the epoch at which the new offset begins to hold.
        package let at: Int
        /// Seconds east of UTC before the change.
        package let before: Int
        /// Seconds east of UTC from the change on.
        package let after: Int

        /// How far the clocks go forward, in seconds; negative where they go back.
        package var shift: Int { after - before }
    }

    /// The name in the tz database, as `Europe/Berlin`, or what else the zone is known by.
    package let identifier: String
    /// The offset before the first transition, in seconds east of UTC.
    let initialOffset: Int
    /// Every change of offset in the table, in order of time.
    let transitions: [Transition]
    /// What holds after the last transition; nil: the last offset stays for good.
    let footer: PosixRule?

    /// The zone that is UTC all the time.
    package static let utc = Zone(identifier: "UTC", initialOffset: 0, transitions: [], footer: nil)

    init(identifier: String, initialOffset: Int, transitions: [Transition], footer: PosixRule?) {
        self.identifier = identifier
        self.initialOffset = initialOffset
        self.transitions = transitions
        self.footer = footer
    }

    /// A zone whose clocks stand always so many seconds east of UTC.
    package init(fixedOffset offset: Int) {
        let name = "UTC" + Timestamp(Instant(seconds: 0), in: Zone(identifier: "", offset: offset)).offsetText
        self.init(identifier: name, offset: offset)
    }

    private init(identifier: String, offset: Int) {
        self.init(identifier: identifier, initialOffset: offset, transitions: [], footer: nil)
    }

    /// A zone that is told by a rule alone, as in `TZ=CET-1CEST,M3.5.0,M10.5.0/3` (POSIX.1-2017, section
    /// 8.3).
    package init(posix text: String) throws(InvalidZone) {
        guard let rule = PosixRule(parsing: text) else { throw .invalidRule }
        self.init(identifier: text, initialOffset: rule.standardOffset, transitions: [], footer: rule)
    }

    /// Seconds east of UTC at an instant.
    package func offset(at instant: Instant) -> Int {
        lastTransition(through: instant.seconds)?.after ?? earliestOffset
    }

    /// What calendar and wall clock show at an instant; parts of a second are left out.
    package func civil(at instant: Instant) -> CivilDateTime {
        CivilDateTime(wallSeconds: instant.seconds + offset(at: instant))
    }

    /// The latest change of offset at or before a second, or nil where there was none.
    package func lastTransition(through second: Int) -> Transition? {
        if let footer, second >= (transitions.last?.at ?? .min) {
            if let transition = footer.lastTransition(through: second),
                transition.at > (transitions.last?.at ?? .min)
            {
                return transition
            }
            return transitions.last
        }
        // The first entry past the second; the one before it is the answer.
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= second { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : transitions[low - 1]
    }

    /// A rule without summer time makes no transitions: where the table is empty too, its offset is all there
    /// is.
    private var earliestOffset: Int {
        transitions.isEmpty ? footer?.standardOffset ?? initialOffset : initialOffset
    }
}

/// Why bytes are no time zone that can be used.
package enum InvalidZone: Error, Equatable, Sendable {
    /// The four bytes `TZif` are not there.
    case notTZif
    /// The file ends before what its header announces.
    case truncated
    /// A number lies outside what RFC 8536 allows.
    case outOfRange
    /// Transition times do not rise.
    case unordered
    /// The footer, or the value of `TZ`, is no POSIX rule.
    case invalidRule
    /// A `right/` zone, which counts leap seconds; the system's clock does not.
    case leapSeconds
}
