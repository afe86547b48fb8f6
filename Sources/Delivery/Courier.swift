import Rituals

/// Takes an announcement to its channels, each on its own: one that fails never stops another.
@MainActor
package final class Courier {
    /// What became of one announcement.
    package struct Report: Sendable {
        /// The channels that took it, in their order.
        package let taken: [ChannelName]
        /// What each of the others said.
        package let refused: [(channel: ChannelName, reason: String)]
        /// The bubble on the desktop.
        package let bubble: BubbleReference?
        /// Whether one that refused may have shown it all the same.
        package let maybeSeen: Bool
        /// Whether it was taken back on its way.
        package let isWithdrawn: Bool
    }

    private let channels: [ChannelName: any Channel]
    /// A channel that gets every announcement, asked for or not: the terminal of a daemon in the foreground.
    private let always: ChannelName?

    package init(_ channels: [ChannelName: any Channel], always: ChannelName? = nil) {
        self.channels = channels
        self.always = always
    }

    /// Delivers to the announcement's channels, and to the terminal where no desktop takes it; `reply` comes
    /// once, at the end.
    ///
    /// What is only shown again, and the pulse's bubble, go nowhere else.
    package func deliver(_ announcement: Announcement, reply: @escaping @MainActor (Report) -> Void) {
        var wanted = announcement.channels
        if let always, !wanted.contains(always), !announcement.isForItsChannelsOnly { wanted.append(always) }
        deliver(announcement, to: wanted) { first in
            guard !announcement.isForItsChannelsOnly, !first.isWithdrawn else { return reply(first) }
            let hasTerminal = wanted.contains(.terminal) || self.channels[.terminal] == nil
            guard !hasTerminal, !first.taken.contains(.desktop) else { return reply(first) }
            self.deliver(announcement, to: [.terminal]) { second in
                reply(
                    Report(
                        taken: first.taken + second.taken, refused: first.refused + second.refused,
                        bubble: nil, maybeSeen: first.maybeSeen, isWithdrawn: false))
            }
        }
    }

    private func deliver(
        _ announcement: Announcement, to names: [ChannelName], reply: @escaping @MainActor (Report) -> Void
    ) {
        var results: [ChannelName: DeliveryResult] = [:]
        func finish() {
            guard results.count == names.count else { return }
            var taken: [ChannelName] = []
            var refused: [(channel: ChannelName, reason: String)] = []
            var bubble: BubbleReference?
            var maybeSeen = false
            var isWithdrawn = false
            for name in names {
                switch results[name] {
                case .taken(let reference)?:
                    taken.append(name)
                    bubble = reference ?? bubble
                case .refused(let reason, let isUncertain)?:
                    refused.append((name, reason))
                    maybeSeen = maybeSeen || isUncertain
                case .withdrawn?:
                    isWithdrawn = true
                case nil: break
                }
            }
            reply(
                Report(
                    taken: taken, refused: refused, bubble: bubble, maybeSeen: maybeSeen,
                    isWithdrawn: isWithdrawn))
        }
        guard !names.isEmpty else { return finish() }
        for name in names {
            guard let channel = channels[name] else {
                results[name] = .refused("there is no such channel here")
                finish()
                continue
            }
            channel.deliver(announcement) { result in
                results[name] = result
                finish()
            }
        }
    }
}
