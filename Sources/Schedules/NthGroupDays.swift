/// Weekdays, or weekend days, by their place among all of them in the month: the first weekday, the last weekend day.
struct NthGroupDays: Hashable, Sendable {
    /// Monday to Friday, or Saturday and Sunday.
    let group: DaySet
    /// For each month a bit a place, the first place lowest; the last is bit 5.
    ///
    /// No month has fewer than eight days of either kind, so that no two places are ever one day.
    private var months: [UInt8]

    init(_ group: DaySet, at places: [NthWeekdays.Place], in scope: MonthSet = .all) {
        self.group = group
        let bits = places.reduce(UInt8(0)) { $0 | 1 << UInt8($1.rawValue - 1) }
        months = (1...12).map { scope.contains($0) ? bits : 0 }
    }

    var isEmpty: Bool { months.allSatisfy { $0 == 0 } }

    func isEmpty(in month: Int) -> Bool { months[month - 1] == 0 }

    var isInEachMonth: Bool { months.allSatisfy { $0 == months[0] } }

    /// Both together; nil where they are of two groups.
    func union(_ other: NthGroupDays) -> NthGroupDays? {
        guard group == other.group else { return nil }
        var both = self
        for index in 0..<12 { both.months[index] |= other.months[index] }
        return both
    }

    /// These without others; of another group none can be among them.
    func subtracting(_ other: NthGroupDays) -> NthGroupDays {
        guard group == other.group else { return self }
        var rest = self
        for index in 0..<12 { rest.months[index] &= ~other.months[index] }
        return rest
    }

    /// A bit for each day of a month.
    func mask(in month: CalendarMonth) -> UInt32 {
        let bits = months[month.number - 1]
        guard bits != 0 else { return 0 }
        let week = group.turned(to: month.firstWeekday)
        let days = (week | week << 7 | week << 14 | week << 21 | week << 28) & month.all
        var mask: UInt32 = 0
        var left = days
        for place in 0..<5 {
            let day = left & (~left + 1)
            if bits >> UInt8(place) & 1 == 1 { mask |= day }
            left &= ~day
        }
        if bits >> 5 & 1 == 1 { mask |= 1 << UInt32(31 - days.leadingZeroBitCount) }
        return mask
    }

    /// `first weekday of the month`, `2nd, last weekend day of march`; `inEachMonth` follows places that every month has.
    func normalForm(inEachMonth: String = " of the month") -> String {
        let name = group == .workdays ? "weekday" : "weekend day"
        return MonthSet.alike(months).map { bits, months in
            let places = NthWeekdays.Place.allCases.filter { bits >> UInt8($0.rawValue - 1) & 1 == 1 }
            return places.map(\.name).joined(separator: ", ") + " " + name
                + (months == .all ? inEachMonth : " of " + months.normalForm)
        }
        .joined(separator: ", ")
    }
}
