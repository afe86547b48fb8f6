import CivilTime
import Ledger
import Rituals

/// Tells what was said by itself, by which rule, and with which numbers; to the person whose numbers they are.
struct InsightWords {
    /// The name that stands for it where a ritual's would.
    static let name = "insight"

    struct Row: Encodable {
        let rule: String
        let week: String
        let at: String
        let words: [String]
        /// When, and in a few words what.
        let title: String

        private enum CodingKeys: String, CodingKey { case rule, week, at, words }
    }

    private let household: Household
    private let ledger: Ledger?
    private let present: Present

    init(_ household: Household, _ ledger: Ledger?, _ present: Present) {
        self.household = household
        self.ledger = ledger
        self.present = present
    }

    /// Oldest first.
    func rows() throws -> [Row] {
        guard let ledger else { return [] }
        let insights = Insights(
            pulses: try ledger.pulses(of: household.me), said: try ledger.insights(of: household.me))
        return insights.said.filter { !isOfOther($0) }.map { said in
            Row(
                rule: said.insight.rule.rawValue, week: said.week.description,
                at: Timestamp(said.at, in: present.zone).description,
                words: words(for: said, insights), title: "\(present.moment(said.at)): \(title(of: said))")
        }
    }

    /// What exists on the other's machine alone is not told here.
    private func isOfOther(_ said: Insight.Said) -> Bool {
        said.insight.rule == .offer && household.others.contains { $0.description == said.insight.about }
    }

    /// What is to be said where there is no row, or none will come; nil for nothing.
    func rest() throws -> String? {
        if !household.allowsInsights {
            return "Nothing is said by itself: `insights: false` stands in the file."
        }
        return try rows().isEmpty ? "Nothing was said by itself so far." : nil
    }

    private func title(of said: Insight.Said) -> String {
        switch said.insight.rule {
        case .lighter: "a lighter line, with \(said.occurrence?.ritual.description ?? "a check-in")"
        case .help: "that there is help, after your pulse"
        case .offer: "an offer about \(said.insight.about)"
        }
    }

    private func words(for said: Insight.Said, _ insights: Insights) -> [String] {
        switch said.insight.rule {
        case .lighter: ["It was: “\(said.insight.words)”", fall(said, insights)]
        case .help: [low(said, insights)]
        case .offer: [offer(said)]
        }
    }

    private func fall(_ said: Insight.Said, _ insights: Insights) -> String {
        let weeks = InsightRules.window
        guard let week = CivilWeek(parsing: said.insight.about), let means = insights.fall(upTo: week) else {
            return forgotten
        }
        return
            "The mean of your answers in the \(weeks) weeks up to \(week) was \(number(means.now)), and \(number(means.before)) "
            + "in the \(weeks) before. After a fall by \(number(InsightRules.fall)) or more, the next check-in brings one lighter line."
    }

    private func low(_ said: Insight.Said, _ insights: Insights) -> String {
        guard let week = CivilWeek(parsing: said.insight.about), let mean = insights.low(upTo: week) else {
            return forgotten
        }
        return
            "The mean of your answers in the \(InsightRules.lowWeeks) weeks up to \(week) was \(number(mean)). Under "
            + "\(number(InsightRules.low)), `ritual pulse` says it once a quarter at most."
    }

    private func offer(_ said: Insight.Said) -> String {
        "Nobody had answered it for \(InsightRules.silentWeeks) weeks, in which it rang. Then it is offered once a quarter to "
            + "give it another time, or to let it go."
    }

    private var forgotten: String { "What it was about has been changed or forgotten since." }

    /// With one digit behind the point; cut off, so that what is under 3 does not look like it.
    private func number(_ value: Double) -> String {
        let tenths = Int(value * 10 + 1e-6)
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
