import CSystemd

/// What others tell of themselves.
extension Bus {
    /// Signals that are handed on for as long as this is kept.
    @MainActor
    package final class Subscription {
        var slots: [OpaquePointer] = []

        isolated deinit {
            for slot in slots { sd_bus_slot_unref(slot) }
        }
    }

    /// Hands each signal of some kinds to a handler, with its name, as long as the subscription is kept.
    ///
    /// `sender` is a unique name.
    package func subscribe(
        to members: [String], from sender: String, _ path: String, _ interface: String,
        firstArgument: String? = nil, handler: @escaping @MainActor (String, [BusValue]) -> Void
    ) throws(BusError) -> Subscription {
        let subscription = Subscription()
        for member in members {
            let rule = Bus.rule(sender, path, interface, member, firstArgument)
            try listen(keeping: subscription) { message in
                if let values = try? message.values() { handler(member, values) }
            } for: { slot, context in
                sd_bus_add_match_async(self.raw, slot, rule, receive, nil, context)
            }
        }
        pump()
        return subscription
    }

    /// Hands each signal of a kind to a handler, as long as the connection lasts.
    package func onSignal(
        from sender: String, _ path: String, _ interface: String, _ member: String,
        firstArgument: String? = nil,
        handler: @escaping @MainActor ([BusValue]) -> Void
    ) throws(BusError) {
        let rule = Bus.rule(sender, path, interface, member, firstArgument)
        try listen { message in
            if let values = try? message.values() { handler(values) }
        } for: { slot, context in
            sd_bus_add_match_async(self.raw, slot, rule, receive, nil, context)
        }
        pump()
    }

    /// A match rule (D-Bus Specification, "Match Rules").
    private static func rule(
        _ sender: String, _ path: String, _ interface: String, _ member: String, _ firstArgument: String?
    ) -> String {
        "type='signal',sender='\(sender)',path='\(path)',interface='\(interface)',member='\(member)'"
            + (firstArgument.map { ",arg0='\($0)'" } ?? "")
    }
}
