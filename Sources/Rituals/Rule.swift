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
    /// The rituals were paused at its time (rule 5).
    case paused
    /// The zone changed and the clocks jumped over it, past its grace (rule 6).
    case zone
    /// Its grace was over (rule 6).
    case grace
    /// Nothing kept it from ringing (rule 10).
    case rings
    /// It rang, and its time to be answered is over ("once rung").
    case unanswered
}
