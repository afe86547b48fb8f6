/// How the pulse is asked.
extension Pulse.Question {
    /// The question, as it is put to one of the two.
    package var words: String {
        switch self {
        case .talk: "This week, did we talk about more than what had to be done?"
        case .affection: "Was there warmth between us: a hug, a kind word, a look?"
        case .openness: "Could I say what was on my mind?"
        case .together: "Was there time that was only ours?"
        }
    }

    /// What the lowest figure means.
    package var least: String {
        switch self {
        case .talk: "hardly"
        case .affection: "hardly any"
        case .openness: "I kept most of it to myself"
        case .together: "next to none"
        }
    }

    /// What the highest figure means.
    package var most: String {
        switch self {
        case .talk: "yes, and it was good"
        case .affection: "plenty"
        case .openness: "anything"
        case .together: "as much as I like"
        }
    }
}

extension Pulse {
    /// A figure in a word, from 1 to 5.
    package static func word(for figure: Int) -> String {
        switch figure {
        case ...1: "hardly"
        case 2: "a little"
        case 3: "so-so"
        case 4: "good"
        default: "very good"
        }
    }
}
