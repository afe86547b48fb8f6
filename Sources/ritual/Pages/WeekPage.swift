import CivilTime
import Rituals
import Schedules

/// A week as a sheet for the fridge, where guests read it as well.
struct WeekPage {
    private let week: Week

    /// With nothing that is private, unless that is asked for, and nothing that the one may keep from the other.
    init(_ week: Week, showsPrivate: Bool) {
        self.week = week.only { (showsPrivate || !$0.isPrivate) && $0.who == nil }
    }

    var page: Page {
        let days = (0..<7).map { day(week.monday.adding(days: $0)) }
        let last = week.monday.adding(days: 6)
        let isOneMonth = week.monday.components.month == last.components.month
        let first = isOneMonth ? String(week.monday.components.day) : week.monday.dayAndMonth
        let aside = week.setAside.map { "\n<footer class=\"foot\"><p>Set aside: \($0)</p></footer>" } ?? ""
        return Page(
            kind: .week, title: "The week from \(week.monday.dayAndMonth)",
            body: """
                <main><h1>\(first) to \(last.dayAndMonth)</h1>
                \(days.joined(separator: "\n"))\(aside)</main>
                """)
    }

    private func day(_ date: CivilDate) -> String {
        let items = week.items.filter { $0.civil.date == date }.map(row)
        return """
            <section><h2>\(date.weekday.fullName) <small>\(date.components.day)</small></h2>
            <ul>\(items.joined())</ul></section>
            """
    }

    private func row(_ item: Week.Item) -> String {
        let length =
            Week.words(for: item.ritual.duration.map { [$0] } ?? []).map { " <small>\($0)</small>" } ?? ""
        return
            "\n<li><span>\(time(of: item))</span> <b dir=\"auto\">\(item.ritual.title.escaped)</b>\(length)</li>"
    }

    /// A minute that nobody chose is not given away.
    private func time(of item: Week.Item) -> String {
        if case .day = item.due.name,
            item.ritual.schedule.normalForm.contains(where: { $0.includes("sometime") })
        {
            return "sometime"
        }
        return item.civil.time.minutes.description
    }
}
