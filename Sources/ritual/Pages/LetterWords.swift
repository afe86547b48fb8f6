import CivilTime
import Rituals

/// The sentences of a letter about one year.
struct LetterWords {
    let year: Int
    /// Of that year alone.
    let past: LookingBack
    /// Whether the year is over.
    let isOver: Bool

    var opening: String {
        let days = past.days
        let dates = days.keys.sorted()
        guard let first = dates.first, let last = dates.last else { return nothing }
        guard first < last else {
            return "On \(first.inFull), the two of you made room for each other, and it was written down."
        }
        let moments = days.values.reduce(0) { $0 + $1.count }
        let room =
            "On \(dates.count) days of \(year)\(isOver ? "" : ", so far,") the two of you made room for each other"
        let count = moments > dates.count ? ", \(moments) times in all" : ""
        let end = isOver ? "the last" : "the latest"
        return "\(room)\(count): the first time on \(first.inFull), \(end) on \(last.inFull)."
            + favourite(dates)
    }

    private var nothing: String {
        isOver
            ? "Nothing was counted in \(year), which says nothing about the year that you had."
            : "Nothing has been counted in \(year) so far, which says nothing about the year that you are having."
    }

    private static let habit = 20

    /// The day of the week that held the most, where there is such a one.
    private func favourite(_ dates: [CivilDate]) -> String {
        guard dates.count >= LetterWords.habit else { return "" }
        let counts = Weekday.allCases.map { weekday in dates.count { $0.weekday == weekday } }
        let most = counts.max() ?? 0
        let favourites = zip(Weekday.allCases, counts).filter { $1 == most }
        guard favourites.count == 1, let weekday = favourites.first?.0 else { return "" }
        return " Most often it was a \(weekday.fullName)."
    }
}
