import CivilTime

/// The one spelling that all phrases of the same meaning share.
extension Phrase {
    /// `weekdays at 07:30`, `every 90 minutes between 09:00 and 16:30 on weekdays`,
    /// `saturdays at sunset - 30m except 2026-12-26`.
    package var normalForm: String {
        let (shown, except) = shownDays
        let days = shown.normalForm
        let isDaily = days == "daily"
        var words =
            switch times {
            case nil: days
            case .list(let clock, let sun):
                "\(days) at \((clock.map(\.description) + sun.map(\.normalForm)).joined(separator: ", "))"
            case .interval(let first, let step, let count):
                Phrase.words(first: first, step: step, count: count) + (isDaily ? "" : " on \(days)")
            case .sometime(let window):
                "sometime between \(window.words)" + (isDaily ? "" : " on \(days)")
            }
        if !except.days.isEmpty { words += " except \(except.normalForm)" }
        return words
    }

    /// The days and the exceptions as they are written: `sundays except first sunday` is shorter than its four
    /// places.
    private var shownDays: (Days, Exceptions) {
        guard case .weekdays(let days) = days, let (weekly, missing) = days.exceptionForm,
            !except.days.contains(where: \.isOfWeek)
        else { return (days, except) }
        var all = except
        all.formUnion(Exceptions([.weekdays(missing)]))
        return (.weekly(weekly), all)
    }

    private static func words(first: Int, step: Int, count: Int) -> String {
        let (number, unit) = step % 3600 == 0 ? (step / 3600, "hour") : (step / 60, "minute")
        let every = number == 1 ? "every \(unit)" : "every \(number) \(unit)s"
        let ends = [first, first + step * (count - 1)].map { CivilDateTime(wallSeconds: $0).time }
        return "\(every) between \(ends[0]) and \(ends[1])"
    }
}

extension Phrase.SunOffset {
    /// `sunset`, `sunset - 30m`.
    var normalForm: String {
        guard offset != 0 else { return event.rawValue }
        return "\(event.rawValue) \(offset < 0 ? "-" : "+") \(Span(seconds: abs(offset)))"
    }
}

extension Days {
    fileprivate var isOfWeek: Bool {
        switch self {
        case .weekly, .weekdays: true
        default: false
        }
    }

    /// The words for these days, without times.
    var normalForm: String {
        switch self {
        case .weekly(let days): days.normalForm
        case .weekdays(let days): days.normalForm()
        case .monthDays(let days): days.normalForm()
        case .groupDays(let days): days.normalForm()
        case .everyDays(let count): count == 2 ? "every other day" : "every \(count) days"
        case .everyWeeks(2, let days) where days.bits.nonzeroBitCount == 1: "every other \(days.listForm)"
        case .everyWeeks(let count, let days): "every \(count) weeks on \(days.listForm)"
        case .everyMonths(let count, let days):
            (count == 2 ? "every other month" : "every \(count) months") + " on \(days.inEachMonth)"
        case .dates(let ranges):
            ranges.flatMap(\.dates).map(\.description).joined(separator: ", ")
        }
    }

    /// The words behind `except`, where a range of dates can stand.
    var exceptForm: String {
        guard case .dates(let ranges) = self else { return normalForm }
        return ranges.flatMap { range in
            range.count > 2
                ? ["\(range.lowerBound)..\(range.upperBound)"] : range.dates.map(\.description)
        }
        .joined(separator: ", ")
    }

    /// The words behind `every 3 months on`.
    private var inEachMonth: String {
        switch self {
        case .weekdays(let days): "the " + days.normalForm(inEachMonth: "")
        case .groupDays(let days): "the " + days.normalForm(inEachMonth: "")
        case .monthDays(let days):
            days.normalForm(inEachMonth: "").hasPrefix("last")
                ? "the " + days.normalForm(inEachMonth: "") : days.normalForm(inEachMonth: "")
        default: normalForm
        }
    }
}

extension ClosedRange where Bound == CivilDate {
    /// How many dates.
    fileprivate var count: Int { lowerBound.days(until: upperBound) + 1 }

    fileprivate var dates: [CivilDate] { (0..<count).map(lowerBound.adding(days:)) }
}
