import CivilTime
import Ledger
import Rituals

/// What was kept, as a household may be told of it.
struct LookingBack: Sendable {
    /// One ritual, with all that was ever said of it.
    struct Entry: Sendable {
        let id: Ritual.ID
        /// As it may be shown; nil where the file has it no more.
        let title: String?
        /// Oldest first.
        let endings: [Ledger.Ending]

        /// The dates on which it was done, oldest first; one stands as often as it was done on it.
        var dates: [CivilDate] { endings.lazy.filter { $0.outcome == .done }.map(\.date).sorted() }

        /// The title, or the id where that is all there is.
        var name: String { title ?? id.description.harmless }
    }

    /// In the order of the file, and after them those that it has no more.
    let entries: [Entry]

    /// What of a ledger is told: nothing of what exists on the other's machine alone, and of what is private only
    /// where that was asked for.
    init(_ endings: [Ledger.Ending], of household: Household, showsPrivate: Bool) {
        let byRitual = Dictionary(grouping: endings, by: \.ritual)
        let present = household.rituals.filter { showsPrivate || !$0.isPrivate }.map {
            Entry(id: $0.id, title: $0.title.harmless, endings: byRitual[$0.id] ?? [])
        }
        let former = byRitual.keys.sorted().filter {
            household.ritual($0) == nil && !household.others.contains($0)
        }
        entries =
            present
            + former.map { Entry(id: $0, title: nil, endings: byRitual[$0] ?? []) }
    }

    private init(entries: [Entry]) { self.entries = entries }

    /// One ritual alone.
    func only(_ id: Ritual.ID) -> LookingBack {
        LookingBack(entries: entries.filter { $0.id == id })
    }

    /// What belongs to one year.
    func year(_ year: Int) -> LookingBack {
        LookingBack(
            entries: entries.map { entry in
                Entry(
                    id: entry.id, title: entry.title, endings: entry.endings.filter { $0.date.year == year })
            })
    }

    /// What was done, by its date, in the order of the rituals.
    var days: [CivilDate: [Entry]] {
        var days: [CivilDate: [Entry]] = [:]
        for entry in entries {
            for date in entry.dates { days[date, default: []].append(entry) }
        }
        return days
    }

    /// How often each person said so, by name; under nil where that is not known.
    var people: [String?: Int] {
        entries.lazy.flatMap(\.endings).filter { $0.outcome == .done }
            .reduce(into: [:]) { $0[$1.person, default: 0] += 1 }
    }
}
