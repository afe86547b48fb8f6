import CivilTime
import Rituals

/// What `ritual stats` says.
struct StatsWords {
    let past: LookingBack
    let weeks: Int
    let today: CivilDate
    /// How many cells a line may take.
    let width: Int

    /// The first date of those weeks.
    private var since: CivilDate { today.adding(days: 1 - 7 * weeks) }
    private var lately: String { weeks == 1 ? "in the last 7 days" : "in the last \(weeks) weeks" }

    func count(lately entry: LookingBack.Entry) -> Int {
        entry.dates.count { $0 >= since }
    }

    func consistency(of entry: LookingBack.Entry) -> Consistency? {
        Consistency(of: entry.endings, since: since, today: today)
    }

    /// `12 times, most times`; empty where there is nothing.
    private func words(_ count: Int, _ entry: LookingBack.Entry) -> String {
        guard count > 0 else { return "" }
        return LookingBackWords.times(count) + (consistency(of: entry)?.words.map { ", \($0)" } ?? "")
    }

    /// All rituals of which something is kept, a row each; empty where nothing is.
    func table() -> [[String]] {
        let kept = past.entries.filter { !$0.dates.isEmpty }
        // Where all began within these weeks, one number says both.
        let isYoung = kept.allSatisfy { count(lately: $0) == $0.dates.count }
        var rows = kept.map { entry in
            isYoung
                ? [entry.name, words(entry.dates.count, entry)]
                : [
                    entry.name, words(count(lately: entry), entry),
                    LookingBackWords.times(entry.dates.count),
                ]
        }
        if !kept.isEmpty { rows.insert(isYoung ? ["", "so far"] : ["", lately, "so far"], at: 0) }
        return fitted(hasRoomForWeeks ? with(strips: kept, rows) : rows)
    }

    /// What stands under the table.
    func sum() -> String {
        let dates = past.entries.flatMap(\.dates)
        guard let first = dates.min() else { return "" }
        return "\(LookingBackWords.moments(dates.count, on: Set(dates).count)) so far"
            + (dates.count == 1 ? ", on " : ", since ") + Wording.date(first, thisYear: today.year) + "."
    }

    /// One ritual, in sentences.
    func sentences(about entry: LookingBack.Entry) -> [String] {
        let dates = entry.dates
        guard let first = dates.first, let latest = dates.last else {
            return ["Nothing has been kept of it yet."]
        }
        let from = Wording.date(first, thisYear: today.year)
        let to = Wording.date(latest, thisYear: today.year)
        let span = first == latest ? "on \(from)" : "first on \(from), last on \(to)"
        var lines = ["\(LookingBackWords.times(dates.count).capitalised) so far, \(span)."]
        let recent = words(count(lately: entry), entry)
        if !recent.isEmpty { lines.append("\(lately.capitalised) \(recent).") }
        return lines
    }

    // MARK: Room

    private static let wide = 100

    private var hasRoomForWeeks: Bool { width >= StatsWords.wide && weeks <= 26 && weeks > 1 }

    /// With a mark for each week in which something was kept, oldest first.
    private func with(strips kept: [LookingBack.Entry], _ rows: [[String]]) -> [[String]] {
        guard let header = rows.first else { return rows }
        let strips = kept.map { entry -> String in
            let marked = Set(entry.dates.lazy.map { since.days(until: $0) }.filter { $0 >= 0 }.map { $0 / 7 })
            return (0..<weeks).map { marked.contains($0) ? YearCalendar.mark : " " }.joined()
        }
        return [header + ["week by week"]] + zip(rows.dropFirst(), strips).map { $0 + [$1] }
    }

    /// With names short enough for the line.
    private func fitted(_ rows: [[String]]) -> [[String]] {
        let others = (1..<4).map { column in
            rows.lazy.map { column < $0.count ? Output.width($0[column]) + 2 : 0 }.max() ?? 0
        }
        let room = max(12, width - others.reduce(0, +))
        return rows.map { [Output.clip($0[0], to: room)] + $0.dropFirst() }
    }
}

extension String {
    /// With a capital letter at its beginning.
    var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
