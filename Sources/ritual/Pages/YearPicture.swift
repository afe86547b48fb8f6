import CivilTime

/// A year as a ring of days, clockwise from New Year at the top, with a ray for each day on which something was kept.
///
/// SVG; lengths are in its own units, and its colours are the page's.
struct YearPicture {
    let year: Int
    /// What was kept, by its date.
    let days: [CivilDate: [LookingBack.Entry]]

    private static let ring = 170
    private static let names = 262

    private var length: Int { CivilDate.isLeap(year) ? 366 : 365 }

    var figure: String {
        """
        <figure><svg viewBox="-300 -300 600 600" role="img" aria-label="The year as a ring of days, with a ray for each of \
        them on which something was kept">
        <circle class="ring" r="\(YearPicture.ring)"/>
        \((1...12).map(month).joined(separator: "\n"))
        \(days.keys.sorted().map(ray).joined(separator: "\n"))
        <text class="year" y="22">\(year)</text>
        </svg>
        <figcaption>\(days.count == 1 ? "The ray is the day" : "Each ray is a day") on which something was kept.</figcaption></figure>
        """
    }

    /// A day's ray; who points at it reads what it was.
    private func ray(_ date: CivilDate) -> String {
        let names = (days[date] ?? []).compactMap(\.title).joined(separator: ", ")
        return """
            <path class="day" d="M0-182V-234" transform="rotate(\(angle(date, halves: 1)))">\
            <title>\(date.inFull)\(names.isEmpty ? "" : ": " + names.escaped)</title></path>
            """
    }

    /// A month's name along the ring, and a tick where it begins.
    private func month(_ month: Int) -> String {
        guard let first = CivilDate(year: year, month: month, day: 1) else { return "" }
        let middle = angle(first, halves: CivilDate.daysInMonth(month, of: year))
        // In the lower half names would stand on their heads.
        let isLow = (4...9).contains(month)
        let name = CivilDate.monthNames[month - 1]
        return """
            <path class="tick" d="M0-160V-\(YearPicture.ring)" transform="rotate(\(angle(first, halves: 0)))"/>
            <text class="month" transform="rotate(\(middle)) translate(0 -\(YearPicture.names))\(isLow ? " rotate(180)" : "")" \
            y="\(isLow ? 12 : 0)">\(name)</text>
            """
    }

    /// Degrees from the top, to a hundredth, so many half days after a date begins.
    private func angle(_ date: CivilDate, halves: Int) -> String {
        guard let newYear = CivilDate(year: year, month: 1, day: 1) else { return "0" }
        let hundredths = (2 * newYear.days(until: date) + halves) * 36_000 / (2 * length)
        return "\(hundredths / 100).\((hundredths % 100).padded(to: 2))"
    }
}
