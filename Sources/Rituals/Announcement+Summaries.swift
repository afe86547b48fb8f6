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
        self.init(.digest, "Passed by meanwhile", lines, civil, icon: "appointment-missed")
    }

    /// That there are four questions, each of the two's own; without a sound, and without a word of theirs.
    init(pulseAfter ritual: Ritual.ID, civil: CivilDateTime) {
        self.init(
            .pulse(ritual), "Two minutes for yourself",
            [
                "`ritual pulse` in a terminal asks four small questions, whenever you like. Only you see the answers."
            ], civil, icon: "appointment-soon", isPrivate: true)
    }

    /// Tells the couple of something that only they can mend.
    package init(trouble: Trouble, _ title: String, lines: [String], civil: CivilDateTime) {
        self.init(.trouble(trouble), title, lines, civil, icon: "dialog-warning", urgency: .normal)
    }

    /// Without a sound, without a button, and on the desktop alone.
    private init(
        _ kind: Kind, _ title: String, _ lines: [String], _ civil: CivilDateTime, icon: String,
        urgency: Ritual.Urgency = .low, isPrivate: Bool = false
    ) {
        (self.kind, self.title, self.lines, self.civil) = (kind, title, lines, civil)
        (self.icon, self.urgency, self.isPrivate) = (icon, urgency, isPrivate)
        sound = nil
        channels = [.desktop]
        actions = []
        isAgain = false
    }
}
