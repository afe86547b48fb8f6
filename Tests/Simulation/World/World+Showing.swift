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
        // Asked again before it has answered, it might show the same twice.
        guard !desktop.owes(announcement.subject) else {
            return reply(to: kind, taken: [], maybeSeen: true)
        }
        let number = desktop.order(announcement)
        switch desktop.manner {
        case .absent: answer(number, isSeen: false)
        case .failing, .failingOnce:
            if desktop.manner == .failingOnce { desktop.manner = .prompt }
            rest()
            answer(number, isSeen: false)
        case .prompt: answer(number, isSeen: true)
        case .quick: later(number, after: .nanoseconds(chance.number(1...400) * 1_000_000), isSeen: true)
        case .slow: later(number, after: .seconds(chance.number(1...20)), isSeen: true)
        case .hanging, .late: later(number, after: .seconds(5), isSeen: nil)
        }
    }

    /// A server that has refused something is asked again.
    private func rest() {
        guard !todos.contains(where: { if case .rested = $0.todo { true } else { false } }) else { return }
        todos.append((now + .seconds(chance.pick([2, 10, 60, 300])), .rested))
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
        if isSeen == nil, desktop.manner == .late {
            desktop.owe(order)
            todos.append((now + .nanoseconds(chance.number(100...60_000) * 1_000_000), .answerLate(number)))
        }
        if desktop.hasTerminal, !announcement.isRepost, order.isWanted {
            witness.saw(announcement)
            return reply(to: announcement.kind, taken: [.terminal])
        }
        if isSeen == nil { witness.mayHaveSeen(announcement, at: now) }
        reply(to: announcement.kind, taken: [], maybeSeen: isSeen == nil)
    }

    /// The server answers after it was given up.
    func answerLate(_ number: UInt32) {
        guard let (announcement, bubble) = desktop.post(late: number) else { return }
        witness.sent(announcement)
        tell(.replied, "late: \(announcement.kind)".shortened) {
            $0.deliveredLate(announcement.kind, bubble: bubble, at: $1)
        }
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
