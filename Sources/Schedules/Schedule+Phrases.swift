import CivilTime

/// Schedules written as phrases.
extension Schedule {
    /// What is wrong with one phrase of a list.
    package struct ListError: Error, Hashable, Sendable {
        package let error: PhraseError
        /// From 0.
        package let index: Int
    }

    /// Reads the value of `when:`, one phrase or a list.
    ///
    /// `today` is for a hint: the first date to begin counting from.
    package init(
        parsing texts: [String], terms: Terms = Terms(), today: CivilDate? = nil
    ) throws(ListError) {
        var phrases: [Phrase] = []
        for (index, text) in texts.enumerated() {
            do {
                phrases.append(try Phrase(parsing: text, today: today))
            } catch {
                throw ListError(error: error, index: index)
            }
        }
        try self.init(phrases, terms: terms, today: today)
    }

    /// Fails where a phrase needs `starting` or `place`, and where nothing can ever ring.
    package init(_ phrases: [Phrase], terms: Terms = Terms(), today: CivilDate? = nil) throws(ListError) {
        if let odd = phrases.firstIndex(where: { ($0.times == nil) != (phrases[0].times == nil) }) {
            throw ListError(
                error: PhraseError(.timesOnlyInSome(joined: Schedule.joined(phrases)), column: 1), index: odd)
        }
        let timed = phrases.map { $0.at(terms.defaultTime) }
        var rules: [Recurrence] = []
        var silent: [Int] = []
        for (index, phrase) in timed.enumerated() {
            let more: [Recurrence]
            do {
                more = try phrase.rules(terms: terms, today: today)
            } catch {
                throw ListError(error: error, index: index)
            }
            if !more.contains(where: \.everRings) { silent.append(index) }
            rules += more
        }
        if silent.count == phrases.count, let first = silent.first {
            throw ListError(error: PhraseError(.neverRings, column: 1), index: first)
        }
        if terms.except.needsAnchor, terms.starting == nil {
            let first = today.flatMap { today in
                terms.except.days.first(where: \.needsAnchor)?.firstSensible(from: today)
            }
            throw ListError(error: PhraseError(.needsStarting(first), column: 1), index: 0)
        }
        let isOneADay = rules.allSatisfy { rule in rules.allSatisfy { rule.canShareDays(with: $0) } }
        if !isOneADay { for index in rules.indices { rules[index].isNamedByDay = false } }
        self.init(
            rules: rules, normalForm: timed.map(\.normalForm), terms: terms,
            conditions: Schedule.conditions(of: timed, terms), silentPhrases: silent)
        guard self.rules.contains(where: \.everRings) else {
            throw ListError(error: PhraseError(.neverRingsWithin, column: 1), index: 0)
        }
    }

    private static func conditions(of phrases: [Phrase], _ terms: Terms) -> String? {
        var words: [String] = []
        if let starting = terms.starting { words.append("starting \(starting)") }
        if let from = terms.from { words.append("from \(from)") }
        if let until = terms.until { words.append("until \(until)") }
        if !terms.except.days.isEmpty { words.append("without \(terms.except.normalForm)") }
        if let place = terms.place, phrases.contains(where: \.needsPlace) {
            words.append("at \(place.latitude),\(place.longitude)")
        }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// The one phrase that a list with times in some of its phrases most likely meant: all the days at the
    /// times named.
    private static func joined(_ phrases: [Phrase]) -> String? {
        let times = Set(phrases.compactMap(\.times))
        guard times.count == 1, let times = times.first, var days = phrases.first?.days else { return nil }
        for phrase in phrases.dropFirst() {
            guard phrase.except == phrases[0].except, let both = days.union(phrase.days) else { return nil }
            days = both
        }
        return Phrase(days: days, except: phrases[0].except, times: times).normalForm
    }
}

extension Recurrence {
    /// Whether no date has two different occurrences of these that would be known by their date alone.
    fileprivate func canShareDays(with other: Recurrence) -> Bool {
        !isNamedByDay || !other.isNamedByDay || times == other.times
            || dates.days.isDisjoint(from: other.dates.days)
    }

    /// Whether any date has an occurrence, as far as the calendar goes.
    fileprivate var everRings: Bool {
        if dates.earliest == nil, let latest = dates.latest {
            switch times {
            case .clock: return dates.previous(through: latest) != nil
            case .sun(let time): return time.previous(before: latest.adding(days: 2), on: dates) != nil
            }
        }
        let first = dates.earliest ?? (dates.isBounded ? .first : dates.anchor)
        guard let day = dates.next(from: first) else { return false }
        switch times {
        case .clock: return true
        case .sun(let time): return time.next(after: day.adding(days: -2), on: dates) != nil
        }
    }
}

extension SunTime {
    /// Noon lies at noon there, so that no event slips into another date for the clock's sake.
    private var ownZone: Zone { Zone(fixedOffset: Int(place.longitude * 4) * 60) }

    fileprivate func next(after date: CivilDate, on dates: DateRule) -> Due? {
        next(after: ownZone.resolve(date.at(.noon)).instant, on: dates, in: ownZone)
    }

    fileprivate func previous(before date: CivilDate, on dates: DateRule) -> Due? {
        previous(before: ownZone.resolve(date.at(.noon)).instant, on: dates, in: ownZone)
    }
}

extension Phrase {
    /// One rule for the times of the clock, and one for each of the sun's.
    fileprivate func rules(
        terms: Terms, today: CivilDate?
    ) throws(PhraseError) -> [Recurrence] {
        let exceptions = except.days
        if terms.starting == nil, days.needsAnchor || except.needsAnchor {
            let counted = days.needsAnchor ? days : except.days.first(where: \.needsAnchor) ?? days
            throw PhraseError(.needsStarting(today.flatMap { counted.firstSensible(from: $0) }), column: 1)
        }
        let dates = DateRule(days: days, exceptions: exceptions, anchor: terms.starting)
        switch times {
        case nil:
            return [Recurrence(dates: dates, times: .clock(.list([terms.defaultTime])), isNamedByDay: false)]
        case .interval(let first, let step, let count):
            let times = ClockTimes.interval(first: first, step: step, count: count)
            return [Recurrence(dates: dates, times: .clock(times), isNamedByDay: false)]
        case .sometime(let window):
            let draw = Draw(window, id: terms.id)
            return [Recurrence(dates: dates, times: .clock(.sometime(draw)), isNamedByDay: true)]
        case .list(let clock, let sun):
            var rules: [Recurrence] = []
            if !clock.isEmpty {
                rules.append(Recurrence(dates: dates, times: .clock(.list(clock)), isNamedByDay: false))
            }
            for time in sun {
                guard let place = terms.place else { throw PhraseError(.needsPlace(time.event), column: 1) }
                let told = SunTime(event: time.event, offset: time.offset, place: place)
                rules.append(Recurrence(dates: dates, times: .sun(told), isNamedByDay: true))
            }
            return rules
        }
    }
}

extension Days {
    /// The first date from another on from which counting could begin.
    fileprivate func firstSensible(from today: CivilDate) -> CivilDate? {
        switch self {
        case .everyWeeks(_, let days): DateRule(days: .weekly(days)).next(from: today)
        case .everyMonths(_, let days): DateRule(days: days).next(from: today)
        default: today
        }
    }
}
