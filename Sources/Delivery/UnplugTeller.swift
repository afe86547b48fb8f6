import Rituals

/// Keeps channels in step with what is unplugged, whatever ends it: an answer, an edit, another start.
///
/// What was told of something unplugged is told of its end in any case, and again until that works: a desktop
/// that was silenced must not stay silent.
@MainActor
final class UnplugTeller {
    private enum Side {
        /// Nobody has said so far.
        case unknown
        case unplugged(CommandNotice)
        case plugged
    }

    private let listener: CommandChannels.Listener
    private var side = Side.unknown
    private var deliveries: [CommandDelivery] = []
    /// Those that the files have no more, and that are to hear of the end as they were.
    private var former: [CommandDelivery] = []
    /// Those that were told, or are being told, and have not heard of the end.
    private var told: Set<ChannelName>
    /// Those of them whose program has not worked so far.
    private var owed: Set<ChannelName> = []
    /// Those that have failed, until their rest is over.
    private var failed: Set<ChannelName> = []
    /// What was unplugged last.
    private var last: CommandNotice?
    /// How many programs run: one side is told when those of the other have ended, so that none overtakes.
    private var running = 0

    init(_ told: Set<ChannelName>, _ listener: CommandChannels.Listener) {
        self.told = told
        self.listener = listener
    }

    func configure(_ all: [CommandDelivery]) {
        let new = all.filter(\.channel.hearsUnplugging)
        let names = Set(new.map(\.channel.name))
        former = (former + deliveries).filter {
            told.contains($0.channel.name) && !names.contains($0.channel.name)
        }
        deliveries = new
        advance()
    }

    /// Says what is unplugged now; nil: nothing.
    func tell(of notice: CommandNotice?) {
        switch (side, notice) {
        case (.unplugged, .some), (.plugged, nil): break
        default: (owed, failed) = ([], [])
        }
        side = notice.map(Side.unplugged) ?? .plugged
        last = notice ?? last
        advance()
    }

    /// The rest of one is over.
    func tryAgain(_ name: ChannelName) {
        if failed.remove(name) != nil { advance() }
    }

    private func advance() {
        guard running == 0 else { return }
        var runs = former.map { ($0, CommandNotice(replugging: last)) }
        switch side {
        case .unknown: break
        case .unplugged(let notice):
            beginUnplugged()
            runs += deliveries.filter { owed.contains($0.channel.name) }.map { ($0, notice) }
        case .plugged:
            let silent = told.filter { name in
                !(deliveries + former).contains {
                    $0.channel.name == name && $0.channel.events.contains(.replug)
                }
            }
            forget(silent)
            runs += deliveries.filter { told.contains($0.channel.name) }
                .map { ($0, CommandNotice(replugging: last)) }
        }
        runs.removeAll { failed.contains($0.0.channel.name) }
        // Before the first: it may answer at once.
        running = runs.count
        for (delivery, notice) in runs { run(delivery, notice) }
    }

    private func beginUnplugged() {
        let new = deliveries.filter { !told.contains($0.channel.name) }
        guard !new.isEmpty else { return }
        owed.formUnion(new.filter { $0.channel.events.contains(.unplug) }.map(\.channel.name))
        // Kept before it is done: what ends in between is told of the end once too often, and never too seldom.
        told.formUnion(new.map(\.channel.name))
        listener.onUnplugged(told)
    }

    private func run(_ delivery: CommandDelivery, _ notice: CommandNotice) {
        let name = delivery.channel.name
        guard delivery.channel.events.contains(notice.event) else { return ended(name, notice.event) }
        delivery.tell(notice) { [weak self] result in
            guard let self else { return }
            self.listener.onResult(name, result)
            if case .taken = result { return self.ended(name, notice.event) }
            self.failed.insert(name)
            self.finishRun()
        }
    }

    private func ended(_ name: ChannelName, _ event: CommandChannel.Event) {
        if event == .replug { forget([name]) } else { owed.remove(name) }
        finishRun()
    }

    private func finishRun() {
        running -= 1
        advance()
    }

    private func forget(_ names: Set<ChannelName>) {
        guard !told.isDisjoint(with: names) else { return }
        told.subtract(names)
        former.removeAll { names.contains($0.channel.name) }
        listener.onUnplugged(told)
    }
}
