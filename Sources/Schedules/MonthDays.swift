import CivilTime

/// Days by their number, month by month: the 1st and 15th, the last day of the month, June 18.
struct MonthDays: Hashable, Sendable {
    /// For each month, bit 0 for its first day; bit 31 in February for its last, 28 or 29.
    private var months: [UInt32]

    private static let last: UInt32 = 1 << 31
    private static let february = 1
    /// 28 and 29 February.
    private static let leapEnd: UInt32 = 0b11 << 27

    /// `days` go from 1 to 31, 0 being the last of the month; months without one of them are passed over.
    init(_ days: some Sequence<Int>, in scope: MonthSet = .all) {
        let bits = days.reduce(UInt32(0)) { $0 | ($1 == 0 ? MonthDays.last : 1 << UInt32($1 - 1)) }
        months = (0..<12).map { scope.contains($0 + 1) ? MonthDays.canonical(bits, in: $0) : 0 }
    }

    /// One day of the year; 29 February is its last day in other years too.
    init(annual month: Int, _ day: Int) {
        self.init([month == 2 && day == 29 ? 0 : day], in: MonthSet([month]))
    }

    var isEmpty: Bool { months.allSatisfy { $0 == 0 } }

    func isEmpty(in month: Int) -> Bool { months[month - 1] == 0 }

    var isInEachMonth: Bool { days(in: .all) != nil }

    mutating func formUnion(_ other: MonthDays) {
        for index in 0..<12 {
            months[index] = MonthDays.canonical(months[index] | other.months[index], in: index)
        }
    }

    /// These without others; nil where no days say what is left, as for the last of February without the 28th.
    func subtracting(_ other: MonthDays) -> MonthDays? {
        var rest = self
        for index in 0..<12 {
            var left = months[index] & ~other.months[index]
            if index == MonthDays.february {
                let (ours, others) = (MonthDays.ends(months[index]), MonthDays.ends(other.months[index]))
                let ends = (ours.common & ~others.common, ours.leap & ~others.leap)
                guard let bits = MonthDays.bits(ends) else { return nil }
                left = left & ~(MonthDays.leapEnd | MonthDays.last) | bits
            }
            rest.months[index] = left
        }
        return rest
    }

    /// The months of which all days are meant, where there are no others; nil where a month has some of its days.
    var wholeMonths: MonthSet? {
        let whole = MonthDays(1...31)
        let numbers = (0..<12).filter { months[$0] == whole.months[$0] }
        let isAll = numbers.count == months.count { $0 != 0 }
        return isAll && !numbers.isEmpty ? MonthSet(numbers.map { $0 + 1 }) : nil
    }

    /// All other days, where each month leaves out a week at most; else nil.
    var complementOfMost: MonthDays? {
        let most = 24
        guard months.allSatisfy({ $0.nonzeroBitCount >= most }) else { return nil }
        return MonthDays(1...31).subtracting(self)
    }

    /// The day after each; nil where one may be the last of its month.
    var nextDay: MonthDays? {
        let early: UInt32 = (1 << 27) - 1
        guard months.allSatisfy({ $0 & ~early == 0 }) else { return nil }
        var next = self
        for index in next.months.indices { next.months[index] <<= 1 }
        return next
    }

    /// A bit for each day of a month.
    func mask(in month: CalendarMonth) -> UInt32 {
        let bits = months[month.number - 1]
        let last = bits & MonthDays.last == 0 ? 0 : UInt32(1) << UInt32(month.length - 1)
        return (bits | last) & month.all
    }

    // MARK: One meaning, one value

    /// What the end of February holds: bit 0 for the 28th, bit 1 for the 29th, in common and in leap years.
    private static func ends(_ bits: UInt32) -> (common: UInt32, leap: UInt32) {
        let named = bits >> 27 & 0b11
        let last = bits & last != 0
        return (named & 1 | (last ? 1 : 0), named | (last ? 2 : 0))
    }

    /// As days; nil where no days say it.
    private static func bits(_ ends: (common: UInt32, leap: UInt32)) -> UInt32? {
        switch ends {
        case (0, 0): 0
        case (0, 2): 2 << 27
        case (1, 1): 1 << 27
        case (1, 2): last
        case (1, 3): leapEnd
        default: nil
        }
    }

    /// Days that the month never has are dropped, and its last is told by its number; February's last, which
    /// has two, only where its number does not say it.
    private static func canonical(_ bits: UInt32, in index: Int) -> UInt32 {
        // Any leap year.
        let length = CivilDate.daysInMonth(index + 1, of: 2000)
        let all = UInt32.max >> UInt32(32 - length)
        guard index == february else {
            return (bits | (bits & last == 0 ? 0 : 1 << UInt32(length - 1))) & all
        }
        return bits & all & ~leapEnd | (self.bits(ends(bits)) ?? 0)
    }

    // MARK: The normal form

    /// `the 1st, 15th`, `last day of the month`, `the 1st of march, september`, `june 18`; `inEachMonth` is
    /// what stands behind the last day of every month.
    func normalForm(inEachMonth: String = " of the month") -> String {
        if let days = days(in: MonthSet.all) {
            return MonthDays.words(days) + (days.contains(0) ? inEachMonth : "")
        }
        let scope = MonthSet((1...12).filter { !isEmpty(in: $0) })
        if let days = days(in: scope), days.count > 1 || scope.only == nil {
            return "\(MonthDays.words(days)) of \(scope.normalForm)"
        }
        // What every month has comes first, then what some have besides.
        let common = MonthDays(
            (1...28).filter { day in months.allSatisfy { $0 >> UInt32(day - 1) & 1 == 1 } })
        if !common.isEmpty, let rest = subtracting(common), !rest.isEmpty {
            return common.normalForm() + " of the month, " + rest.normalForm()
        }
        return scope.numbers.flatMap { month in
            (0..<32).filter { months[month - 1] >> UInt32($0) & 1 == 1 }.map { bit in
                if bit == 31 { return "february 29" }
                return month == 2 && bit == 28
                    ? "day 29 of february" : "\(Vocabulary.monthName(month)) \(bit + 1)"
            }
        }
        .joined(separator: ", ")
    }

    /// The months that have one, in words.
    var monthsWords: String { MonthSet((1...12).filter { !isEmpty(in: $0) }).normalForm }

    /// The days that mean this in each of some months; nil where those differ, or others have days too.
    private func days(in scope: MonthSet) -> [Int]? {
        let longest = scope.numbers.max {
            CivilDate.daysInMonth($0, of: 2000) < CivilDate.daysInMonth($1, of: 2000)
        }
        guard let longest else { return nil }
        let bits = months[longest - 1]
        let named = (1...31).filter { bits >> UInt32($0 - 1) & 1 == 1 }
        let length = CivilDate.daysInMonth(longest, of: 2000)
        let hasLast = bits & MonthDays.last != 0
        // Of a month that ends with its 31st, both words could have been used.
        let candidates =
            hasLast
            ? [named + [0]] : [named, named.filter { $0 != length } + [0], named + [0]]
        return candidates.first { MonthDays($0, in: scope) == self }
    }

    /// `the 1st, 10th-15th`, `last day`, `the 1st, last day`; 0 is the last.
    private static func words(_ days: [Int]) -> String {
        var runs: [[Int]] = []
        for day in days where day > 0 {
            if let last = runs.last?.last, last + 1 == day {
                runs[runs.count - 1].append(day)
            } else {
                runs.append([day])
            }
        }
        var words = runs.flatMap { run in
            guard run.count > 2 else { return run.map(\.ordinal) }
            return ["\(run[0].ordinal)-\(run[run.count - 1].ordinal)"]
        }
        if !words.isEmpty { words[0] = "the " + words[0] }
        return (words + (days.contains(0) ? ["last day"] : [])).joined(separator: ", ")
    }
}
