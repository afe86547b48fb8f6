import CivilTime

/// Weekdays by their place in the month, month by month: the first Sunday, the last Friday of March, and
/// also plainly each Monday of June.
struct NthWeekdays: Hashable, Sendable {
    /// A place in the month.
    ///
    /// The raw value is its number; the last is 6.
    enum Place: Int, CaseIterable, Sendable {
        case first = 1
        case second, third, fourth, fifth, last

        /// `first`, `2nd`, `last`.
        var name: String {
            switch self {
            case .first: "first"
            case .last: "last"
            default: rawValue.ordinal
            }
        }
    }

    /// For each month, seven bits a place, the first place lowest; bit 0 of each is Monday.
    private var months: [UInt64]

    private static let everyPlace: [Place] = [.first, .second, .third, .fourth, .fifth]

    init(_ days: DaySet, at places: [Place], in scope: MonthSet = .all) {
        let bits = places.reduce(UInt64(0)) { $0 | UInt64(days.bits) << UInt64(7 * ($1.rawValue - 1)) }
        months = (1...12).map { scope.contains($0) ? NthWeekdays.canonical(bits) : 0 }
    }

    /// Each of the days, whatever its place.
    init(_ days: DaySet, in scope: MonthSet = .all) {
        self.init(days, at: NthWeekdays.everyPlace, in: scope)
    }

    var isEmpty: Bool { months.allSatisfy { $0 == 0 } }

    func isEmpty(in month: Int) -> Bool { months[month - 1] == 0 }

    var isInEachMonth: Bool { months.allSatisfy { $0 == months[0] } }

    mutating func formUnion(_ other: NthWeekdays) {
        for index in 0..<12 { months[index] = NthWeekdays.canonical(months[index] | other.months[index]) }
    }

    /// These without others; nil where no places say what is left.
    func subtracting(_ other: NthWeekdays) -> NthWeekdays? {
        var rest = self
        for index in 0..<12 {
            guard let left = NthWeekdays.difference(months[index], other.months[index]) else { return nil }
            rest.months[index] = left
        }
        return rest
    }

    /// The same days every week of every month, where that is all that is meant.
    var weekly: DaySet? {
        let days = NthWeekdays.days(of: months[0], at: .first)
        return self == NthWeekdays(days) ? days : nil
    }

    /// The same by the numbers of the days, where whole weeks from the first on are meant; whole months are not.
    var asMonthDays: MonthDays? {
        var days: MonthDays?
        for (index, bits) in months.enumerated() where bits != 0 {
            let places = NthWeekdays.everyPlace.filter { NthWeekdays.days(of: bits, at: $0) == .all }
            let isOther =
                bits != places.reduce(UInt64(0)) { $0 | UInt64(0x7F) << UInt64(7 * ($1.rawValue - 1)) }
            guard !isOther, places.count < NthWeekdays.everyPlace.count else { return nil }
            let numbers = places.flatMap { ($0.rawValue * 7 - 6)...min($0.rawValue * 7, 31) }
            let more = MonthDays(numbers, in: MonthSet([index + 1]))
            if days == nil { days = more } else { days?.formUnion(more) }
        }
        return days
    }

    /// A bit for each day of a month.
    func mask(in month: CalendarMonth) -> UInt32 {
        let bits = months[month.number - 1]
        guard bits != 0 else { return 0 }
        var mask: UInt32 = 0
        for place in NthWeekdays.everyPlace {
            let days = NthWeekdays.days(of: bits, at: place)
            if !days.isEmpty {
                mask |= days.turned(to: month.firstWeekday) << UInt32(7 * (place.rawValue - 1))
            }
        }
        let last = NthWeekdays.days(of: bits, at: .last)
        if !last.isEmpty {
            let start = month.length - 7
            mask |= last.turned(to: (month.firstWeekday + start) % 7) << UInt32(start)
        }
        return mask & month.all
    }

    // MARK: One meaning, one value

    private static func days(of bits: UInt64, at place: Place) -> DaySet {
        DaySet(bits: UInt8(truncatingIfNeeded: bits >> UInt64(7 * (place.rawValue - 1)) & 0x7F))
    }

    /// What the end of a month holds: a month has each weekday four or five times, and its last is its fourth
    /// or its fifth.
    private struct Ending {
        /// The fourth in months that have four.
        var fourthOfFour: UInt8
        /// The fourth and the fifth in months that have five.
        var fourthOfFive: UInt8
        var fifth: UInt8

        init(_ bits: UInt64) {
            let last = NthWeekdays.days(of: bits, at: .last).bits
            fourthOfFive = NthWeekdays.days(of: bits, at: .fourth).bits
            fourthOfFour = fourthOfFive | last
            fifth = NthWeekdays.days(of: bits, at: .fifth).bits | last
        }

        /// As places; nil where no places say it, as for a fourth that is not the last.
        var bits: UInt64? {
            guard fourthOfFive & ~fourthOfFour == 0, fourthOfFour & ~(fourthOfFive | fifth) == 0 else {
                return nil
            }
            let last = fourthOfFour & ~fourthOfFive
            return UInt64(fourthOfFive) << 21 | UInt64(fifth & ~last) << 28 | UInt64(last) << 35
        }
    }

    /// The first three places.
    private static let beginning: UInt64 = 0x1F_FFFF

    /// The one spelling in places of what others say in other places.
    private static func canonical(_ bits: UInt64) -> UInt64 {
        bits & beginning | (Ending(bits).bits ?? 0)
    }

    private static func difference(_ bits: UInt64, _ other: UInt64) -> UInt64? {
        var ending = Ending(bits)
        let others = Ending(other)
        ending.fourthOfFour &= ~others.fourthOfFour
        ending.fourthOfFive &= ~others.fourthOfFive
        ending.fifth &= ~others.fifth
        return ending.bits.map { bits & ~other & beginning | $0 }
    }

    // MARK: The normal form

    /// Each week's days and the one place that every month leaves out, where that says it in fewer words: Sundays
    /// except the first.
    var exceptionForm: (days: DaySet, except: NthWeekdays)? {
        let placed = Weekday.allCases.filter { day in
            NthWeekdays.everyPlace.count { NthWeekdays.days(of: months[0], at: $0).contains(day) } >= 4
        }
        let days = DaySet(placed)
        guard isInEachMonth, !days.isEmpty, let except = NthWeekdays(days).subtracting(self),
            !except.isEmpty, NthWeekdays(days).subtracting(except) == self
        else { return nil }
        return (days, except)
    }

    /// `mondays in june`, `first sunday of the month`, `2nd, 4th tue, thu of march`; `inEachMonth`
    /// follows places that every month has.
    func normalForm(inEachMonth: String = " of the month") -> String {
        MonthSet.alike(months).flatMap { bits, months in
            NthWeekdays.words(of: bits).map { words, isPlaced in
                if months == .all { return words + (isPlaced ? inEachMonth : "") }
                return words + (isPlaced ? " of " : " in ") + months.normalForm
            }
        }
        .joined(separator: ", ")
    }

    /// The weekdays that are meant at every place, then the others.
    private static func words(of bits: UInt64) -> [(words: String, isPlaced: Bool)] {
        let every = everyPlace.reduce(UInt8(0x7F)) { $0 & days(of: bits, at: $1).bits }
        var lists: [(places: [Place], days: UInt8)] = []
        for day in 0..<7 where every >> day & 1 == 0 {
            let places = Place.allCases.filter { days(of: bits, at: $0).bits >> day & 1 == 1 }
            guard !places.isEmpty else { continue }
            if let known = lists.firstIndex(where: { $0.places == places }) {
                lists[known].days |= 1 << day
            } else {
                lists.append((places, 1 << day))
            }
        }
        let placed = lists.map { places, days in
            places.map(\.name).joined(separator: ", ") + " " + DaySet(bits: days).listForm
        }
        return (every == 0 ? [] : [(DaySet(bits: every).normalForm, false)])
            + (placed.isEmpty ? [] : [(placed.joined(separator: ", "), true)])
    }
}

extension Int {
    /// `1st`, `22nd`, `13th`.
    var ordinal: String {
        let suffix =
            switch (self % 10, self % 100) {
            case (_, 11...13): "th"
            case (1, _): "st"
            case (2, _): "nd"
            case (3, _): "rd"
            default: "th"
            }
        return "\(self)\(suffix)"
    }
}
