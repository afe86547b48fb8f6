import CivilTime

/// What a list of days is made of.
extension PhraseGrammar {
    /// One entry of a list of days.
    struct Item {
        /// What it is without its months.
        enum Shape {
            case weekly(DaySet)
            case placed([NthWeekdays.Place], DaySet)
            /// By their place among the days of a group, weekdays or weekend days.
            case grouped([NthWeekdays.Place], DaySet)
            /// 0 is the last; `plain`: said as `day 29`, which is passed over where a month has none.
            case numbered([Int], plain: Bool)
            /// What stands by itself, and takes no months.
            case fixed(Days)
        }

        /// The months that an entry is limited to.
        enum Scope {
            case unsaid
            /// `of the month`
            case each
            case months(MonthSet)
        }

        let shape: Shape
        var scope = Scope.unsaid
        let token: Token

        /// Whether a place or a number, to which months belong by nature.
        var isOfMonth: Bool {
            switch shape {
            case .placed, .grouped, .numbered: true
            case .weekly, .fixed: false
            }
        }

        var isFixed: Bool { if case .fixed = shape { true } else { false } }

        /// Entries of one family can share a phrase.
        var family: Int {
            switch shape {
            case .weekly, .placed: 0
            case .numbered: 1
            case .fixed(.monthDays): 1
            case .fixed(.dates): 2
            case .fixed: 3
            case .grouped: 4
            }
        }

        /// The months that it names, in words; of a date of the year, its own.
        var namedMonths: String? {
            switch (shape, scope) {
            case (_, .months(let months)): months.normalForm
            case (.fixed(.monthDays(let days)), _): days.monthsWords
            default: nil
            }
        }

        /// Limits it to months; false where it has some, or can have none.
        mutating func take(_ months: MonthSet) -> Bool {
            guard case .unsaid = scope else { return false }
            if case .fixed = shape { return false }
            scope = .months(months)
            return true
        }

        var days: Days {
            let months = if case .months(let months) = scope { months } else { MonthSet.all }
            switch shape {
            case .weekly(let days): return Days(NthWeekdays(days, in: months))
            case .placed(let places, let days): return Days(NthWeekdays(days, at: places, in: months))
            case .grouped(let places, let group):
                return .groupDays(NthGroupDays(group, at: places, in: months))
            case .numbered([29], plain: false) where months == MonthSet([2]):
                return .monthDays(MonthDays(annual: 2, 29))
            case .numbered(let days, _): return .monthDays(MonthDays(days, in: months))
            case .fixed(let days): return days
            }
        }
    }
}
