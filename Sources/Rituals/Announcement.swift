import CivilTime

/// One showing of something to people, with all its words; channels only lay it out.
package struct Announcement: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A ritual's time has come.
        case ring(Occurrence.ID)
        /// An open one is shown again: no new announcement, and no sound.
        case repost(Occurrence.ID)
        /// Several at once, in one bubble.
        case several([Occurrence.ID], isRepost: Bool)
        /// It rings again, since nobody has answered.
        case nudge(Occurrence.ID)
        /// The time that it lasts is over.
        case end(Occurrence.ID)
        /// One is to come.
        case headsUp(HeadsUp.ID)
        /// What could not ring.
        case digest
        /// A person tries a ritual out with `ritual ring`.
        case trial(Ritual.ID)
        /// After a check-in, that there are four questions.
        case pulse(Ritual.ID)
        /// Something needs the couple's own hands.
        case trouble(Trouble)
    }

    package enum Trouble: Hashable, Sendable {
        case files, ledger
    }

    /// A button.
    package enum Action: Hashable, Sendable {
        case answer(Answer.Kind)
        /// Shows each of several by itself.
        case show

        /// The key by which the desktop calls it.
        package var key: String {
            switch self {
            case .answer(let kind): kind.rawValue
            case .show: "show"
            }
        }

        package var label: String {
            switch self {
            case .answer(let kind): kind.label
            case .show: "Show"
            }
        }

        package init?(key: String) {
            if key == "show" {
                self = .show
            } else if let kind = Answer.Kind(rawValue: key) {
                self = .answer(kind)
            } else {
                return nil
            }
        }
    }

    package let kind: Kind
    package let title: String
    /// What stands under the title, a line each.
    package var lines: [String]
    /// The one of the lines that says what it is about, for channels that want it alone.
    package var say: String?
    /// The one of the lines that was drawn.
    package var prompt: String?
    /// Each of several by itself, where some of them are for channels that others do not name.
    package var parts: [Announcement] = []
    /// The wall-clock time it belongs to.
    package let civil: CivilDateTime
    package let isPrivate: Bool
    package let urgency: Ritual.Urgency
    /// A name from the freedesktop icon theme.
    package let icon: String
    /// A name from the freedesktop sound theme; nil: no sound.
    package let sound: String?
    package let channels: [ChannelName]
    package let actions: [Action]
    /// Whether an earlier showing may have been seen.
    package let isAgain: Bool

    /// What an announcement is about: a newer one about the same takes the place of the older one's bubble.
    package enum Subject: Hashable, Sendable {
        case ritual(Ritual.ID)
        /// Tried out: the ritual's own bubble stays.
        case trial(Ritual.ID)
        /// Several at once, by the first of them: two such bubbles stand beside each other.
        case several(Occurrence.ID)
        /// Beside the ritual's own, which may be open still.
        case headsUp(Ritual.ID)
        case digest
        /// Beside the ritual's own, which has been answered.
        case pulse(Ritual.ID)
        case trouble(Trouble)
    }

    package var subject: Subject { kind.subject }

    /// Whether it shows again what was shown before, which makes no sound.
    package var isRepost: Bool {
        switch kind {
        case .repost, .several(_, isRepost: true): true
        default: false
        }
    }

    /// Whether it goes to no other channel than its own, be there nobody or another that gets everything.
    package var isForItsChannelsOnly: Bool {
        if case .pulse = kind { true } else { isRepost }
    }

    /// How to answer where no buttons are drawn; nil where there is nothing to answer.
    package var typedAnswer: String? {
        switch actions.first {
        case .answer: "ritual done · later · skip"
        case .show: "ritual status"
        case nil: nil
        }
    }

    /// So much later than its moment, a ring says that it is late.
    package static let late: Duration = .seconds(600)

    /// A ring, a trial or a re-post of a ritual.
    ///
    /// `late` is how long after its moment it rings; past ten minutes its words for that are used, or its due
    /// time is said. `again`: it may have been seen before.
    package init(
        _ kind: Kind, of ritual: Ritual, _ words: Words = Words(), civil: CivilDateTime,
        late: Duration = .zero,
        again: Bool = false, isConcealed: Bool = false
    ) {
        self.kind = kind
        title = isConcealed ? Announcement.privateTitle : ritual.title
        let words = isConcealed ? Words() : words
        let isLate = late > Announcement.late
        say = isLate ? words.late ?? words.say : words.say
        prompt = words.prompt
        var lines = [words.count, say].compactMap { $0 }
        if isLate, words.late == nil { lines.append("It was meant for \(civil.time).") }
        lines += [words.turn, words.prompt].compactMap { $0 }
        isAgain = again
        if again { lines.append("Shown again, in case you have not seen it.") }
        self.lines = lines
        self.civil = civil
        isPrivate = ritual.isPrivate
        urgency = ritual.urgency
        icon = ritual.icon ?? "appointment-soon"
        let isRepost = if case .repost = kind { true } else { false }
        sound = isRepost ? nil : ritual.sound ?? "message"
        channels = isRepost ? ritual.channels.filter { $0 == .desktop } : ritual.channels
        let isTrial = if case .trial = kind { true } else { false }
        actions = ritual.wantsAnswer && !isTrial ? Answer.Kind.allCases.map(Action.answer) : []
    }

    /// Puts a value in place of a name in braces; nil: nobody knows it, and the line is left out.
    package mutating func fill(_ name: Placeholder, with value: String?) {
        guard let words = say, words.includes(name.text), let index = lines.firstIndex(of: words) else {
            return
        }
        say = value.map { name.filled($0, into: words) }
        lines.replaceSubrange(index...index, with: say.map { [$0] } ?? [])
    }

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

    /// That one is to come, with the time left until then; without buttons and sound.
    ///
    /// `civil` is its time on the machine's clock, `now` what that clock shows.
    package init(
        headsUp id: HeadsUp.ID, of ritual: Ritual, _ words: Words, civil: CivilDateTime, left: Duration,
        now: CivilDateTime, isConcealed: Bool = false, isRepost: Bool = false
    ) {
        kind = .headsUp(id)
        title = isConcealed ? Announcement.privateTitle : ritual.title
        let words = isConcealed ? Words() : words
        prompt = words.prompt
        say = Announcement.ahead(ritual, civil: civil, left: left, now: now)
        lines = [say, words.turn, words.prompt].compactMap { $0 }
        self.civil = civil
        isPrivate = ritual.isPrivate
        urgency = .low
        icon = ritual.icon ?? "appointment-soon"
        sound = isRepost ? nil : ritual.sound
        channels = isRepost ? ritual.channels.filter { $0 == .desktop } : ritual.channels
        actions = []
        isAgain = false
    }

    /// How far ahead it lies: of an occasion the days and the count, of anything else the time.
    private static func ahead(
        _ ritual: Ritual, civil: CivilDateTime, left: Duration, now: CivilDateTime
    ) -> String {
        guard let occasion = ritual.occasion else { return Wording.ahead(civil, left: left, now: now) }
        let count = occasion.count(in: civil.date.year).map { ": \($0)" } ?? ""
        return Wording.ahead(civil.date, today: now.date) + count + "."
    }

    /// That the time which a ritual lasts is over; without a sound, and with buttons where nobody has answered.
    package init(endOf occurrence: Occurrence, _ ritual: Ritual, isOpen: Bool, isConcealed: Bool = false) {
        kind = .end(occurrence.id)
        title = isConcealed ? Announcement.privateTitle : ritual.title
        lines = [
            ritual.unplugs
                ? "The phones may come back whenever you like."
                : "That was the time you had set aside. Stay as long as it is good."
        ]
        say = lines[0]
        civil = occurrence.due.civil
        isPrivate = ritual.isPrivate
        // Some desktops sort by it: the line stands above what has waited for it.
        urgency = ritual.unplugs ? .normal : .low
        icon = ritual.icon ?? "appointment-soon"
        sound = nil
        channels = ritual.channels
        actions = isOpen && ritual.wantsAnswer ? Answer.Kind.allCases.map(Action.answer) : []
        isAgain = false
    }

    /// What stands for the words of a private ritual where others may read along.
    package static let privateTitle = "A private ritual"

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

extension Announcement.Kind {
    package var subject: Announcement.Subject {
        switch self {
        case .ring(let id), .repost(let id), .nudge(let id), .end(let id): .ritual(id.ritual)
        case .several(let ids, _): .several(ids[0])
        case .headsUp(let id): .headsUp(id.occurrence.ritual)
        case .digest: .digest
        case .trial(let ritual): .trial(ritual)
        case .pulse(let ritual): .pulse(ritual)
        case .trouble(let about): .trouble(about)
        }
    }

    /// The one ritual that it is about.
    package var ritual: Ritual.ID? {
        switch subject {
        case .ritual(let id), .trial(let id), .headsUp(let id), .pulse(let id): id
        case .several, .digest, .trouble: nil
        }
    }

    /// The occurrences that it shows.
    package var occurrences: [Occurrence.ID] {
        switch self {
        case .ring(let id), .repost(let id), .nudge(let id), .end(let id): [id]
        case .several(let ids, _): ids
        case .headsUp, .digest, .trial, .pulse, .trouble: []
        }
    }
}
