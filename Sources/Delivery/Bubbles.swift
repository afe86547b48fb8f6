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
    }

    mutating func begin(_ subject: Announcement.Subject) -> Turn {
        turns += 1
        let turn = Turn(number: turns, subject: subject)
        onTheirWay.insert(turn)
        return turn
    }

    func number(on subject: Announcement.Subject) -> UInt32? { up[subject] }

    /// The server has put it up; false where it has been taken back meanwhile.
    mutating func posted(_ kind: Announcement.Kind, _ number: UInt32, _ turn: Turn) -> Bool {
        guard onTheirWay.remove(turn) != nil else { return false }
        up[turn.subject] = number
        if shown.count == Bubbles.mostShown { shown.removeFirst(Bubbles.mostShown / 2) }
        shown.append((number, kind))
        return true
    }

    /// Whether nobody has taken it back.
    func isWanted(_ turn: Turn) -> Bool { onTheirWay.contains(turn) }

    /// It is on its way no more, however that ended.
    mutating func finish(_ turn: Turn) {
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
