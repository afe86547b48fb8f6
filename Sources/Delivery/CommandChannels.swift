import Rituals

/// The channels of the household that run programs.
@MainActor
package final class CommandChannels {
    /// What they tell.
    package struct Listener {
        /// A channel has been told something, or has not.
        let onResult: @MainActor (ChannelName, DeliveryResult) -> Void
        /// One that has failed may be tried again.
        let onRested: @MainActor () -> Void
        /// Those that were told of something unplugged, and not yet of its end, are others than before.
        let onUnplugged: @MainActor (Set<ChannelName>) -> Void

        package init(
            onResult: @escaping @MainActor (ChannelName, DeliveryResult) -> Void = { _, _ in },
            onRested: @escaping @MainActor () -> Void = {},
            onUnplugged: @escaping @MainActor (Set<ChannelName>) -> Void = { _ in }
        ) {
            self.onResult = onResult
            self.onRested = onRested
            self.onUnplugged = onUnplugged
        }
    }

    private let runner: CommandRunner
    private let listener: Listener
    private let firstRest: Duration
    private var deliveries: [ChannelName: CommandDelivery] = [:]
    private let unplugging: UnplugTeller

    /// `unplugged` are the channels that an earlier process has told of something unplugged, and not of its
    /// end; `firstRest` is how long one is left alone that has failed.
    package init(
        _ runner: CommandRunner, unplugged: Set<ChannelName> = [],
        firstRest: Duration = CommandDelivery.usualRest, listener: Listener = Listener()
    ) {
        self.runner = runner
        self.listener = listener
        self.firstRest = firstRest
        unplugging = UnplugTeller(unplugged, listener)
    }

    /// Takes over what the files say; a channel that is as before keeps what is known of it.
    package func configure(_ channels: [CommandChannel]) {
        var new: [ChannelName: CommandDelivery] = [:]
        for channel in channels {
            let known = deliveries[channel.name].flatMap { $0.channel == channel ? $0 : nil }
            new[channel.name] = known ?? make(channel)
        }
        deliveries = new
        unplugging.configure(channels.compactMap { new[$0.name] })
    }

    private func make(_ channel: CommandChannel) -> CommandDelivery {
        CommandDelivery(channel, runner, firstRest: firstRest) { [weak self] in
            self?.listener.onRested()
            self?.unplugging.tryAgain(channel.name)
        }
    }

    /// The channels that are to be told of an announcement, and what each of them is told.
    func orders(for announcement: Announcement) -> [(delivery: CommandDelivery, announcement: Announcement)] {
        announcement.channels.compactMap { name in
            guard let delivery = deliveries[name], delivery.hears(announcement),
                let part = announcement.part(for: name)
            else { return nil }
            return (delivery, part)
        }
    }

    /// Tells those of a ritual's channels that an occurrence of it was answered.
    package func answered(_ answer: Answer, to occurrence: Occurrence, of ritual: Ritual) {
        for name in ritual.channels {
            guard let delivery = deliveries[name], delivery.channel.events.contains(.answer) else { continue }
            let notice = CommandNotice(.answer, of: ritual, occurrence, answer: answer.kind)
            delivery.tell(notice) { [listener] in listener.onResult(name, $0) }
        }
    }

    /// Says for what the house is unplugged now; nil: for nothing.
    package func unplugged(for present: (ritual: Ritual, occurrence: Occurrence)?) {
        unplugging.tell(of: present.map { CommandNotice(.unplug, of: $0.ritual, $0.occurrence) })
    }

    /// What is wrong with those that have failed the last time, in sentences.
    package var troubles: [String] {
        deliveries.values.sorted { $0.channel.name.rawValue < $1.channel.name.rawValue }.compactMap { one in
            one.trouble.map(one.channel.name.failure)
        }
    }
}
