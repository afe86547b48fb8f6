import Systemd

/// A notification server, and what it can do.
package struct NotificationServer: Hashable {
    /// Its unique name on the bus.
    let owner: String
    let capabilities: Set<String>
    /// Whether it is known to draw the buttons that it says it takes.
    let drawsButtons: Bool

    /// Servers that draw buttons, by the names that they give themselves.
    ///
    /// Others say that they take actions and show none, as dunst and mako do.
    private static let drawing: Set<String> = [
        "gnome-shell", "cinnamon", "Plasma", "Xfce Notify Daemon", "Notification Daemon",
        "SwayNotificationCenter", "lxqt-notificationd", "Budgie Notification Server", "elementary OS",
    ]

    /// Whether a server of that name is known to draw the buttons that it says it takes.
    package static func drawsButtons(_ name: String) -> Bool { drawing.contains(name) }

    /// Asks a server what it is; one that does not say is taken for the plainest.
    @MainActor
    static func ask(
        _ bus: Bus, _ owner: String, answer: @escaping @MainActor (NotificationServer) -> Void
    ) {
        bus.call(owner, Desktop.path, Desktop.name, "GetCapabilities") { [weak bus] reply in
            let capabilities = Set((try? reply.get())?.first?.texts ?? ["body"])
            let hangs = if case .failure(let error) = reply { error.isTimeout } else { false }
            // Where there are no buttons, or no answers, its name does not matter.
            guard let bus, capabilities.contains("actions"), !hangs else {
                return answer(
                    NotificationServer(owner: owner, capabilities: capabilities, drawsButtons: false))
            }
            bus.call(owner, Desktop.path, Desktop.name, "GetServerInformation") { reply in
                let name = (try? reply.get())?.first?.text ?? ""
                answer(
                    NotificationServer(
                        owner: owner, capabilities: capabilities, drawsButtons: drawsButtons(name)))
            }
        }
    }
}
