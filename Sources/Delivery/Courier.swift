import Rituals

/// Takes an announcement to its channels, each on its own: one that fails never stops another.
@MainActor
package final class Courier {
    /// What became of one announcement.
    package struct Report: Sendable {
        /// The channels that took it, in their order.
        package internal(set) var taken: [ChannelName] = []
        /// What each of the others said.
        package internal(set) var refused: [(channel: ChannelName, reason: String)] = []
        /// The bubble on the desktop.
        package internal(set) var bubble: BubbleReference?
        /// Whether one that refused may have shown it all the same.
        package internal(set) var maybeSeen = false
        /// Whether it was taken back on its way.
        package internal(set) var isWithdrawn = false

        mutating func add(_ result: DeliveryResult, of channel: ChannelName) {
            switch result {
            case .taken(let reference):
                taken.append(channel)
                bubble = reference ?? bubble
            case .refused(let reason, let isUncertain):
                refused.append((channel, reason))
                maybeSeen = maybeSeen || isUncertain
            case .withdrawn:
                isWithdrawn = true
            }
        }

        mutating func add(_ other: Report) {
            taken += other.taken
            refused += other.refused
            bubble = other.bubble ?? bubble
            maybeSeen = maybeSeen || other.maybeSeen
            isWithdrawn = isWithdrawn || other.isWithdrawn
        }
    }

    /// Hears what a program came to after the announcement had been taken elsewhere, and what it was told.
    package typealias Latecomer = @MainActor (Announcement.Kind, ChannelName, DeliveryResult) -> Void

    private let channels: [ChannelName: any Channel]
    /// A channel that gets every announcement, asked for or not: the terminal of a daemon in the foreground.
    private let always: ChannelName?
    /// Those that run programs, where there are any.
    package var commands: CommandChannels?

    package init(_ channels: [ChannelName: any Channel], always: ChannelName? = nil) {
        self.channels = channels
        self.always = always
    }

    /// Delivers to the announcement's channels, and to the terminal where no desktop takes it; `reply` comes
    /// once, at the end.
    ///
    /// Programs take seconds: what a screen has taken waits for none, and `late` hears of them. Without `late`
    /// all are waited for. What is only shown again, and the pulse's bubble, go nowhere else.
    package func deliver(
        _ announcement: Announcement, late: Latecomer? = nil, reply: @escaping @MainActor (Report) -> Void
    ) {
        let orders = announcement.isForItsChannelsOnly ? [] : commands?.orders(for: announcement) ?? []
        guard !orders.isEmpty else { return show(announcement, mayFallBack: true, reply: reply) }
        let round = Round(count: orders.count, late: late) { [self] report, hasScreen in
            guard report.taken.isEmpty, !report.isWithdrawn, !hasScreen else { return reply(report) }
            deliver(announcement, to: [.terminal]) { last in
                var report = report
                report.add(last)
                reply(report)
            }
        }
        for (delivery, part) in orders {
            delivery.deliver(part) { round.ended(part.kind, delivery.channel.name, $0) }
        }
        let asksForDesktop = announcement.channels.contains(.desktop)
        let hasScreen = asksForDesktop || announcement.channels.contains(.terminal) || always != nil
        show(announcement, mayFallBack: asksForDesktop) { round.shown($0, hasScreen: hasScreen) }
    }

    /// Delivers to the screens that an announcement asks for.
    private func show(
        _ announcement: Announcement, mayFallBack: Bool, reply: @escaping @MainActor (Report) -> Void
    ) {
        var wanted = announcement.channels.filter(\.isScreen)
        if let always, !wanted.contains(always), !announcement.isForItsChannelsOnly { wanted.append(always) }
        deliver(announcement, to: wanted) { [self] first in
            guard mayFallBack, !announcement.isForItsChannelsOnly, !first.isWithdrawn else {
                return reply(first)
            }
            let hasTerminal = wanted.contains(.terminal) || channels[.terminal] == nil
            guard !hasTerminal, !first.taken.contains(.desktop) else { return reply(first) }
            deliver(announcement, to: [.terminal]) { second in
                var report = first
                report.add(second)
                reply(report)
            }
        }
    }

    private func deliver(
        _ announcement: Announcement, to names: [ChannelName], reply: @escaping @MainActor (Report) -> Void
    ) {
        var results: [ChannelName: DeliveryResult] = [:]
        func finish() {
            guard results.count == names.count else { return }
            var report = Report()
            for name in names { if let result = results[name] { report.add(result, of: name) } }
            reply(report)
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

    /// One announcement, on its way to screens and programs.
    @MainActor
    private final class Round {
        private var report = Report()
        /// How many programs have not ended.
        private var open: Int
        /// Nil: the screens have not answered.
        private var hasScreen: Bool?
        private var reply: (@MainActor (Report, Bool) -> Void)?
        private let late: Latecomer?

        init(
            count: Int, late: Latecomer?, reply: @escaping @MainActor (Report, _ hasScreen: Bool) -> Void
        ) {
            open = count
            self.late = late
            self.reply = reply
        }

        func ended(_ kind: Announcement.Kind, _ channel: ChannelName, _ result: DeliveryResult) {
            open -= 1
            guard reply != nil else { return late?(kind, channel, result) ?? () }
            report.add(result, of: channel)
            finishIfKnown()
        }

        func shown(_ screens: Report, hasScreen: Bool) {
            var all = screens
            all.add(report)
            report = all
            self.hasScreen = hasScreen
            finishIfKnown()
        }

        private func finishIfKnown() {
            guard let hasScreen, let reply else { return }
            let isKnown = report.isWithdrawn || (late != nil && !report.taken.isEmpty)
            guard open == 0 || isKnown else { return }
            self.reply = nil
            reply(report, hasScreen)
        }
    }
}
