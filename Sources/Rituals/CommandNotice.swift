import CivilTime

/// What a program is told: what has happened, and the words for it.
package struct CommandNotice: Hashable, Sendable {
    package let event: CommandChannel.Event
    package let rituals: [Ritual.ID]
    let title: String?
    let say: String?
    let prompt: String?
    let civil: CivilDateTime?
    let isPrivate: Bool
    /// What was answered.
    package let answer: Answer.Kind?

    /// What is shown to people; nil for what programs are not told of: what is only shown again, the digest
    /// and troubles.
    package init?(_ announcement: Announcement) {
        guard let event = announcement.kind.commandEvent else { return nil }
        self.event = event
        let occurrences = announcement.kind.occurrences.map(\.ritual)
        rituals = occurrences.isEmpty ? announcement.kind.ritual.map { [$0] } ?? [] : occurrences
        title = announcement.title
        say = announcement.say
        prompt = announcement.prompt
        civil = announcement.civil
        isPrivate = announcement.isPrivate
        answer = nil
    }

    /// What happens to an occurrence beside what is shown of it.
    package init(
        _ event: CommandChannel.Event, of ritual: Ritual, _ occurrence: Occurrence,
        answer: Answer.Kind? = nil
    ) {
        self.event = event
        rituals = [ritual.id]
        title = ritual.title
        // They are for the bubble, which has its own notice.
        say = nil
        prompt = nil
        civil = occurrence.due.civil
        isPrivate = ritual.isPrivate
        self.answer = answer
    }

    /// That nothing is unplugged any more; `last` was, where that is known.
    package init(replugging last: CommandNotice?) {
        event = .replug
        rituals = last?.rituals ?? []
        title = last?.title
        say = last?.say
        prompt = last?.prompt
        civil = last?.civil
        isPrivate = last?.isPrivate ?? false
        answer = nil
    }

    /// A channel's text with all that it may hold of this.
    ///
    /// Control characters are made visible, as everywhere that others' words are shown.
    package func filling(_ text: CommandText, for channel: CommandChannel) -> String {
        text.filled { blank in
            if blank == .ritual { return rituals.map(\.description).joined(separator: " ") }
            guard !isPrivate || channel.showsPrivate else { return "" }
            let value =
                switch blank {
                case .title: title ?? ""
                case .say: say ?? ""
                case .prompt: prompt ?? ""
                case .due: civil?.description ?? ""
                case .ritual: ""
                }
            return value.harmless
        }
    }
}

extension Announcement {
    /// What of it a program's channel is to be told: of several only those that name it; nil: nothing.
    package func part(for channel: ChannelName) -> Announcement? {
        guard channels.contains(channel) else { return nil }
        let own = parts.filter { $0.channels.contains(channel) }
        guard own.count < parts.count, let first = own.first else { return self }
        return own.count == 1 ? first : Announcement(several: own, isRepost: false)
    }
}

extension Announcement.Kind {
    /// What a program calls it; nil where no program is told.
    package var commandEvent: CommandChannel.Event? {
        switch self {
        case .ring, .trial, .several(_, isRepost: false): .ring
        case .nudge: .nudge
        case .end: .end
        case .headsUp: .headsUp
        case .repost, .several(_, isRepost: true), .digest, .trouble, .pulse: nil
        }
    }
}
