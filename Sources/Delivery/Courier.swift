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
    package func deliver(_ announcement: Announcement, reply: @escaping @MainActor (Report) -> Void) {
        var wanted = announcement.channels
        if let always, !wanted.contains(always) { wanted.append(always) }
        deliver(announcement, to: wanted) { first in
            let hasTerminal = wanted.contains(.terminal) || self.channels[.terminal] == nil
            guard !hasTerminal, !first.taken.contains(.desktop) else { return reply(first) }
            self.deliver(announcement, to: [.terminal]) { second in
                reply(Report(taken: first.taken + second.taken, refused: first.refused + second.refused))
            }
        }
    }

    private func deliver(
        _ announcement: Announcement, to names: [ChannelName], reply: @escaping @MainActor (Report) -> Void
    ) {
        var results: [ChannelName: DeliveryResult] = [:]
        func finish() {
            guard results.count == names.count else { return }
            var refused: [(channel: ChannelName, reason: String)] = []
            for name in names {
                if case .refused(let reason)? = results[name] { refused.append((name, reason)) }
            }
            reply(Report(taken: names.filter { results[$0] == .taken }, refused: refused))
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
