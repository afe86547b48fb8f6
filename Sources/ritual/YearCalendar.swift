import CivilTime

/// A year's days on the terminal, a column a week, with a mark for each day on which something was kept.
///
/// A day without is blank: there is nothing to say of it.
struct YearCalendar {
    /// In one cell; there squares would run into bars.
    static let mark = "•"
    private static let roomyMark = "■ "

    let year: Int
    let days: Set<CivilDate>
    /// How many cells a line may take.
    let width: Int

    private static let labels = 5
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The year in one part, or in two where it would be too wide; two cells a day where there is room.
    func lines() -> [String] {
        let whole = weeks(of: 1...12)
        if YearCalendar.labels + whole.count * 2 <= width { return lines(1...12, cells: 2) }
        if YearCalendar.labels + whole.count <= width { return lines(1...12, cells: 1) }
        return lines(1...6, cells: 1) + [""] + lines(7...12, cells: 1)
    }

    /// The Mondays of the weeks that these months touch.
    private func weeks(of months: ClosedRange<Int>) -> [CivilDate] {
        guard let first = CivilDate(year: year, month: months.lowerBound, day: 1),
            let last = CivilDate(
                year: year, month: months.upperBound,
                day: CivilDate.daysInMonth(months.upperBound, of: year))
        else { return [] }
        return stride(
            from: first.startOfWeek.dayNumber, through: last.startOfWeek.dayNumber, by: 7
        ).map(CivilDate.init(dayNumber:))
    }

    private func lines(_ months: ClosedRange<Int>, cells: Int) -> [String] {
        let weeks = weeks(of: months)
        let rows = Weekday.allCases.map { weekday -> String in
            let marks = weeks.map { monday -> String in
                let date = monday.adding(days: weekday.rawValue - 1)
                let isKept = months.contains(date.components.month) && days.contains(date)
                guard isKept else { return String(repeating: " ", count: cells) }
                return cells == 1 ? YearCalendar.mark : YearCalendar.roomyMark
            }
            let line = Substring(marks.joined()).trimmed
            return line.isEmpty ? weekday.shortName : "\(weekday.shortName)  \(Output.marked(line))"
        }
        return [header(months, weeks, cells: cells)] + rows
    }

    /// Each month's name over the week of its first day.
    private func header(_ months: ClosedRange<Int>, _ weeks: [CivilDate], cells: Int) -> String {
        var line = String(repeating: " ", count: YearCalendar.labels)
        for month in months {
            guard let first = CivilDate(year: year, month: month, day: 1),
                let column = weeks.firstIndex(of: first.startOfWeek)
            else { continue }
            let place = YearCalendar.labels + column * cells
            line += String(repeating: " ", count: max(0, place - line.count)) + YearCalendar.months[month - 1]
        }
        return line
    }
}

extension Substring {
    /// Without blanks at its end.
    var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
