import CSystemd
import Glibc

/// The service manager that started this program, if one did (sd_notify(3)).
package enum ServiceManager {
    /// Whether somebody listens to `notify`.
    package static var isPresent: Bool { getenv("NOTIFY_SOCKET") != nil }

    /// Tells the manager one or more assignments, as `READY=1`; without a manager it does nothing.
    package static func notify(_ assignments: String...) {
        sd_notify(0, assignments.joined(separator: "\n"))
    }

    /// Tells the manager that the configuration is read anew; `READY=1` follows when that is done.
    package static func notifyReloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        notify("RELOADING=1", "MONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1000)")
    }

    /// How often the manager wants to hear `WATCHDOG=1` at the least; nil where it does not.
    package static var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        guard sd_watchdog_enabled(0, &microseconds) > 0, microseconds < UInt64(Int64.max) else { return nil }
        return .microseconds(Int64(microseconds))
    }
}
