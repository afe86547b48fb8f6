import CivilTime

/// What the files of one couple say, read and found good.
package struct Household: Hashable, Sendable {
    /// Their names; empty where the file gives none.
    package let partners: [String]
    /// Whose machine this is; nil where it has not been said.
    package let me: String?
    /// When they are away, in order: nothing rings that belongs to one of these dates.
    package let away: [ClosedRange<CivilDate>]
    /// In the order of the files.
    package let rituals: [Ritual]
    private let places: [Ritual.ID: Int]

    package init(
        partners: [String] = [], me: String? = nil, away: [ClosedRange<CivilDate>] = [],
        rituals: [Ritual] = []
    ) {
        self.partners = partners
        self.me = me
        self.away = away
        self.rituals = rituals
        places = Dictionary(zip(rituals.map(\.id), rituals.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The same household with the reminders that people have asked for by a command.
    package func adding(_ oneOffs: [Ritual]) -> Household {
        Household(partners: partners, me: me, away: away, rituals: rituals + oneOffs)
    }

    package func ritual(_ id: Ritual.ID) -> Ritual? {
        places[id].map { rituals[$0] }
    }
}
