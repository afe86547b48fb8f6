import CivilTime

/// What the files of one couple say, read and found good.
package struct Household: Hashable, Sendable {
    /// Their names; empty where the file gives none.
    package let partners: [String]
    /// Whose machine this is; nil where it has not been said.
    package let me: String?
    /// When they are away, in order: nothing rings that belongs to one of these dates.
    package let away: [ClosedRange<CivilDate>]
    /// Nil: there are none.
    package let quiet: QuietHours?
    /// In the order of the files.
    package private(set) var rituals: [Ritual]
    /// The names of what exists on the other's machine alone: here nothing is told of it.
    package let others: Set<Ritual.ID>
    /// The programs that are told of what happens.
    package let channels: [CommandChannel]
    /// Whether the program may say something by itself, by the rules of `InsightRules`.
    package let allowsInsights: Bool
    /// Whether what is done often enough must be counted for any of them.
    let countsEnough: Bool
    private var places: [Ritual.ID: Int]

    package init(
        partners: [String] = [], me: String? = nil, away: [ClosedRange<CivilDate>] = [],
        quiet: QuietHours? = nil, rituals: [Ritual] = [], others: Set<Ritual.ID> = [],
        channels: [CommandChannel] = [], allowsInsights: Bool = true
    ) {
        self.partners = partners
        self.me = me
        self.away = away
        self.quiet = quiet
        self.rituals = rituals
        self.others = others
        self.channels = channels
        self.allowsInsights = allowsInsights
        countsEnough = rituals.contains { $0.enough != nil }
        places = Dictionary(zip(rituals.map(\.id), rituals.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The same household with the reminders that people have asked for by a command.
    package func adding(_ oneOffs: [Ritual]) -> Household {
        // The same memory for both.
        guard !oneOffs.isEmpty else { return self }
        return with(rituals + oneOffs)
    }

    /// Adds one more reminder, at the cost of one, however many there are.
    mutating func add(_ oneOff: Ritual) {
        places[oneOff.id] = rituals.count
        rituals.append(oneOff)
    }

    /// Whether there is a ritual whose ring may bring an insight.
    package var hasCheckIn: Bool { rituals.contains { $0.asksPulse && $0.isEnabled } }

    /// The same household with nothing to draw, for those who ask only when it rings.
    func drawingNothing() -> Household {
        let rituals = rituals.map { ritual in
            var ritual = ritual
            (ritual.prompts, ritual.turns) = ([], [])
            return ritual
        }
        return with(rituals)
    }

    private func with(_ rituals: [Ritual]) -> Household {
        Household(
            partners: partners, me: me, away: away, quiet: quiet, rituals: rituals, others: others,
            channels: channels, allowsInsights: allowsInsights)
    }

    /// The present name of each ritual that had another, by the former one.
    package var renames: [Ritual.ID: Ritual.ID] {
        let names = rituals.lazy.flatMap { ritual in ritual.formerIDs.map { ($0, ritual.id) } }
        return Dictionary(Array(names), uniquingKeysWith: { first, _ in first })
    }

    package func ritual(_ id: Ritual.ID) -> Ritual? {
        places[id].map { rituals[$0] }
    }
}
