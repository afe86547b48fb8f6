import Systemd

/// Knows whether the desktop is asked not to disturb, where its notification server tells: Plasma and dunst do.
@MainActor
package final class DoNotDisturbWatch {
    private let onChange: @MainActor (Bool) -> Void
    private var server: OwnerWatch<Server>?
    private var told: Bool?

    /// Tells as soon as it is known, maybe before this returns, and then at each change.
    package init(
        _ session: LastingBus, patience: Duration = Bus.patience,
        onChange: @escaping @MainActor (Bool) -> Void
    ) {
        self.onChange = onChange
        let decide: @MainActor () -> Void = { [weak self] in self?.decide() }
        server = OwnerWatch(of: Desktop.name, on: session, patience: patience) { bus, owner in
            Server(bus, owner, onChange: decide)
        } onChange: {
            decide()
        }
        self.decide()
    }

    /// Asks anew: dunst 1.9 says nothing when a signal pauses it (dunst(1), SIGUSR1 and SIGUSR2).
    package func ask() {
        if case .present(let server) = server?.state { server.ask() }
    }

    private func decide() {
        guard let isWanted, isWanted != told else { return }
        told = isWanted
        onChange(isWanted)
    }

    /// Nil as long as an answer is under way.
    private var isWanted: Bool? {
        switch server?.state {
        case nil, .unknown: nil
        case .nobody: false
        case .present(let server): server.isQuiet
        }
    }
}

/// What one notification server tells of itself.
@MainActor
private final class Server {
    private var watches: [(watch: PropertyWatch, property: String)] = []
    private let onChange: @MainActor () -> Void

    private static let places = [
        ("org.freedesktop.Notifications", "Inhibited"), ("org.dunstproject.cmd0", "paused"),
    ]

    init(_ bus: Bus, _ owner: String, onChange: @escaping @MainActor () -> Void) {
        self.onChange = onChange
        watches = Server.places.map { interface, property in
            let watch = PropertyWatch(bus, owner, Desktop.path, interface) { [weak self] in
                self?.changed()
            }
            return (watch, property)
        }
        changed()
    }

    func ask() {
        for (watch, _) in watches { watch.ask() }
    }

    /// Whether it keeps notifications from the screen; nil as long as it is being asked.
    var isQuiet: Bool? {
        guard watches.allSatisfy(\.watch.isSettled) else { return nil }
        return watches.contains { $0.watch.values[$0.property] == .boolean(true) }
    }

    private func changed() {
        // What it does not have is not followed.
        watches.removeAll { $0.watch.isSettled && $0.watch.values[$0.property] == nil }
        onChange()
    }
}
