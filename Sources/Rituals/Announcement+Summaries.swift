import CivilTime

/// What is said of several at once, or of none.
extension Announcement {
    /// More rings at once than a screen should fill with: five of them by name, and how many more.
    ///
    /// `haveWaited`: they waited together for an unplugged ritual's end.
    package init(several announcements: [Announcement], isRepost: Bool, haveWaited: Bool = false) {
        let most = 5
        kind = .several(announcements.flatMap(\.kind.occurrences), isRepost: isRepost)
        let count = Wording.count(announcements.count, "ritual")
        title = haveWaited ? "\(count) waited meanwhile" : "\(count) at once"
        let names = announcements.prefix(most).map { announcement in
            (announcement.isPrivate ? Announcement.privateTitle : announcement.title)
                + (announcement.isAgain ? " (again)" : "")
        }
        lines = names + (announcements.count > most ? ["and \(announcements.count - most) more"] : [])
        say = lines.joined(separator: ", ")
        civil = announcements[0].civil
        isPrivate = false
        urgency = announcements.map(\.urgency).max { $0.rawValue < $1.rawValue } ?? .normal
        icon = "appointment-soon"
        sound = isRepost ? nil : "message"
        let asked = Set(announcements.flatMap(\.channels))
        let programs = asked.filter { !$0.isScreen }.sorted { $0.rawValue < $1.rawValue }
        channels = ChannelName.screens.filter(asked.contains) + programs
        if !programs.isEmpty { parts = announcements }
        actions = [.show]
        isAgain = announcements.allSatisfy(\.isAgain)
    }

    /// What passed by while nothing could be shown; it makes no sound and asks for no answer.
    package init(digest lines: [String], civil: CivilDateTime) {
        kind = .digest
        title = "Passed by meanwhile"
        self.lines = lines
        self.civil = civil
        isPrivate = false
        urgency = .low
        icon = "appointment-missed"
        sound = nil
        channels = [.desktop]
        actions = []
        isAgain = false
    }

    /// That there are four questions, each of the two's own; without a sound, and without a word of theirs.
    init(pulseAfter ritual: Ritual.ID, civil: CivilDateTime) {
        kind = .pulse(ritual)
        title = "Two minutes for yourself"
        lines = [
            "`ritual pulse` in a terminal asks four small questions, whenever you like. Only you see the answers."
        ]
        self.civil = civil
        isPrivate = true
        urgency = .low
        icon = "appointment-soon"
        sound = nil
        channels = [.desktop]
        actions = []
        isAgain = false
    }

    /// Tells the couple of something that only they can mend.
    package init(trouble: Trouble, _ title: String, lines: [String], civil: CivilDateTime) {
        kind = .trouble(trouble)
        self.title = title
        self.lines = lines
        self.civil = civil
        isPrivate = false
        urgency = .normal
        icon = "dialog-warning"
        sound = nil
        channels = [.desktop]
        actions = []
        isAgain = false
    }
}
