import Rituals

/// What one examination has found: how it is, in a sentence, and what mends it.
struct Finding: Hashable, Encodable {
    enum Verdict: String, Encodable {
        /// As it should be, or as it may well be.
        case ok
        /// Something works less well than it could.
        case warn
        /// Something does not work.
        case fail
    }

    let subject: String
    let verdict: Verdict
    let words: String
    /// A command as one types it in a shell.
    let remedy: String?

    init(_ subject: String, _ verdict: Verdict, _ words: String, remedy: String? = nil) {
        self.subject = subject
        self.verdict = verdict
        // Names of files, servers and zones are others' words.
        self.words = words.harmless
        self.remedy = remedy?.harmless
    }
}

/// One look at the machine.
///
/// Its properties are what was seen, so that the verdict can be had without a machine.
protocol Examination: Sendable {
    var findings: [Finding] { get }
}
