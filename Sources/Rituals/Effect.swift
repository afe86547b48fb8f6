import CivilTime

extension Keeper {
    /// What the Keeper wants done; it does nothing itself.
    package enum Effect: Hashable, Sendable {
        /// Remember this, before anything is shown.
        case record(Record)
        /// Show this to people.
        case announce(Announcement)
        /// Take down the bubble of an occurrence.
        case withdraw(Occurrence.ID)
        /// Tell the journal.
        case report(Report)
        /// Set the one alarm to this instant; nil: nothing can change by time alone.
        case wake(at: Instant?)
    }

    /// A row of what has happened to an occurrence.
    package struct Record: Hashable, Sendable {
        package enum Fact: Hashable, Sendable {
            /// It is about to be announced.
            case ringing
            /// A channel took it.
            case rang
            case ended(Outcome)
        }

        package let occurrence: Occurrence
        package let fact: Fact
        package let rule: Rule
        package let at: Instant
    }

    /// An entry for the journal.
    package enum Report: Hashable, Sendable {
        case rang(Occurrence, ritual: Ritual, on: [ChannelName], late: Duration)
        /// No channel took it; it is tried again when one comes, until its grace is over.
        case waiting(Occurrence, ritual: Ritual, until: Instant)
        case ended(Occurrence, ritual: Ritual, Outcome, Rule)
        /// So many more occurrences have ended in the same moment as those that are told one by one.
        case moreEnded(Int)
        case zoneChanged(from: String, to: String)
        case clockSetBack(by: Duration)
    }
}
