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

    /// So many characters (Unicode scalars) of one line are shown at most.
    package static let longestLine = 1000

    /// So much later than its moment, a ring says that it is late.
    package static let late: Duration = .seconds(600)

    /// What stands for the words of a private ritual where others may read along.
    package static let privateTitle = "A private ritual"

    /// Puts a value in place of a name in braces; nil: nobody knows it, and the line is left out.
    package mutating func fill(_ name: Placeholder, with value: String?) {
        guard let words = say, words.includes(name.text), let index = lines.firstIndex(of: words) else {
            return
        }
        say = value.map { name.filled($0, into: words) }
        lines.replaceSubrange(index...index, with: say.map { [$0] } ?? [])
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
