import CivilTime

/// Something that the program says without having been asked, by one of its three rules.
package struct Insight: Hashable, Sendable {
    /// The raw values are the ledger's words.
    package enum Rule: String, CaseIterable, Sendable {
        /// The pulse has fallen: the next check-in brings a line of the deck `lighter`.
        case lighter
        /// It has been low for long: `ritual pulse` says that there is help.
        case help
        /// Nobody answers a ritual: another time, or let it go.
        case offer
    }

    package let rule: Rule
    /// The week of the entry that led to it, as `2026-W47`; of an offer, the ritual's id.
    ///
    /// Never a figure: what is forgotten of the pulse is gone from here as well.
    package let about: String
    package let words: String

    package init(_ rule: Rule, about: String, words: String) {
        self.rule = rule
        self.about = about
        self.words = words
    }

    /// One that was said.
    package struct Said: Hashable, Sendable {
        package let insight: Insight
        package let week: CivilWeek
        package let at: Instant
        /// The ring that brought it, where one did.
        package let occurrence: Occurrence.ID?

        package init(_ insight: Insight, week: CivilWeek, at: Instant, occurrence: Occurrence.ID? = nil) {
            self.insight = insight
            self.week = week
            self.at = at
            self.occurrence = occurrence
        }
    }

    /// In the words of `ritual pulse`.
    package static let help =
        "Talking with somebody outside, a counsellor or a helpline, is also a way of looking after the two of you: "
        + "it can be by phone, and one of you can go alone."

    /// In the words of a check-in; of a private ritual with its id alone.
    package static func offer(of ritual: Ritual) -> Insight {
        let name = ritual.isPrivate ? ritual.id.description : ritual.title
        return Insight(
            .offer, about: ritual.id.description,
            words: "“\(name)” has been quiet for a while. Another time for it, or let it go? Both are fine.")
    }
}

/// What a ritual's rings have met with, as far as nobody has answered them.
package struct Unanswered: Hashable, Sendable {
    package let ritual: Ritual.ID
    /// How many rings have passed without an answer since the last one, by the schedule that it has now.
    package let rings: Int
    package let first: Instant
    package let last: Instant

    package init(ritual: Ritual.ID, rings: Int, first: Instant, last: Instant) {
        self.ritual = ritual
        self.rings = rings
        self.first = first
        self.last = last
    }
}
