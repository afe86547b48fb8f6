import CivilTime

/// What the keys beside `when:` say about a schedule.
package struct Terms: Hashable, Sendable {
    /// For phrases that name no time.
    package var defaultTime: TimeOfDay
    /// Where counting begins, and before which nothing rings.
    package var starting: CivilDate?
    /// The first date that may ring.
    package var from: CivilDate?
    /// The last date that may ring.
    package var until: CivilDate?
    package var except: Exceptions
    /// Where the sun rises and sets.
    package var place: Place?
    /// The name for which the minutes of `sometime` are drawn: the ritual's id.
    package var id: String

    package init(
        defaultTime: TimeOfDay = Schedule.defaultTime, starting: CivilDate? = nil, from: CivilDate? = nil,
        until: CivilDate? = nil, except: Exceptions = Exceptions(), place: Place? = nil, id: String = ""
    ) {
        self.defaultTime = defaultTime
        self.starting = starting
        self.from = from
        self.until = until
        self.except = except
        self.place = place
        self.id = id
    }

    /// The first date that may ring, by `starting` and `from` together.
    var earliest: CivilDate? {
        [starting, from].compactMap { $0 }.max()
    }
}

/// Dates on which nothing rings, as `except` lists them.
package struct Exceptions: Hashable, Sendable {
    private(set) var days: [Days] = []

    package init() {}

    /// Dates are gathered first, since a list may hold very many.
    init(_ days: [Days]) {
        var ranges: [ClosedRange<CivilDate>] = []
        for more in days {
            if case .dates(let more) = more { ranges += more } else { insert(more) }
        }
        if !ranges.isEmpty { insert(Days(ranges)) }
        let known = self.days
        guard known.contains(where: { $0.canonical != $0 }) else { return }
        self.days = []
        for more in known { insert(more.canonical) }
    }

    /// All of some together.
    package init(joining lists: [Exceptions]) {
        self.init(lists.flatMap(\.days))
    }

    /// Reads what may stand behind `except` in a phrase: dates, ranges `a..b`, and day words without times.
    package init(parsing text: String) throws(PhraseError) {
        do throws(PhraseError) {
            var grammar = PhraseGrammar(
                tokens: try Tokenizer.tokens(of: text), length: text.unicodeScalars.count)
            self.init(try grammar.exceptionsAlone())
        } catch {
            throw error.aboutDays()
        }
    }

    package mutating func formUnion(_ other: Exceptions) {
        self = Exceptions(days + other.days)
    }

    private mutating func insert(_ more: Days) {
        for (index, known) in days.enumerated() {
            if let both = known.union(more) {
                days[index] = both
                return
            }
        }
        days.append(more)
        days.sort { $0.rank < $1.rank }
    }

    /// The dates, where there is nothing but dates; else nil.
    package var dateRanges: [ClosedRange<CivilDate>]? {
        if days.count == 1, case .dates(let ranges)? = days.first { ranges } else { nil }
    }

    package var needsAnchor: Bool { days.contains(where: \.needsAnchor) }

    /// As it stands behind `except`.
    package var normalForm: String { days.map(\.exceptForm).joined(separator: ", ") }
}

extension Days {
    /// The order in which different kinds of days are written.
    fileprivate var rank: (Int, Int) {
        switch self {
        case .weekly, .weekdays: (0, 0)
        case .monthDays: (1, 0)
        case .groupDays(let days): (0, days.group == .workdays ? 1 : 2)
        case .everyDays(let count): (2, count)
        case .everyWeeks(let count, _): (3, count)
        case .everyMonths(let count, .monthDays): (4, count * 4)
        case .everyMonths(let count, .groupDays(let days)):
            (4, count * 4 + (days.group == .workdays ? 2 : 3))
        case .everyMonths(let count, _): (4, count * 4 + 1)
        case .dates: (5, 0)
        }
    }
}
