import CivilTime

/// One phrase of `when:`, read but not yet given its default time, and where it counts from.
///
/// The language is that of rituald.yaml(5), section "WHEN". A value is what the phrase means: all spellings
/// of one meaning are the same value.
package struct Phrase: Hashable, Sendable {
    enum Times: Hashable, Sendable {
        /// Times of the clock, in order and without repetition, and times that the sun tells.
        case list([TimeOfDay], [SunOffset])
        /// In seconds from the start of the day: so many times, so far apart, over less than a day.
        case interval(first: Int, step: Int, count: Int)
        /// One whole minute a day.
        case sometime(TimeWindow)
    }

    /// An event of the sun, and seconds after it, negative before it.
    struct SunOffset: Hashable, Comparable, Sendable {
        let event: SunEvent
        let offset: Int

        static func < (one: SunOffset, other: SunOffset) -> Bool {
            (one.event == .sunset ? 1 : 0, one.offset) < (other.event == .sunset ? 1 : 0, other.offset)
        }
    }

    let days: Days
    let except: Exceptions
    /// Nil where the phrase names no time.
    let times: Times?

    init(days: Days, except: Exceptions = Exceptions(), times: Times?) {
        (self.days, self.except) = Phrase.simplified(days, except)
        self.times = times.map(Phrase.simplified)
    }

    /// Reads a phrase.
    ///
    /// The error has a hint, whose phrases can be read; `today` is for that alone, such as the date of the next Friday.
    package init(parsing text: String, today: CivilDate? = nil) throws(PhraseError) {
        do throws(PhraseError) {
            try self.init(reading: text)
        } catch {
            throw error.about(Respelling(text: text, today: today))
        }
    }

    /// The same, without looking for what may be meant.
    init(reading text: String) throws(PhraseError) {
        var grammar = PhraseGrammar(
            tokens: try Tokenizer.tokens(of: text), length: text.unicodeScalars.count, text: text)
        self = try grammar.phrase()
    }

    /// The same phrase with this time where it names none.
    func at(_ time: TimeOfDay) -> Phrase {
        Phrase(days: days, except: except, times: times ?? .list([time], []))
    }

    var needsPlace: Bool {
        if case .list(_, let sun)? = times { !sun.isEmpty } else { false }
    }

    // MARK: One meaning, one value

    /// Takes what is excepted out of the days where days without it can be said, and drops what is no
    /// exception to them.
    private static func simplified(_ days: Days, _ except: Exceptions) -> (Days, Exceptions) {
        var (days, except) = folded(days, except)
        days = days.canonical
        // All days but a few are daily, without those; all but many are what is left.
        if case .monthDays(let most) = days, let others = most.complementOfMost {
            days = .weekly(.all)
            except.formUnion(Exceptions([.monthDays(others)]))
        }
        (days, except) = folded(days, except)
        return (days, Exceptions(except.days.filter { !days.isDisjoint(from: $0) }))
    }

    private static func folded(_ days: Days, _ except: Exceptions) -> (Days, Exceptions) {
        var days = days
        var left: [Days] = []
        for exception in except.days {
            if let rest = days.without(exception), !rest.isEmpty {
                days = rest
            } else {
                left.append(exception)
            }
        }
        return (days, Exceptions(left))
    }

    /// Up to this many times of the clock are listed; more that are evenly spaced are an interval.
    private static let longestList = 4

    private static func simplified(_ times: Times) -> Times {
        switch times {
        case .list(let clock, let sun):
            let sorted = Set(clock).sorted()
            let steps = Set(zip(sorted, sorted.dropFirst()).map { $1.secondOfDay - $0.secondOfDay })
            if sun.isEmpty, sorted.count > longestList, steps.count == 1, let step = steps.first,
                step % 60 == 0
            {
                return .interval(first: sorted[0].secondOfDay, step: step, count: sorted.count)
            }
            return .list(sorted, Set(sun).sorted())
        case .interval(let first, let step, let count):
            guard count <= longestList, first + step * (count - 1) < 86_400 else { return times }
            return .list((0..<count).compactMap { TimeOfDay(secondOfDay: first + step * $0) }, [])
        case .sometime:
            return times
        }
    }
}

extension TimeOfDay {
    /// Reads one time as phrases have it: `7:30`, `07:30:15`, `7 am`, `noon`.
    package init(parsing text: String) throws(PhraseError) {
        var grammar = PhraseGrammar(
            tokens: try Tokenizer.tokens(of: text), length: text.unicodeScalars.count, text: text)
        self = try grammar.timeAlone()
    }
}
