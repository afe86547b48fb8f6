import CSystemd
import Dispatch
import Glibc

/// One connection to a D-Bus message bus, driven by the main queue; no call ever blocks.
@MainActor
package final class Bus {
    package typealias Reply = Result<[BusValue], BusError>

    /// The calls of this program wait so long for an answer, in all.
    package static let patience: Duration = .seconds(5)
    /// An answer that comes later than this is lost.
    package static let longPatience: Duration = .seconds(600)
    /// How long one turn at the queue may last: whatever is due comes in between.
    private static let turn: Duration = .milliseconds(4)

    private let connection: Connection
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

    /// Calls a method and hands its answer to `reply`, once, also when the bus goes away first.
    ///
    /// `startsService` says whether the bus may start the callee. An answer that comes after `patience`, and before
    /// `longPatience`, is handed to `late`, if there is one.
    package func call(
        _ destination: String, _ path: String, _ interface: String, _ method: String,
        _ arguments: [BusValue] = [],
        startsService: Bool = false, late: (@MainActor (Reply) -> Void)? = nil,
        reply: @escaping @MainActor (Reply) -> Void
    ) {
        let answer = FirstAnswer(reply, late: late)
        do throws(BusError) {
            var raw: OpaquePointer?
            try check(
                sd_bus_message_new_method_call(connection.raw, &raw, destination, path, interface, method))
            guard let raw else { throw BusError(-ENOMEM) }
            let message = BusMessage(owning: raw)
            try check(sd_bus_message_set_auto_start(raw, startsService ? 1 : 0))
            try message.append(arguments)
            try listen { message in
                answer.give(Bus.answer(in: message))
            } for: { slot, context in
                let patience = late == nil ? Bus.patience : Bus.longPatience
                let microseconds = UInt64(patience.components.seconds) * 1_000_000
                return sd_bus_call_async(self.connection.raw, slot, raw, receive, context, microseconds)
            }
        } catch {
            answer.give(.failure(error))
            return
        }
        // sd-bus counts only from when the bus has let us in, which a bus that hangs never does.
        let patience = DispatchTimeInterval.seconds(Int(Bus.patience.components.seconds))
        DispatchQueue.main.asyncAfter(deadline: .now() + patience) {
            MainActor.assumeIsolated { answer.give(.failure(BusError(-ETIMEDOUT))) }
        }
        pump()
    }

    /// Sends what a function has sd-bus send, at once.
    func send(_ body: () throws(BusError) -> Void) throws(BusError) {
        try body()
        pump()
    }

    /// The id of this bus, another for each that is started; nil where it cannot be told.
    package var id: String? {
        var id = sd_id128_t()
        return sd_bus_get_bus_id(connection.raw, &id) >= 0 ? MachineID.text(of: id) : nil
    }

    /// Asks for a well-known name.
    ///
    /// `onTaken` is told which process has it instead, nil where the bus doesn't know; a bus that fails or stays silent has
    /// said nothing about it.
    package func requestName(_ name: String, onTaken: @escaping @MainActor (_ process: Int?) -> Void) {
        let bus = "org.freedesktop.DBus"
        // DBUS_NAME_FLAG_DO_NOT_QUEUE; 3 is DBUS_REQUEST_NAME_REPLY_EXISTS.
        call(bus, "/org/freedesktop/DBus", bus, "RequestName", [.string(name), .uint32(4)]) {
            [weak self] answer in
            guard (try? answer.get())?.first == .uint32(3) else { return }
            self?.call(bus, "/org/freedesktop/DBus", bus, "GetConnectionUnixProcessID", [.string(name)]) {
                answer in
                guard case .uint32(let process)? = (try? answer.get())?.first else { return onTaken(nil) }
                onTaken(Int(process))
            }
        }
    }

    /// Signals that are handed on for as long as this is kept.
    @MainActor
    package final class Subscription {
        fileprivate var slots: [OpaquePointer] = []

        isolated deinit {
            for slot in slots { sd_bus_slot_unref(slot) }
        }
    }

    /// Hands each signal of some kinds to a handler, with its name, as long as the subscription is kept.
    ///
    /// `sender` is a unique name.
    package func subscribe(
        to members: [String], from sender: String, _ path: String, _ interface: String,
        firstArgument: String? = nil, handler: @escaping @MainActor (String, [BusValue]) -> Void
    ) throws(BusError) -> Subscription {
        let subscription = Subscription()
        for member in members {
            let rule = Bus.rule(sender, path, interface, member, firstArgument)
            try listen(keeping: subscription) { message in
                if let values = try? message.values() { handler(member, values) }
            } for: { slot, context in
                sd_bus_add_match_async(self.connection.raw, slot, rule, receive, nil, context)
            }
        }
        pump()
        return subscription
    }

    /// Hands each signal of a kind to a handler, as long as the connection lasts.
    package func onSignal(
        from sender: String, _ path: String, _ interface: String, _ member: String,
        firstArgument: String? = nil,
        handler: @escaping @MainActor ([BusValue]) -> Void
    ) throws(BusError) {
        let rule = Bus.rule(sender, path, interface, member, firstArgument)
        try listen { message in
            if let values = try? message.values() { handler(values) }
        } for: { slot, context in
            sd_bus_add_match_async(self.connection.raw, slot, rule, receive, nil, context)
        }
        pump()
    }

    /// A match rule (D-Bus Specification, "Match Rules").
    private static func rule(
        _ sender: String, _ path: String, _ interface: String, _ member: String, _ firstArgument: String?
    ) -> String {
        "type='signal',sender='\(sender)',path='\(path)',interface='\(interface)',member='\(member)'"
            + (firstArgument.map { ",arg0='\($0)'" } ?? "")
    }

    private static func answer(in message: BusMessage) -> Reply {
        if let error = sd_bus_message_get_error(message.raw) { return .failure(BusError(error.pointee)) }
        do {
            return .success(try message.values())
        } catch {
            return .failure(error)
        }
    }

    /// Gives libsystemd a slot whose messages go to a handler; the slot lives as long as the subscription or,
    /// without one, until the call is answered or the connection ends.
    private func listen(
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
    private func pump() {
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

/// Passes on the first answer to a call; the second, after a time-out, only where somebody wants it.
@MainActor
private final class FirstAnswer {
    private var reply: (@MainActor (Bus.Reply) -> Void)?
    private var late: (@MainActor (Bus.Reply) -> Void)?

    init(_ reply: @escaping @MainActor (Bus.Reply) -> Void, late: (@MainActor (Bus.Reply) -> Void)?) {
        self.reply = reply
        self.late = late
    }

    func give(_ answer: Bus.Reply) {
        guard let reply else {
            let late = late
            self.late = nil
            late?(answer)
            return
        }
        self.reply = nil
        // Only after a time-out of ours there is another to come.
        if case .failure(let error) = answer, error.isTimeout {} else { late = nil }
        reply(answer)
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
private func receive(
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
