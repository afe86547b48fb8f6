import CSystemd
import Dispatch
import Glibc

/// One connection to a D-Bus message bus, driven by the main queue; no call ever blocks.
@MainActor
package final class Bus {
    /// How long one turn at the queue may last: whatever is due comes in between.
    private static let turn: Duration = .milliseconds(4)

    private let connection: Connection
    /// sd-bus's handle.
    var raw: OpaquePointer { connection.raw }
    private var readSource: (any DispatchSourceRead)?
    private var writeSource: (any DispatchSourceWrite)?
    private var timer: (any DispatchSourceTimer)?
    private var isWriting = false
    /// Whether the connection has ended; a new one is needed then.
    package private(set) var isClosed = false
    private var isPumping = false
    private var willPump = false
    private let onLoss: @MainActor (Bus, BusError) -> Void

    /// Begins to connect to the user's session bus, or to the bus at an address (D-Bus Specification, "Server
    /// Addresses"); what fails later is told to `onLoss`, once.
    package init(address: String?, onLoss: @escaping @MainActor (Bus, BusError) -> Void) throws(BusError) {
        connection = try Connection(address: address)
        let raw = connection.raw
        self.onLoss = onLoss
        // The program goes on when the bus goes away.
        sd_bus_set_exit_on_disconnect(raw, 0)
        let descriptor = try check(sd_bus_get_fd(raw))
        let readSource = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
        let writeSource = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: .main)
        let timer = DispatchSource.makeTimerSource(queue: .main)
        for source in [readSource, writeSource, timer] as [any DispatchSourceProtocol] {
            source.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.pump() } }
            // libdispatch demands that the descriptor outlives its sources; each keeps the connection until
            // it is cancelled.
            let connection = connection
            source.setCancelHandler { withExtendedLifetime(connection) {} }
        }
        (self.readSource, self.writeSource, self.timer) = (readSource, writeSource, timer)
        readSource.activate()
        timer.activate()
        pump()
    }

    isolated deinit {
        readSource?.cancel()
        timer?.cancel()
        // A source that sleeps, or was never woken, must not be let go of.
        if !isWriting { writeSource?.resume() }
        writeSource?.cancel()
    }

    /// Sends what a function has sd-bus send, at once.
    func send(_ body: () throws(BusError) -> Void) throws(BusError) {
        try body()
        pump()
    }

    /// Gives libsystemd a slot whose messages go to a handler; the slot lives as long as the subscription or,
    /// without one, until the call is answered or the connection ends.
    func listen(
        keeping subscription: Subscription? = nil, _ handler: @escaping @MainActor (BusMessage) -> Void,
        for begin: (UnsafeMutablePointer<OpaquePointer?>, UnsafeMutableRawPointer) -> Int32
    ) throws(BusError) {
        let context = Unmanaged.passRetained(Handler(handler))
        var slot: OpaquePointer?
        let result = begin(&slot, context.toOpaque())
        guard result >= 0, let slot else {
            context.release()
            throw BusError(result)
        }
        sd_bus_slot_set_destroy_callback(slot) { context in
            context.map { Unmanaged<Handler>.fromOpaque($0).release() }
        }
        if let subscription {
            subscription.slots.append(slot)
        } else {
            sd_bus_slot_set_floating(slot, 1)
            sd_bus_slot_unref(slot)
        }
    }

    /// Lets sd-bus work until it has nothing to do, then asks to be called again when it has
    /// (sd_bus_get_fd(3)).
    func pump() {
        // A handler may call again; the loop that called the handler goes on for it.
        guard !isClosed, !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        let end = ContinuousClock.now + Bus.turn
        while true {
            let result = sd_bus_process(connection.raw, nil)
            if result < 0 { return lose(BusError(result)) }
            if result == 0 { break }
            // Somebody keeps the bus busy; what has come already is next after whatever else waits for the queue.
            if ContinuousClock.now > end {
                pumpLater()
                break
            }
        }
        let events = sd_bus_get_events(connection.raw)
        if events < 0 { return lose(BusError(events)) }
        write(events & Int32(POLLOUT) != 0)

        var deadline: UInt64 = .max
        sd_bus_get_timeout(connection.raw, &deadline)
        // Both count CLOCK_MONOTONIC, sd-bus in microseconds.
        timer?.schedule(
            deadline: deadline == .max
                ? .distantFuture : DispatchTime(uptimeNanoseconds: max(1, deadline) * 1000))
    }

    private func pumpLater() {
        guard !willPump else { return }
        willPump = true
        DispatchQueue.main.async { [weak self] in
            MainActor.assumeIsolated {
                self?.willPump = false
                self?.pump()
            }
        }
    }

    private func write(_ wanted: Bool) {
        guard wanted != isWriting else { return }
        isWriting = wanted
        if wanted { writeSource?.resume() } else { writeSource?.suspend() }
    }

    private func lose(_ error: BusError) {
        isClosed = true
        // What is still unanswered gets its error now.
        sd_bus_close(connection.raw)
        onLoss(self, error)
    }
}

/// What a slot's callback needs to find its way back.
private final class Handler {
    let handle: @MainActor (BusMessage) -> Void

    init(_ handle: @escaping @MainActor (BusMessage) -> Void) {
        self.handle = handle
    }
}

/// sd-bus calls this from within `sd_bus_process`, which runs on the main queue alone.
func receive(
    message: OpaquePointer?, context: UnsafeMutableRawPointer?, error: UnsafeMutablePointer<sd_bus_error>?
) -> Int32 {
    guard let message, let context else { return 0 }
    let handler = Unmanaged<Handler>.fromOpaque(context).takeUnretainedValue()
    // Unsafe only in name, because it never leaves this queue.
    nonisolated(unsafe) let received = BusMessage(owning: sd_bus_message_ref(message))
    let handle = handler.handle
    MainActor.assumeIsolated { handle(received) }
    return 0
}

/// Holds sd-bus's handle and closes it at the end.
private final class Connection: @unchecked Sendable {  // because only the main queue touches the handle
    let raw: OpaquePointer

    init(address: String?) throws(BusError) {
        var opened: OpaquePointer?
        // Not the default bus: that one belongs to a thread, and Dispatch's threads come and go.
        try check(address == nil ? sd_bus_open_user(&opened) : sd_bus_new(&opened))
        guard let opened else { throw BusError(-ENOMEM) }
        raw = opened
        guard let address else { return }
        try check(sd_bus_set_address(raw, address))
        try check(sd_bus_set_bus_client(raw, 1))
        try check(sd_bus_start(raw))
    }

    deinit {
        sd_bus_close_unref(raw)
    }
}
