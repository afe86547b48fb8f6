import Systemd

/// Having a notification server started, where one would find a screen.
extension Desktop {
    /// Has the bus start a server, but only where it would find a display: without one it would crash.
    func activate(_ bus: Bus, for order: Order) {
        askForDisplay(bus) { [weak self, weak bus] hasDisplay in
            guard hasDisplay else {
                return order.answer(
                    .refused("no notification server is there, and no display to start one on"))
            }
            guard let self, let bus else { return order.answer(.refused("the session bus has gone")) }
            let arguments: [BusValue] = [.string(Desktop.name), .uint32(0)]
            bus.call(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "StartServiceByName",
                arguments
            ) {
                [weak self, weak bus] reply in
                guard let self, let bus else { return order.answer(.refused("the session bus has gone")) }
                if case .failure(let error) = reply {
                    return order.answer(.refused("no notification server could be started: \(error)"))
                }
                switch self.state {
                case .asking: self.queue.append(order)
                case .present(let server): self.notify(bus, order, server)
                // It has started and its name has gone again.
                case .absent: order.answer(.refused("the notification server left at once"))
                }
            }
        }
    }

    /// Asks the user manager, whose environment a login updates; a lingering service's own is older than the
    /// login.
    private func askForDisplay(_ bus: Bus, answer: @escaping @MainActor (Bool) -> Void) {
        let manager = "org.freedesktop.systemd1"
        bus.call(
            manager, "/org/freedesktop/systemd1", "org.freedesktop.DBus.Properties", "Get",
            [.string(manager + ".Manager"), .string("Environment")]
        ) { [hasDisplay] reply in
            guard case .success(let values) = reply, case .variant(let value)? = values.first,
                let variables = value.texts
            else {
                return answer(hasDisplay)
            }
            answer(
                variables.contains { variable in
                    ["DISPLAY=", "WAYLAND_DISPLAY="].contains {
                        variable.hasPrefix($0) && variable.count > $0.count
                    }
                })
        }
    }
}
