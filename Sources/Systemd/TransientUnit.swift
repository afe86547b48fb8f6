import Dispatch
import Glibc

/// A program that the user manager runs for this one, in a unit of its own (org.freedesktop.systemd1(5)).
///
/// So it runs outside of this program's sandbox, and is ended with everything that it has started.
@MainActor
package final class TransientUnit {
    /// What to run.
    package struct Order: Sendable {
        /// The unit's, without `.service`.
        let name: String
        let description: String
        /// An absolute path.
        let program: String
        /// The first is the program's own name.
        let arguments: [String]
        /// An assignment each, beside the manager's own.
        let environment: [String]
        /// What the program reads; it has been taken over when `run` returns.
        let input: Int32?
        /// How long the program may run.
        let timeout: Duration

        package init(
            name: String, description: String, program: String, arguments: [String],
            environment: [String] = [], input: Int32? = nil, timeout: Duration
        ) {
            self.name = name
            self.description = description
            self.program = program
            self.arguments = arguments
            self.environment = environment
            self.input = input
            self.timeout = timeout
        }
    }

    /// What became of it.
    package enum End: Hashable, Sendable {
        /// It ended with 0.
        case done
        case status(Int32)
        case signal(Int32)
        case timeout
        /// It could not be run, in the manager's word for why.
        case other(String)
        /// There is no user manager.
        case noManager
        /// The manager did not take it.
        case refused(BusError)
        /// Nobody has said.
        case unknown
    }

    private static let manager = "org.freedesktop.systemd1"
    private static let path = "/org/freedesktop/systemd1"
    private static let interface = "org.freedesktop.systemd1.Manager"
    /// Between SIGTERM and SIGKILL.
    private static let farewell: Duration = .seconds(2)

    private let bus: Bus
    private let order: Order
    private var reply: (@MainActor (End) -> Void)?
    private var subscription: Bus.Subscription?

    private init(_ bus: Bus, _ order: Order, _ reply: @escaping @MainActor (End) -> Void) {
        self.bus = bus
        self.order = order
        self.reply = reply
    }

    /// Runs a program and tells what became of it, once.
    package static func run(_ order: Order, on bus: Bus, reply: @escaping @MainActor (End) -> Void) {
        TransientUnit(bus, order, reply).start()
    }

    private var unit: String { order.name + ".service" }

    private func start() {
        // Told to whoever has asked for the job, also without Subscribe().
        subscription = try? bus.subscribe(
            to: ["JobRemoved"], from: TransientUnit.manager, TransientUnit.path, TransientUnit.interface
        ) { [weak self] _, values in
            guard let self, values.count == 4, values[2].text == self.unit else { return }
            values[3].text == "done" ? self.finish(.done) : self.askWhy()
        }
        call("StartTransientUnit", [.string(unit), .string("fail"), properties, .array(of: "(sa(sv))", [])]) {
            answer in
            guard case .failure(let error) = answer else { return }
            self.finish(error.isMissingService ? .noManager : error.isTimeout ? .unknown : .refused(error))
        }
        let longest = order.timeout + TransientUnit.farewell + Bus.patience
        DispatchQueue.main.asyncAfter(deadline: .now() + .seconds(Int(longest.components.seconds))) {
            MainActor.assumeIsolated { self.finish(.unknown) }
        }
    }

    private func call(
        _ method: String, _ arguments: [BusValue], reply: @escaping @MainActor (Bus.Reply) -> Void
    ) {
        bus.call(
            TransientUnit.manager, TransientUnit.path, TransientUnit.interface, method, arguments,
            reply: reply)
    }

    /// systemd.service(5), systemd.exec(5); with `oneshot` the job lasts as long as the program.
    private var properties: BusValue {
        func microseconds(_ duration: Duration) -> BusValue {
            .uint64(UInt64(duration.components.seconds) * 1_000_000)
        }
        let command = BusValue.structure([
            .string(order.program), .texts(order.arguments),
            // Else a `$` in an argument would be a variable, and its words arguments of their own.
            .texts(["no-env-expand"]),
        ])
        var entries: [(String, BusValue)] = [
            ("Description", .string(order.description)), ("Type", .string("oneshot")),
            ("ExecStartEx", .array(of: "(sasas)", [command])),
            ("Environment", .texts(order.environment)),
            ("TimeoutStartUSec", microseconds(order.timeout)),
            ("TimeoutStopUSec", microseconds(TransientUnit.farewell)),
            ("KillMode", .string("control-group")), ("CollectMode", .string("inactive-or-failed")),
            // What it writes may hold what it was given, and the journal is read by others.
            ("StandardOutput", .string("null")), ("StandardError", .string("null")),
            // It stays until it has been asked why it failed, or this program goes.
            ("AddRef", .boolean(true)),
        ]
        if let input = order.input { entries.append(("StandardInputFileDescriptor", .descriptor(input))) }
        return .array(of: "(sv)", entries.map { .structure([.string($0.0), .variant($0.1)]) })
    }

    private func askWhy() {
        call("GetUnit", [.string(unit)]) { answer in
            guard let path = (try? answer.get())?.first?.text else { return self.finish(.unknown) }
            self.get("Result", of: path) { result in
                self.get("ExecMainStatus", of: path) { status in
                    self.finish(TransientUnit.end(result?.text, status))
                }
            }
        }
    }

    private func get(
        _ property: String, of path: String, answer: @escaping @MainActor (BusValue?) -> Void
    ) {
        bus.call(
            TransientUnit.manager, path, "org.freedesktop.DBus.Properties", "Get",
            [.string("org.freedesktop.systemd1.Service"), .string(property)]
        ) { reply in
            guard case .variant(let value)? = (try? reply.get())?.first else { return answer(nil) }
            answer(value)
        }
    }

    private static func end(_ result: String?, _ status: BusValue?) -> End {
        guard let result, case .int32(let status)? = status else { return .unknown }
        return switch result {
        case "success": .done
        case "exit-code": .status(status)
        case "signal", "core-dump": .signal(status)
        case "timeout": .timeout
        default: .other(result)
        }
    }

    private func finish(_ end: End) {
        guard let reply else { return }
        self.reply = nil
        subscription = nil
        if end != .noManager { call("UnrefUnit", [.string(unit)]) { _ in } }
        reply(end)
    }
}
