import CSystemd
import Glibc

/// A connection for a program that asks one question after the other and waits for each answer.
package final class BlockingBus {
    /// Which of the machine's buses.
    package enum Kind: Sendable {
        case session
        case system
    }

    private let connection: OpaquePointer
    private let patience: Duration

    /// Connects to a bus: the user's session bus, or the system's.
    ///
    /// `patience` is how long the bus, and then each answer, is waited for; a service may have to be started
    /// first.
    package init(_ kind: Kind = .session, patience: Duration = .seconds(25)) throws(BusError) {
        var opened: OpaquePointer?
        switch kind {
        case .session: try check(sd_bus_open_user(&opened))
        case .system: try check(sd_bus_open_system(&opened))
        }
        guard let opened else { throw BusError(-ENOMEM) }
        connection = opened
        self.patience = patience
        try waitUntilReady()
    }

    deinit {
        // Without a flush: what was called has been answered, and a bus that hangs would never take more.
        sd_bus_close_unref(connection)
    }

    /// sd-bus itself would wait without a bound for a bus that lets nobody in.
    private func waitUntilReady() throws(BusError) {
        let end = ContinuousClock.now + patience
        while sd_bus_is_ready(connection) == 0 {
            if try check(sd_bus_process(connection, nil)) > 0 { continue }
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { throw BusError(-ETIMEDOUT) }
            try check(sd_bus_wait(connection, left.microseconds))
        }
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
        let code = sd_bus_call(connection, raw, patience.microseconds, &error, &reply)
        guard code >= 0, let reply else { throw error.name == nil ? BusError(code) : BusError(error) }
        return try BusMessage(owning: reply).values(room: .max)
    }
}

extension Duration {
    /// Rounded up, as sd-bus counts.
    fileprivate var microseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(0, seconds)) * 1_000_000 + UInt64(max(0, attoseconds)) / 1_000_000_000_000 + 1
    }
}
