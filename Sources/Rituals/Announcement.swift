import CivilTime

/// One showing of something to people, with all its words; channels only lay it out.
package struct Announcement: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A ritual's time has come.
        case ring(Occurrence.ID)
        /// A person tries a ritual out with `ritual ring`.
        case trial(Ritual.ID)
        /// The file could not be used.
        case trouble
    }

    package let kind: Kind
    package let title: String
    /// What stands under the title, a line each.
    package let lines: [String]
    /// The wall-clock time it belongs to.
    package let civil: CivilDateTime
    package let isPrivate: Bool
    package let urgency: Ritual.Urgency
    /// A name from the freedesktop icon theme.
    package let icon: String
    /// A name from the freedesktop sound theme; nil: no sound.
    package let sound: String?
    package let channels: [ChannelName]

    /// What an announcement is about: a newer one about the same takes the place of the older one's bubble.
    package enum Subject: Hashable, Sendable {
        case ritual(Ritual.ID)
        case files
    }

    package var subject: Subject {
        switch kind {
        case .ring(let occurrence): .ritual(occurrence.ritual)
        case .trial(let ritual): .ritual(ritual)
        case .trouble: .files
        }
    }

    /// A ring, or a trial, of a ritual.
    ///
    /// `late` is how long after its due it rings; past ten minutes the due is said.
    package init(_ kind: Kind, of ritual: Ritual, civil: CivilDateTime, late: Duration = .zero) {
        self.kind = kind
        title = ritual.title
        lines =
            (ritual.say.map { [$0] } ?? [])
            + (late > .seconds(600) ? ["It was meant for \(civil.time)."] : [])
        self.civil = civil
        isPrivate = ritual.isPrivate
        urgency = ritual.urgency
        icon = ritual.icon ?? "appointment-soon"
        sound = ritual.sound ?? "message"
        channels = ritual.channels
    }

    /// Tells the couple that an edit of the file was not taken.
    package init(trouble title: String, lines: [String], civil: CivilDateTime) {
        kind = .trouble
        self.title = title
        self.lines = lines
        self.civil = civil
        isPrivate = false
        urgency = .normal
        icon = "dialog-warning"
        sound = nil
        channels = [.desktop]
    }
}
