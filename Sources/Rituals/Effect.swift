import CivilTime

extension Keeper {
    /// What the Keeper wants done; it does nothing itself.
    package enum Effect: Hashable, Sendable {
        /// Remember this, before anything is shown.
        case record(Record)
        /// Show this to people.
        case announce(Announcement)
        /// Take down the bubble on a subject.
        case withdraw(Announcement.Subject)
        /// Tell the journal.
        case report(Report)
        /// Set the one alarm to this instant; nil: nothing can change by time alone.
        case wake(at: Instant?)
    }

    /// Something that has happened, for the ledger.
    package enum Record: Hashable, Sendable {
        /// About one occurrence; the zone is the one by whose clocks it is due.
        case occurrence(Occurrence, zone: String, Fact)
        /// From this moment on the occurrences of a ritual with this schedule are kept.
        case kept(Ritual.ID, KeptSchedule)
        /// The ritual is gone or off: should it come back, it begins anew.
        case released(Ritual.ID)
        /// A ritual has another name now, and all that was kept under the former one is its own for good.
        case renamed(from: Ritual.ID, to: Ritual.ID)
        /// These pauses are in force from now on, and no others.
        case paused([Pause])
        /// What has become of a heads-up.
        case headsUp(HeadsUp.ID, HeadsUp.Standing)
        /// The ring of an occurrence has brought an insight, in this week.
        case insight(Insight, CivilWeek, Occurrence.ID)
        /// What was drawn for an occurrence when it was told of ahead.
        case foretold(HeadsUp.ID, String)
        /// A digest named what these owed.
        case digested([Occurrence.ID])
    }

    package enum Fact: Hashable, Sendable {
        /// It is due and waits, by this rule; nil: by none any more.
        case held(Rule?)
        /// It is about to be announced; `again`: an earlier announcement may have been seen.
        case ringing(Rule, again: Bool)
        /// What was drawn for it, which it keeps.
        case drew(String)
        /// It is about to be announced again, since nobody has answered.
        case nudging
        /// The time that it lasts is over.
        case over
        /// Channels took it.
        case rang(on: [ChannelName], BubbleReference?)
        /// After it rang, these channels were found to have taken it too.
        case reached(on: [ChannelName])
        /// No channel took it.
        case unshown
        /// A new bubble shows the open one.
        case posted(BubbleReference)
        case answered(Answer, AnswerSource)
        /// `owesDigest`: the next digest names it.
        case ended(Outcome, Rule, owesDigest: Bool)
        /// What it had ended with is not in force any more: the clock or the zone has changed, or an edit was
        /// taken back.
        case voided(Rule)
        /// What became of its bubble.
        case bubble(OccurrenceState.Bubble)
    }

    /// An entry for the journal.
    package enum Report: Hashable, Sendable {
        case rang(Occurrence, ritual: Ritual, on: [ChannelName], late: Duration, again: Bool)
        /// No channel took it; it is tried again when one comes, until its grace is over.
        case waiting(Occurrence, ritual: Ritual, until: Instant)
        /// It is due, and rings when what holds it is over; nil: that nobody knows.
        case held(Occurrence, ritual: Ritual, Rule, until: Instant?)
        /// It was announced again, since nobody had answered.
        case nudged(Occurrence, ritual: Ritual)
        case answered(Occurrence, ritual: Ritual, Answer)
        case ended(Occurrence, ritual: Ritual, Outcome, Rule)
        /// So many more occurrences have ended in the same moment as those that are told one by one.
        case moreEnded(Int)
        case paused(Pause)
        /// A pause is over, or what it silenced is less than it was.
        case resumed
        case renamed(from: Ritual.ID, to: Ritual.ID)
        case zoneChanged(from: String, to: String)
        /// A zone has other rules than it had, as after an update of the tz database.
        case rulesChanged(String)
        case clockSetBack(by: Duration)
        /// The clock is further than it should be; what was missed is settled when it can be trusted.
        case clockDoubted(by: Duration, until: Instant)
    }
}

/// A bubble by the number that its server gave it.
package struct BubbleReference: Hashable, Sendable {
    /// The server's unique name, and the bus's own id, since names begin anew with each bus.
    package let server: String
    package let number: UInt32

    package init(server: String, number: UInt32) {
        self.server = server
        self.number = number
    }
}

/// A schedule as the ledger knows it: enough to see whether it has changed.
package struct KeptSchedule: Hashable, Sendable {
    /// Its phrases in their normal form, and what the keys beside them say.
    package let schedule: String
    /// The zone's name; empty: the machine's.
    package let zone: String
    /// The spans of its heads-ups, which may change without the times themselves.
    package let headsUps: [String]

    package init(schedule: String, zone: String, headsUps: [String] = []) {
        self.schedule = schedule
        self.zone = zone
        self.headsUps = headsUps
    }

    init(_ ritual: Ritual) {
        self.init(
            schedule: ritual.schedule.description, zone: ritual.zone?.identifier ?? "",
            headsUps: ritual.headsUps.map(\.description))
    }

    /// Whether the times are those of another.
    func hasTimes(of other: KeptSchedule?) -> Bool {
        other?.schedule == schedule && other?.zone == zone
    }
}
