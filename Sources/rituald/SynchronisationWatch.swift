import Dispatch
import Glibc
import Host
import Systemd

/// Finds out when the wall clock can be trusted: when something keeps it in step with the world's time.
@MainActor
final class SynchronisationWatch {
    private let onSynchronised: @MainActor () -> Void
    private var bus: Bus?
    private let watcher: FileWatcher?

    /// systemd-timesyncd touches this file at each synchronisation (systemd-timesyncd.service(8)).
    private static let mark = "/run/systemd/timesync/synchronized"

    /// Asks at once, and tells as soon as it is so; as long as this is kept.
    init(onSynchronised: @escaping @MainActor () -> Void) {
        self.onSynchronised = onSynchronised
        watcher = try? FileWatcher()
        watcher?.watch([SynchronisationWatch.mark.folder]) { [weak self] event in
            if event.path == SynchronisationWatch.mark { self?.onSynchronised() }
        }
        ask()
    }

    /// Asks timedated, which knows whoever sets the clock (org.freedesktop.timedate1(5)).
    func ask() {
        let address = "unix:path=/run/dbus/system_bus_socket"
        let bus = try? Bus(address: address) { [weak self] _, _ in self?.bus = nil }
        guard let bus, !bus.isClosed else { return }
        self.bus = bus
        let name = "org.freedesktop.timedate1"
        bus.call(
            name, "/org/freedesktop/timedate1", "org.freedesktop.DBus.Properties", "Get",
            [.string(name), .string("NTPSynchronized")], startsService: true
        ) { [weak self] answer in
            self?.bus = nil
            guard case .success(let values) = answer, values.first == .variant(.boolean(true)) else { return }
            self?.onSynchronised()
        }
    }
}
