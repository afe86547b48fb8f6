import Host
import Rituals
import Systemd

/// Runs programs, four at most at once; the others wait in their order.
///
/// The user manager runs them as units of its own, outside of this program's sandbox. Where there is none, as
/// in a session without systemd, they are children of this process.
@MainActor
package final class CommandRunner {
    package static let most = 4
    /// More than so many that wait are no order that a person has in mind.
    private static let mostWaiting = 100

    private typealias Order = (command: Command, reply: @MainActor (Command.Result) -> Void)

    private let session: LastingBus
    private var running = 0
    private var waiting: [Order] = []

    package init(_ session: LastingBus) {
        self.session = session
    }

    /// Runs a program, and tells what became of it, once.
    package func run(_ command: Command, reply: @escaping @MainActor (Command.Result) -> Void) {
        guard waiting.count < CommandRunner.mostWaiting else {
            return reply(.failed("too many programs wait for others to end"))
        }
        waiting.append((command, reply))
        startNext()
    }

    private func startNext() {
        while running < CommandRunner.most, !waiting.isEmpty {
            let order = waiting.removeFirst()
            running += 1
            start(order.command) { [weak self] result in
                order.reply(result)
                self?.running -= 1
                self?.startNext()
            }
        }
    }

    private func start(_ command: Command, reply: @escaping @MainActor (Command.Result) -> Void) {
        guard let path = ProgramPath.find(command.program) else {
            return reply(.failed("there is no program `\(command.program)`"))
        }
        var input: Int32?
        do throws(SystemError) {
            input = try command.input.map { text throws(SystemError) in
                try MemoryFile.descriptor(holding: text)
            }
        } catch {
            return reply(.failed(error.description))
        }
        guard let bus = session.connect() else { return spawn(command, path, input, reply) }
        let unit = TransientUnit.Order(
            name: "rituald-channel-" + CommandRunner.randomName, description: "rituald: \(command.purpose)",
            program: path, arguments: [command.program] + command.arguments,
            environment: command.environment, input: input, timeout: command.timeout)
        TransientUnit.run(unit, on: bus) { [weak self] end in
            if end == .noManager, let self { return self.spawn(command, path, input, reply) }
            input.map(MemoryFile.close)
            reply(CommandRunner.result(end, of: command))
        }
    }

    /// Two daemons, or one after the other, never share a name.
    private static var randomName: String { String(UInt64.random(in: .min ... .max), radix: 16) }

    private func spawn(
        _ command: Command, _ path: String, _ input: Int32?,
        _ reply: @escaping @MainActor (Command.Result) -> Void
    ) {
        defer { input.map(MemoryFile.close) }
        do throws(SystemError) {
            try SpawnedCommand.run(path, command, input: input) { end in
                reply(CommandRunner.result(end, of: command))
            }
        } catch {
            reply(.failed("`\(command.program)` cannot be run: \(error.reason)"))
        }
    }

    private static func result(_ end: TransientUnit.End, of command: Command) -> Command.Result {
        let program = "`\(command.program)`"
        return switch end {
        case .done: .done
        // systemd.exec(5), "Process Exit Codes".
        case .status(203): .failed("\(program) cannot be run")
        case .status(let status): .failed("\(program) ended with status \(status)")
        case .signal(let number): .failed("\(program) was ended by signal \(number)")
        case .timeout:
            .failed(
                "\(program) took longer than \(Wording.length(command.timeout))", maybeSeen: true)
        case .other(let result): .failed("\(program) cannot be run: \(result)")
        case .refused(let error): .failed("the user manager does not run \(program): \(error)")
        case .noManager, .unknown:
            .failed("the user manager does not say what became of \(program)", maybeSeen: true)
        }
    }
}
