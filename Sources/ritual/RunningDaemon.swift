import Host

/// A daemon that holds the lock of the state folder, as seen from outside.
///
/// The lock knows who runs where the bus doesn't: in a shell after `su`, over ssh, in cron, or beside a second session bus.
struct RunningDaemon {
    let process: Int
    /// The address of its session bus; nil where that can't be seen.
    let bus: String?

    /// Nil where none runs.
    init?(in state: String) {
        guard let process = LockFile.holder(in: state) else { return nil }
        self.process = process
        bus = InitialEnvironment(of: process).flatMap { RunningDaemon.address($0.value) }
    }

    /// Where the session bus is, by the variables that say so (sd_bus_open_user(3)).
    private static func address(_ value: (String) -> String?) -> String? {
        let named =
            value("DBUS_SESSION_BUS_ADDRESS") ?? value("XDG_RUNTIME_DIR").map { "unix:path=\($0)/bus" }
        // What comes after a comma is the same bus.
        return named.map { String($0.prefix { $0 != "," }) }
    }

    /// The bus of this shell.
    static var ownBus: String? { address(Environment.value) }

    /// Whether its bus is another than this shell's.
    var isOnAnotherBus: Bool { bus != nil && RunningDaemon.ownBus != nil && bus != RunningDaemon.ownBus }

    /// Why no command reaches it, and what to type.
    var failure: (message: String, hint: String) {
        let name = "rituald runs as process \(process)"
        if let bus, bus != RunningDaemon.ownBus {
            return (
                "\(name), on another session bus than this shell's",
                "`export DBUS_SESSION_BUS_ADDRESS=\(bus)` leads to it"
            )
        }
        return ("\(name), but it does not answer", "`ritual doctor` says why; `kill \(process)` ends it")
    }
}
