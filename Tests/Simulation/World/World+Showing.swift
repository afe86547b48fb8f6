import CivilTime
import Host
import Ledger
import Rituals

/// What becomes of an announcement.
extension World {
    func show(_ announcement: Announcement) {
        if case .ring = announcement.kind { tally.rings += 1 }
        let kind = announcement.kind
        witness.sent(announcement)
        guard !announcement.channels.isEmpty else { return reply(to: kind, taken: []) }
        guard announcement.channels.contains(.desktop) else {
            witness.saw(announcement)
            return reply(to: kind, taken: [.terminal])
        }
        let number = desktop.order(announcement)
        switch desktop.manner {
        case .absent, .failing: answer(number, isSeen: false)
        case .prompt: answer(number, isSeen: true)
        case .quick: later(number, after: .nanoseconds(chance.number(1...400) * 1_000_000), isSeen: true)
        case .slow: later(number, after: .seconds(chance.number(1...20)), isSeen: true)
        case .hanging: later(number, after: .seconds(5), isSeen: nil)
        }
    }

    private func later(_ number: UInt32, after delay: Duration, isSeen: Bool?) {
        todos.append((now + delay, .answer(number, isSeen: isSeen)))
    }

    /// The server answers, or with nil does not in time.
    func answer(_ number: UInt32, isSeen: Bool?) {
        guard let order = desktop.orders[number] else { return }
        let announcement = order.announcement
        if isSeen == true {
            if order.isWanted {
                witness.saw(announcement)
            } else {
                witness.mayHaveSeen(announcement, at: now)
            }
            let bubble = desktop.post(number)
            return reply(to: announcement.kind, taken: [.desktop], bubble)
        }
        _ = desktop.give(up: number)
        if desktop.hasTerminal, !announcement.isRepost, order.isWanted {
            witness.saw(announcement)
            return reply(to: announcement.kind, taken: [.terminal])
        }
        if isSeen == nil { witness.mayHaveSeen(announcement, at: now) }
        reply(to: announcement.kind, taken: [], maybeSeen: isSeen == nil)
    }

    private func reply(
        to kind: Announcement.Kind, taken: [ChannelName], _ bubble: BubbleReference? = nil,
        maybeSeen: Bool = false
    ) {
        if taken.isEmpty, kind == .digest { witness.mayDigest = true }
        tell(
            .replied,
            taken.isEmpty
                ? "refused: \(kind), maybe seen: \(maybeSeen)".shortened : "taken: \(kind)".shortened
        ) { keeper, now in
            taken.isEmpty
                ? keeper.deliveryFailed(kind, maybeSeen: maybeSeen, at: now)
                : keeper.delivered(kind, on: taken, bubble: bubble, at: now)
        }
    }

    /// Nothing of what is private can be read on a locked screen.
    func lookAtScreen() {
        guard witness.isLocked == true else { return }
        for announcement in desktop.visible where !isLeftBehind(announcement) {
            witness.claim(!announcement.isSecret, "a locked screen shows \(announcement.kind)")
        }
    }

    /// What a process has put up that ended at once is nobody's, where it was over.
    private func isLeftBehind(_ announcement: Announcement) -> Bool {
        if let id = announcement.kind.ritual {
            // What the file does not call private any more is not.
            if witness.household.ritual(id)?.isPrivate == false { return true }
            // What neither the ledger nor the file knows.
            if desktop.unwritten.contains(announcement), witness.household.ritual(id) == nil { return true }
        }
        guard desktop.orphans.contains(announcement) else { return false }
        return announcement.kind.occurrences.allSatisfy { witness.lives[$0]?.outcome != nil }
    }
}
