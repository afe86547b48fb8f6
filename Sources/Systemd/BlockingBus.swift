import CSystemd
import Glibc

/// A connection for a program that asks one question after the other and waits for each answer.
package final class BlockingBus {
    private let connection: OpaquePointer

    /// How long an answer is waited for; a service may have to be started first.
    private static let patience: UInt64 = 25_000_000

    /// Connects to the user's session bus.
    package init() throws(BusError) {
        var opened: OpaquePointer?
        try check(sd_bus_open_user(&opened))
        guard let opened else { throw BusError(-ENOMEM) }
        connection = opened
    }

    deinit {
        sd_bus_flush_close_unref(connection)
    }

    /// Calls a method and waits for its answer; `startsService` says whether the bus may start the callee.
    package func call(
        _ destination: String, _ path: String, _ interface: String, _ method: String,
        _ arguments: [BusValue] = [], startsService: Bool = false
    ) throws(BusError) -> [BusValue] {
        var raw: OpaquePointer?
        try check(sd_bus_message_new_method_call(connection, &raw, destination, path, interface, method))
        guard let raw else { throw BusError(-ENOMEM) }
        let message = BusMessage(owning: raw)
        try check(sd_bus_message_set_auto_start(raw, startsService ? 1 : 0))
        try message.append(arguments)
        var error = sd_bus_error()
        defer { sd_bus_error_free(&error) }
        var reply: OpaquePointer?
        let code = sd_bus_call(connection, raw, BlockingBus.patience, &error, &reply)
        guard code >= 0, let reply else { throw error.name == nil ? BusError(code) : BusError(error) }
        return try BusMessage(owning: reply).values()
    }
}
