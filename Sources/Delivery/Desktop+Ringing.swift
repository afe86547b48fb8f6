import Rituals
import Systemd

/// Showing bubbles, and what the server says to it.
extension Desktop {
    func notify(_ bus: Bus, _ order: Order, _ server: NotificationServer) {
        // Answered, or taken back, while the server was being asked or started.
        guard bubbles.isWanted(order.turn) else { return order.answer(.withdrawn) }
        let announcement = order.announcement
        let bubble = Bubble(
            announcement, capabilities: server.capabilities, drawsButtons: server.drawsButtons)
        listenWhileNeeded()
        let arguments: [BusValue] = [
            .string(Bubble.applicationName), .uint32(bubbles.number(on: announcement.subject) ?? 0),
            .string(bubble.icon), .string(bubble.summary), .string(bubble.body),
            .array(of: "s", bubble.actions.map(BusValue.string)), bubble.hints,
            // The user's server decides how long a bubble stays.
            .int32(-1),
        ]
        let late: @MainActor (Bus.Reply) -> Void = { [weak self] in self?.answeredLate($0, order) }
        bus.call(server.owner, Desktop.path, Desktop.name, "Notify", arguments, late: late) {
            [weak self] in self?.answered($0, order)
        }
    }

    private func answered(_ reply: Bus.Reply, _ order: Order) {
        switch reply {
        case .success(let values):
            let number = posted(values, order)
            order.answer(.taken(number.flatMap(bubbles.reference(to:))))
        case .failure(let error):
            if error == .givenUp {
                bubbles.giveUp(order.turn)
            } else {
                refused(order, error)
            }
            order.answer(refusal(error))
        }
        listenWhileNeeded()
    }

    /// Takes a new bubble's number, and closes what is not to stand beside it; nil where it was taken back on its way.
    private func posted(_ values: [BusValue], _ order: Order) -> UInt32? {
        refusals.remove(order.announcement.subject)
        guard case .uint32(let number)? = values.first else { return nil }
        switch bubbles.posted(order.announcement.kind, number, order.turn) {
        case .unwanted:
            close(number)
            return nil
        case .up(let older):
            // A server that does not replace has left the one before where it was.
            if let older { close(older) }
            return number
        }
    }

    /// The server has answered after it was given up.
    private func answeredLate(_ reply: Bus.Reply, _ order: Order) {
        switch reply {
        case .success(let values):
            guard bubbles.isWanted(order.turn) else {
                _ = posted(values, order)
                return listenWhileNeeded()
            }
            let number = posted(values, order)
            listener.onLate(order.announcement.kind, number.flatMap(bubbles.reference(to:)))
        case .failure(let error):
            bubbles.refusedLate(order.turn)
            refused(order, error)
        }
        listenWhileNeeded()
    }

    /// One that has died, or says nothing at all, has not refused.
    private func refused(_ order: Order, _ error: BusError) {
        if !error.isMissingService, !error.isTimeout { refusals.add(order.announcement.subject) }
    }

    private func refusal(_ error: BusError) -> DeliveryResult {
        error.isMissingService
            ? .refused("no notification server is there")
            : .refused("the notification server failed: \(error)", maybeSeen: error.isTimeout)
    }
}
