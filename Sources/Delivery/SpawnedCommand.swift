import Dispatch
import Host
import Systemd

/// A program that runs as a child of this process, ended with its whole group when its time is over.
@MainActor
final class SpawnedCommand {
    private let child: ChildProcess
    private var source: (any DispatchSourceRead)?
    private var reply: (@MainActor (TransientUnit.End) -> Void)?
    private var isOverdue = false

    /// Starts a program and tells what became of it, once; throws where it cannot be started.
    static func run(
        _ path: String, _ command: Command, input: Int32?,
        reply: @escaping @MainActor (TransientUnit.End) -> Void
    ) throws(SystemError) {
        let child = try ChildProcess(
            path, [command.program] + command.arguments,
            environment: Environment.forPrograms + command.environment, input: input)
        SpawnedCommand(child, reply).watch(for: command.timeout)
    }

    private init(_ child: ChildProcess, _ reply: @escaping @MainActor (TransientUnit.End) -> Void) {
        self.child = child
        self.reply = reply
    }

    private func watch(for timeout: Duration) {
        let source = DispatchSource.makeReadSource(fileDescriptor: child.descriptor, queue: .main)
        // Both keep this alive until the program has ended.
        source.setEventHandler { MainActor.assumeIsolated { self.ended() } }
        let descriptor = child.descriptor
        source.setCancelHandler { MemoryFile.close(descriptor) }
        self.source = source
        source.activate()
        DispatchQueue.main.asyncAfter(deadline: .now() + .seconds(Int(timeout.components.seconds))) {
            [weak self] in
            MainActor.assumeIsolated { self?.timeIsUp() }
        }
    }

    private func timeIsUp() {
        // Its end may not have been heard yet, where this process was busy.
        ended()
        guard reply != nil else { return }
        isOverdue = true
        child.end()
    }

    private func ended() {
        guard let reply, let end = child.collect() else { return }
        self.reply = nil
        source?.cancel()
        source = nil
        switch end {
        case _ where isOverdue: reply(.timeout)
        case .status(0): reply(.done)
        case .status(let status): reply(.status(status))
        case .signal(let number): reply(.signal(number))
        }
    }
}
