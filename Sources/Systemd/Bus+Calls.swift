import CSystemd
import Dispatch
import Glibc

/// Calling methods.
extension Bus {
    package typealias Reply = Result<[BusValue], BusError>

    /// The calls of this program wait so long for an answer, in all.
    package static let patience: Duration = .seconds(5)
    /// An answer that comes later than this is lost.
    package static let longPatience: Duration = .seconds(600)
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
            var made: OpaquePointer?
            try check(
                sd_bus_message_new_method_call(raw, &made, destination, path, interface, method))
            guard let made else { throw BusError(-ENOMEM) }
            let message = BusMessage(owning: made)
            try check(sd_bus_message_set_auto_start(made, startsService ? 1 : 0))
            try message.append(arguments)
            try listen { message in
                answer.give(Bus.answer(in: message))
            } for: { slot, context in
                let patience = late == nil ? Bus.patience : Bus.longPatience
                let microseconds = UInt64(patience.components.seconds) * 1_000_000
                return sd_bus_call_async(self.raw, slot, made, receive, context, microseconds)
            }
        } catch {
            answer.give(.failure(error))
            return
        }
        // sd-bus counts only from when the bus has let us in, which a bus that hangs never does.
        let patience = DispatchTimeInterval.seconds(Int(Bus.patience.components.seconds))
        DispatchQueue.main.asyncAfter(deadline: .now() + patience) {
            MainActor.assumeIsolated { answer.give(.failure(.givenUp)) }
        }
        pump()
    }

    private static func answer(in message: BusMessage) -> Reply {
        if let error = sd_bus_message_get_error(message.raw) { return .failure(BusError(error.pointee)) }
        do {
            return .success(try message.values())
        } catch {
            return .failure(error)
        }
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
        if answer != .failure(.givenUp) { late = nil }
        reply(answer)
    }
}
