import Rituals

/// Which bubbles of ours the notification server has, by its own numbers.
struct Bubbles {
    /// One showing that is on its way to the server.
    struct Turn: Hashable {
        fileprivate let number: Int
        fileprivate let subject: Announcement.Subject
    }

    /// What they are good with; nil: no server is there.
    private var server: String?
    /// The bubble on each subject that is up.
    private var up: [Announcement.Subject: UInt32] = [:]
    /// What each number showed, the newest last: a desktop may show an old one again out of its history.
    private var shown: [(number: UInt32, kind: Announcement.Kind)] = []
    private var onTheirWay: Set<Turn> = []
    /// Those of them that were given up, and may be answered all the same.
    private var unanswered: Set<Turn> = []
    private var turns = 0
    private var earlier: [(bubble: BubbleReference, kind: Announcement.Kind)] = []

    private static let mostShown = 256

    /// Whether a button may be pressed.
    var isAnyUp: Bool { !up.isEmpty || !onTheirWay.isEmpty }

    mutating func adopt(_ known: [(bubble: BubbleReference, kind: Announcement.Kind)]) {
        earlier = known
    }

    mutating func begin(server: String) {
        end()
        self.server = server
        for (bubble, kind) in earlier where bubble.server == server {
            shown.append((bubble.number, kind))
            up[kind.subject] = bubble.number
        }
        earlier = []
    }

    mutating func end() {
        server = nil
        up = [:]
        shown = []
        onTheirWay.subtract(unanswered)
        unanswered = []
    }

    mutating func begin(_ subject: Announcement.Subject) -> Turn {
        turns += 1
        let turn = Turn(number: turns, subject: subject)
        onTheirWay.insert(turn)
        return turn
    }

    func number(on subject: Announcement.Subject) -> UInt32? { up[subject] }

    /// What is to be closed once the server has put one up.
    enum Posting: Equatable {
        /// Nothing, or the older one on the subject, in whose place it should have come.
        case up(closing: UInt32?)
        /// It was taken back meanwhile: itself.
        case unwanted
    }

    /// The server has put it up.
    mutating func posted(_ kind: Announcement.Kind, _ number: UInt32, _ turn: Turn) -> Posting {
        unanswered.remove(turn)
        guard onTheirWay.remove(turn) != nil else { return .unwanted }
        let older = up.updateValue(number, forKey: turn.subject)
        if shown.count == Bubbles.mostShown { shown.removeFirst(Bubbles.mostShown / 2) }
        shown.append((number, kind))
        return .up(closing: older == number ? nil : older)
    }

    /// It was waited for long enough; its number may come later.
    mutating func giveUp(_ turn: Turn) {
        if onTheirWay.contains(turn) { unanswered.insert(turn) }
    }

    /// Whether the server owes an answer on a subject: asked again, it might show the same twice.
    func isUnanswered(_ subject: Announcement.Subject) -> Bool {
        unanswered.contains { $0.subject == subject && onTheirWay.contains($0) }
    }

    /// Whether nobody has taken it back.
    func isWanted(_ turn: Turn) -> Bool { onTheirWay.contains(turn) }

    /// It is on its way no more, however that ended.
    mutating func finish(_ turn: Turn) {
        if !unanswered.contains(turn) { onTheirWay.remove(turn) }
    }

    /// Its answer came late, and was a refusal.
    mutating func refusedLate(_ turn: Turn) {
        unanswered.remove(turn)
        onTheirWay.remove(turn)
    }

    /// The number that is to be closed.
    mutating func withdraw(_ subject: Announcement.Subject) -> UInt32? {
        onTheirWay = onTheirWay.filter { $0.subject != subject }
        return up.removeValue(forKey: subject)
    }

    /// A bubble has gone; what it showed, if it is one of ours.
    mutating func closed(_ number: UInt32) -> Announcement.Kind? {
        guard let kind = kind(of: number) else { return nil }
        if up[kind.subject] == number { up[kind.subject] = nil }
        return kind
    }

    func kind(of number: UInt32) -> Announcement.Kind? {
        shown.last { $0.number == number }?.kind
    }

    func reference(to number: UInt32) -> BubbleReference? {
        server.map { BubbleReference(server: $0, number: number) }
    }
}
