import CSystemd
import Glibc

/// A D-Bus call that failed, at the other end or on the way.
package struct BusError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The D-Bus name, as `org.freedesktop.DBus.Error.ServiceUnknown`; for errors of the system, sd-bus's
    /// name for them.
    package let name: String
    /// The errno that stands for it, positive (sd_bus_error_get_errno(3)).
    package let code: Int32
    package let message: String

    /// From the negative errno that libsystemd's functions return.
    init(_ result: Int32) {
        code = -result
        message = String(cString: strerror(-result))
        name = "System.Error.\(-result)"
    }

    /// This program has waited long enough; the answer may come all the same.
    package static let givenUp = BusError(name: "org.rituald.Error.GivenUp", code: ETIMEDOUT)

    private init(name: String, code: Int32) {
        (self.name, self.code, message) = (name, code, String(cString: strerror(code)))
    }

    init(_ error: sd_bus_error) {
        var copy = error
        code = sd_bus_error_get_errno(&copy)
        name = error.name.map { String(cString: $0) } ?? ""
        message = error.message.map { String(cString: $0) } ?? String(cString: strerror(code))
    }

    /// Whether nobody owns the name that was called, and nobody was started for it.
    package var isMissingService: Bool {
        name == "org.freedesktop.DBus.Error.ServiceUnknown"
            || name == "org.freedesktop.DBus.Error.NameHasNoOwner"
    }

    /// Whether there was no answer in time.
    package var isTimeout: Bool { code == ETIMEDOUT }

    package var description: String { message.isEmpty ? name : message }
}
