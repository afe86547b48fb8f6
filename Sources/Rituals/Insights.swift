import CivilTime

/// What the rules of `InsightRules` say of one person's pulse, and of what nobody answers.
package struct Insights: Sendable {
    /// The person's own, the earliest first.
    package let pulses: [Pulse]
    /// What this person was told, and the offers, which are for both.
    package let said: [Insight.Said]

    package init(pulses: [Pulse], said: [Insight.Said]) {
        self.pulses = pulses.sorted { $0.week < $1.week }
        self.said = said
    }

    // MARK: The means

    /// The means of two windows, the later one up to a week; nil where it has not fallen, or too little is known.
    package func fall(upTo week: CivilWeek) -> (before: Double, now: Double)? {
        let before = answers(InsightRules.window, upTo: week.adding(weeks: -InsightRules.window))
        let now = answers(InsightRules.window, upTo: week)
        // A question that was passed over must not look like a fall.
        let compared = Pulse.Question.allCases.filter { question in
            [before, now].allSatisfy { $0[question, default: []].count >= InsightRules.neededInWindow }
        }
        let means = [before, now].map { window in
            compared.compactMap { Pulse.mean(window[$0, default: []]) }.reduce(0, +) / Double(compared.count)
        }
        guard !compared.isEmpty, means[0] - means[1] >= InsightRules.fall - InsightRules.rounding else {
            return nil
        }
        return (means[0], means[1])
    }

    /// The mean of the weeks up to this one; nil where it is not low, or too little is known.
    package func low(upTo week: CivilWeek) -> Double? {
        let first = week.adding(weeks: 1 - InsightRules.lowWeeks)
        let means = pulses.filter { first <= $0.week && $0.week <= week }.compactMap(\.mean)
        guard let earliest = pulses.first?.week, earliest <= first,
            means.count >= InsightRules.neededLowWeeks
        else { return nil }
        let mean = means.reduce(0, +) / Double(means.count)
        return mean < InsightRules.low - InsightRules.rounding ? mean : nil
    }

    private func answers(_ weeks: Int, upTo last: CivilWeek) -> [Pulse.Question: [Int]] {
        let first = last.adding(weeks: 1 - weeks)
        var answers: [Pulse.Question: [Int]] = [:]
        for pulse in pulses where first <= pulse.week && pulse.week <= last {
            for (question, figure) in pulse.figures { answers[question, default: []].append(figure) }
        }
        return answers
    }

    // MARK: What is to be said

    /// What the next check-in brings, if it comes in one of these weeks: a lighter step, else an offer.
    ///
    /// `deck` is the one that a lighter step is drawn from, and is looked up only where there is a fall.
    package func coming(from deck: @autoclosure () -> Deck?, offers: [Insight], in week: CivilWeek)
        -> ComingInsight?
    {
        let latest = said.filter { $0.occurrence != nil }.map(\.week).max()
        let earliest = latest.map { max(week, $0.adding(weeks: InsightRules.apart)) } ?? week
        if let step = lighter(deck, from: earliest) { return step }
        return offers.first.map {
            ComingInsight(insight: $0, weeks: earliest...earliest.adding(weeks: InsightRules.freshWeeks))
        }
    }

    private func lighter(_ deck: () -> Deck?, from earliest: CivilWeek) -> ComingInsight? {
        guard let latest = pulses.last?.week, fall(upTo: latest) != nil else { return nil }
        let steps = said.filter { $0.insight.rule == .lighter }
        guard !steps.contains(where: { $0.insight.about == latest.description }) else { return nil }
        let (first, last) = (max(earliest, latest), latest.adding(weeks: InsightRules.freshWeeks))
        // By its number, so that none comes twice before all have come.
        guard first <= last,
            let words = deck()?.line(at: steps.count, for: "insight", on: latest.monday)
        else { return nil }
        return ComingInsight(
            insight: Insight(.lighter, about: latest.description, words: words), weeks: first...last)
    }

    /// That there is help, if this is the week to say it, after its entry.
    package func help(in week: CivilWeek) -> Insight? {
        guard low(upTo: week) != nil, isQuarterPast(.help, nil, week) else { return nil }
        return Insight(.help, about: week.description, words: Insight.help)
    }

    /// The rituals to be offered another time, or to let go, the longest silent first.
    package func offers(
        _ unanswered: [Unanswered], in household: Household, at now: Instant, _ week: CivilWeek
    )
        -> [Insight]
    {
        let span = Duration.seconds(InsightRules.silentWeeks * 7 * 86_400)
        return unanswered.filter { silent in
            silent.rings >= InsightRules.neededRings && now - silent.first >= span && now - silent.last < span
        }
        .sorted { $0.first < $1.first }
        .compactMap { household.ritual($0.ritual) }
        .filter { $0.isEnabled && $0.wantsAnswer && isQuarterPast(.offer, $0.id.description, week) }
        .map(Insight.offer)
    }

    /// Whether a rule has been silent for a quarter, about anything or about one thing.
    ///
    /// What a clock that was ahead has said counts as well.
    private func isQuarterPast(_ rule: Insight.Rule, _ about: String?, _ week: CivilWeek) -> Bool {
        !said.contains { one in
            one.insight.rule == rule && (about == nil || one.insight.about == about)
                && one.week.weeks(until: week) < InsightRules.quarter
        }
    }
}

/// An insight that waits for the next check-in.
package struct ComingInsight: Hashable, Sendable {
    package let insight: Insight
    /// The weeks in which it may come; after them it is left unsaid.
    package let weeks: ClosedRange<CivilWeek>

    package init(insight: Insight, weeks: ClosedRange<CivilWeek>) {
        self.insight = insight
        self.weeks = weeks
    }
}
