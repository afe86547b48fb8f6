/// Which rule of rituald.yaml(5), "the rules of ringing", decided about an occurrence, in their order.
///
/// The raw values are the words of the ledger and of the journal's `RITUAL_RULE`.
package enum Rule: String, CaseIterable, Sendable {
    /// The file no longer has it (rule 1).
    case edited
    /// A person answered (rule 2).
    case answered
    /// They are away on its date (rule 3).
    case away
    /// As many as are enough were done in its day, week or month (rule 4).
    case enough
    /// It was paused at its time (rule 5).
    case paused
    /// The zone changed and the clocks jumped over it, past its grace (rule 6).
    case zone
    /// Its grace was over (rule 6).
    case grace
    /// The screen was locked (rule 7).
    case locked
    /// The desktop was asked not to disturb, which private rituals take as a lock (rule 7).
    case undisturbed
    /// It was in quiet hours (rule 8; and rule 6, where its grace ended in them).
    case quiet
    /// Another ritual had unplugged (rule 9).
    case unplugged
    /// Nothing kept it from ringing (rule 10).
    case rings
    /// It rang, and its time to be answered is over ("once rung").
    case unanswered
}
