import Rituals

/// What of the file stands behind a rule.
enum RuleWords {
    /// The key of the file that says so, in brackets after a blank; empty where there is none.
    static func key(_ rule: Rule, of ritual: Ritual, _ household: Household) -> String {
        switch rule {
        case .enough: ritual.enough.map { " (`enough: \($0)`)" } ?? ""
        case .quiet where ritual.quiet == .drop: " (`quiet: drop`)"
        case .quiet: household.quiet.map { " (`quiet: \($0)`)" } ?? ""
        case .locked, .undisturbed: " (`locked: \(ritual.locked.rawValue)`)"
        default: ""
        }
    }
}
