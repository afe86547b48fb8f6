extension Rule {
    /// What makes an occurrence wait, or has kept it silent, as it stands in a sentence.
    package var reason: String {
        switch self {
        case .edited: "the file was changed"
        case .answered: "it was answered"
        case .away: "you are away"
        case .enough: "not needed"
        case .paused: "paused"
        case .zone: "the time zone changed past it"
        case .grace: "it could not ring in time"
        case .locked: "the screen is locked"
        case .undisturbed: "the desktop is asked not to disturb"
        case .quiet: "quiet hours"
        case .unplugged: "another ritual has unplugged"
        case .rings: "nothing kept it from ringing"
        case .unanswered: "no answer"
        }
    }
}
