import Dispatch
import Glibc
import Host

/// Tells that a terminal has been opened, a moment later, when its shell is at the prompt.
@MainActor
final class TerminalWatch {
    private let watcher: FileWatcher
    private let timer: any DispatchSourceTimer

    init(_ folder: String = "/dev/pts", onTerminal: @escaping @MainActor () -> Void) throws(SystemError) {
        // Whatever a program prints is a write to its terminal: only new ones are of interest.
        watcher = try FileWatcher(events: IN_CREATE)
        timer = DispatchSource.makeTimerSource(queue: .main)
        timer.setEventHandler { MainActor.assumeIsolated { onTerminal() } }
        timer.activate()
        watcher.watch([folder]) { [weak self] _ in self?.timer.schedule(deadline: .now() + .seconds(1)) }
    }

    isolated deinit {
        timer.cancel()
    }
}
