import CivilTime
import Rituals
import Schedules

/// One week of a household, Monday to Sunday by the machine's clock, as the file has it.
struct Week {
    struct Item {
        let ritual: Ritual
        let due: Due
        /// On the machine's clock.
        let civil: CivilDateTime
    }

    let monday: CivilDate
    /// In the order of their times; without what is off, and without dates on which they are away.
    let items: [Item]

    init(of household: Household, around date: CivilDate, zone: Zone) {
        monday = date.startOfWeek
        let start = zone.resolve(monday.at(.midnight)).instant
        let end = zone.resolve(monday.adding(days: 7).at(.midnight)).instant
        var items: [Item] = []
        for ritual in household.rituals where ritual.isEnabled {
            let own = ritual.zone ?? zone
            var next = household.next(of: ritual, after: start - .seconds(1), in: own)
            while let due = next, due.instant < end {
                items.append(Item(ritual: ritual, due: due, civil: zone.civil(at: due.instant)))
                next = household.next(of: ritual, after: due.instant, in: own)
            }
        }
        self.items = items.sorted { $0.due.instant < $1.due.instant }
    }

    private init(monday: CivilDate, items: [Item]) {
        self.monday = monday
        self.items = items
    }

    func only(_ isWanted: (Ritual) -> Bool) -> Week {
        Week(monday: monday, items: items.filter { isWanted($0.ritual) })
    }

    /// How long all that lasts takes together, in words; nil where nothing says how long it lasts.
    var setAside: String? { Week.words(for: items.compactMap(\.ritual.duration)) }

    /// `4 h 30 min`, and never in days; nil where there are none.
    static func words(for spans: [Span]) -> String? {
        guard !spans.isEmpty else { return nil }
        let seconds = spans.reduce(0) { $0 + $1.days * 86_400 + $1.seconds }
        guard seconds >= 3600 else { return Wording.length(.seconds(seconds)) }
        let minutes = seconds / 60 % 60
        return "\(seconds / 3600) h" + (minutes == 0 ? "" : " \(minutes) min")
    }
}
