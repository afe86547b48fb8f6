import Dispatch
import Glibc

/// A bus for as long as it is there: connects, notices that it has gone, and connects again.
@MainActor
package final class LastingBus {
    package private(set) var bus: Bus?
    private var listeners: [@MainActor (Bus) -> Void] = []
    private var losses: [@MainActor () -> Void] = []
    private var failures = 0
    private var isRetrying = false
    private let address: String?

    /// How often a lost bus is looked for, a second later and then after twice as long each time; past that,
    /// it takes somebody to call `connect`.
    private static let mostTries = 6

    /// `address` is that of the bus; nil: the session bus.
    package init(address: String? = nil) {
        self.address = address
    }

    /// The session bus's socket where it is a file: `$DBUS_SESSION_BUS_ADDRESS`, else in the user's runtime
    /// folder (sd_bus_open_user(3)).
    package static var sessionSocket: String? {
        guard let address = getenv("DBUS_SESSION_BUS_ADDRESS") else {
            return getenv("XDG_RUNTIME_DIR").map { String(cString: $0) + "/bus" }
        }
        let prefix = "unix:path="
        let first = String(cString: address).prefix { $0 != ";" && $0 != "," }
        return first.hasPrefix(prefix) ? String(first.dropFirst(prefix.count)) : nil
    }

    /// The address of the system bus: `$DBUS_SYSTEM_BUS_ADDRESS`, else the one that all systems have (D-Bus
    /// Specification, "System message bus").
    package static var systemAddress: String {
        getenv("DBUS_SYSTEM_BUS_ADDRESS").map { String(cString: $0) }
            ?? "unix:path=/run/dbus/system_bus_socket"
    }

    /// Calls a function with every new connection, and another when one is lost.
    package func onConnect(
        _ listener: @escaping @MainActor (Bus) -> Void, onLoss: @escaping @MainActor () -> Void
    ) {
        listeners.append(listener)
        losses.append(onLoss)
        if let bus { listener(bus) }
    }

    /// Connects if that is not done; nil where there is no bus now.
    @discardableResult
    package func connect() -> Bus? {
        if let bus { return bus }
        do {
            let bus = try Bus(address: address) { [weak self] bus, _ in self?.lose(bus) }
            guard !bus.isClosed else { return nil }
            self.bus = bus
            for listener in listeners { listener(bus) }
            return self.bus
        } catch {
            return nil
        }
    }

    /// Looks for a bus of which something says that it has come: at once and, since it may not listen yet,
    /// again soon.
    package func lookForBus() {
        failures = 0
        if connect() == nil { retry() }
    }

    /// That the connection works has been seen: the next loss is looked after at once again.
    package func confirm() {
        failures = 0
    }

    private func lose(_ lost: Bus) {
        guard bus === lost || bus == nil else { return }
        bus = nil
        for loss in losses { loss() }
        retry()
    }

    private func retry() {
        guard failures < LastingBus.mostTries, !isRetrying else { return }
        failures += 1
        isRetrying = true
        DispatchQueue.main.asyncAfter(deadline: .now() + .seconds(1 << (failures - 1))) { [weak self] in
            MainActor.assumeIsolated {
                guard let self else { return }
                self.isRetrying = false
                if self.connect() == nil { self.retry() }
            }
        }
    }
}
