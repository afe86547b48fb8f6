import Rituals
import Systemd

/// The desktop's notification server, over the session bus.
///
/// It is asked, never waited for: a desktop that hangs, restarts or is not there yet costs no more than an
/// unanswered call. Without a server at login, rings wait until one comes (`onServer`).
@MainActor
package final class Desktop: Channel {
    private enum Server {
        /// Whether one is there is being asked, or what this one can do.
        case asking(owner: String?)
        case absent
        case present(owner: String, capabilities: Set<String>)
    }

    private typealias Answer = @MainActor (DeliveryResult) -> Void

    private static let name = "org.freedesktop.Notifications"
    private static let path = "/org/freedesktop/Notifications"

    private let session: SessionBus
    private let onServer: @MainActor () -> Void
    private let hasDisplay: Bool
    private var server = Server.absent
    /// What came while the server was being asked.
    private var queue: [(announcement: Announcement, answer: Answer)] = []
    /// The server's number of the last bubble on each subject, good only with the server that gave it.
    private var bubbles: [Announcement.Subject: UInt32] = [:]
    /// `hasDisplay` says whether this process itself has a display, and is asked where there is no user
    /// manager that would know; `onServer` is called when a notification server has come.
    package init(
        _ session: SessionBus, hasDisplay: Bool,
        onServer: @escaping @MainActor () -> Void = {}
    ) {
        self.session = session
        self.hasDisplay = hasDisplay
        self.onServer = onServer
        session.onConnect { [weak self] bus in
            self?.connected(bus)
        } onLoss: { [weak self] in
            self?.serverLeft()
        }
    }

    package func deliver(_ announcement: Announcement, reply: @escaping @MainActor (DeliveryResult) -> Void) {
        guard let bus = session.connect() else { return reply(.refused("there is no session bus")) }
        switch server {
        case .asking: queue.append((announcement, reply))
        case .absent: activate(bus, for: announcement, reply)
        case .present(_, let capabilities): notify(bus, announcement, capabilities, reply)
        }
    }

    /// Takes down the bubble on a subject, if this process has put one up.
    package func withdraw(_ subject: Announcement.Subject) {
        guard let id = bubbles.removeValue(forKey: subject) else { return }
        session.bus?.call(Desktop.name, Desktop.path, Desktop.name, "CloseNotification", [.uint32(id)]) { _ in
        }
    }

    // MARK: The server's coming and going

    private func connected(_ bus: Bus) {
        do throws(BusError) {
            try bus.onSignal(
                from: "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "NameOwnerChanged",
                firstArgument: Desktop.name
            ) { [weak self, weak bus] values in
                guard let self, let bus, values.count == 3, let owner = values[2].text else { return }
                owner.isEmpty ? self.serverLeft() : self.serverCame(bus, owner)
            }
        } catch {
            return serverLeft()
        }
        server = .asking(owner: nil)
        bus.call(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetNameOwner",
            [.string(Desktop.name)]
        ) {
            [weak self, weak bus] answer in
            guard let self, let bus else { return }
            let hangs = if case .failure(let error) = answer { error.isTimeout } else { false }
            if !hangs { self.session.confirm() }
            // A server that came in the meantime has told so itself.
            guard case .asking(owner: nil) = self.server else { return }
            guard !hangs else {
                // A bus that hangs would take as long for each further question.
                self.server = .absent
                for (_, answer) in self.takeQueue() { answer(.refused("the session bus does not answer")) }
                return
            }
            if case .success(let values) = answer, let owner = values.first?.text {
                self.serverCame(bus, owner)
            } else {
                self.serverLeft()
            }
        }
    }

    private func serverCame(_ bus: Bus, _ owner: String) {
        if case .present(owner, _) = server { return }
        server = .asking(owner: owner)
        bubbles = [:]
        bus.call(owner, Desktop.path, Desktop.name, "GetCapabilities") { [weak self, weak bus] answer in
            // The answer of one that has been replaced since counts no more.
            guard let self, let bus, case .asking(owner) = self.server else { return }
            // A server that does not say is taken for the plainest: a summary and a body.
            let capabilities = (try? answer.get())?.first?.texts ?? ["body"]
            self.server = .present(owner: owner, capabilities: Set(capabilities))
            for (announcement, answer) in self.takeQueue() {
                self.notify(bus, announcement, Set(capabilities), answer)
            }
            self.onServer()
        }
    }

    private func serverLeft() {
        server = .absent
        bubbles = [:]
        for (announcement, answer) in takeQueue() {
            if let bus = session.bus {
                activate(bus, for: announcement, answer)
            } else {
                answer(.refused("the session bus has gone"))
            }
        }
    }

    private func takeQueue() -> [(announcement: Announcement, answer: Answer)] {
        defer { queue = [] }
        return queue
    }

    // MARK: Ringing

    private func notify(
        _ bus: Bus, _ announcement: Announcement, _ capabilities: Set<String>, _ answer: @escaping Answer
    ) {
        let bubble = Bubble(announcement, capabilities: capabilities)
        let replaced = bubbles[announcement.subject] ?? 0
        let arguments: [BusValue] = [
            .string(Bubble.applicationName), .uint32(replaced), .string(bubble.icon), .string(bubble.summary),
            .string(bubble.body),
            .array(of: "s", []), bubble.hints,
            // The user's server decides how long a bubble stays.
            .int32(-1),
        ]
        bus.call(Desktop.name, Desktop.path, Desktop.name, "Notify", arguments) { [weak self] reply in
            switch reply {
            case .success(let values):
                if case .uint32(let id)? = values.first { self?.bubbles[announcement.subject] = id }
                answer(.taken)
            case .failure(let error) where error.isMissingService:
                answer(.refused("no notification server is there"))
            case .failure(let error):
                answer(.refused("the notification server failed: \(error)"))
            }
        }
    }

    /// Has the bus start a server, but only where it would find a display: without one it would crash.
    private func activate(_ bus: Bus, for announcement: Announcement, _ answer: @escaping Answer) {
        askForDisplay(bus) { [weak self, weak bus] hasDisplay in
            guard hasDisplay else {
                return answer(.refused("no notification server is there, and no display to start one on"))
            }
            guard let self, let bus else { return answer(.refused("the session bus has gone")) }
            let arguments: [BusValue] = [.string(Desktop.name), .uint32(0)]
            bus.call(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "StartServiceByName",
                arguments
            ) {
                [weak self, weak bus] reply in
                guard let self, let bus else { return answer(.refused("the session bus has gone")) }
                if case .failure(let error) = reply {
                    return answer(.refused("no notification server could be started: \(error)"))
                }
                switch self.server {
                case .asking: self.queue.append((announcement, answer))
                case .present(_, let capabilities): self.notify(bus, announcement, capabilities, answer)
                // It has started and its name has gone again.
                case .absent: answer(.refused("the notification server left at once"))
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
