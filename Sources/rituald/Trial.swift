import Configuration
import Dispatch
import Glibc
import Host

/// Reads the files in another process first: a mistake in the reader that ends it must not end the daemon.
@MainActor
final class Trial {
    enum Result {
        /// They can be read, be it with problems.
        case readable
        /// They aren't what they were when the trial began.
        case changed
        /// The reader ended in the middle, or didn't come to an end.
        case fatal
    }

    /// The exit status of a trial that finds other files.
    static let changed: Int32 = 3
    /// This very program, also where another has taken its place on the disk.
    static let ownProgram = "/proc/self/exe"
    /// In seconds; a file within the limits takes less than one.
    private static let patience = 10

    private let process: ChildProcess
    private var source: (any DispatchSourceRead)?
    private var timer: (any DispatchSourceTimer)?

    /// Begins; where no process can be made, the files have to be read without one, and it throws.
    ///
    /// `program` is rituald, but for tests.
    init(of path: String, digest: String, program: String = Trial.ownProgram) throws(SystemError) {
        let environment = Environment.forPrograms + ["SWIFT_BACKTRACE=enable=no"]
        process = try ChildProcess(
            program, ["rituald", "--try-files", digest, "--config", path], environment: environment,
            input: nil)
    }

    /// Tells how it ended, once.
    func onEnd(_ tell: @escaping @MainActor (Result) -> Void) {
        let source = DispatchSource.makeReadSource(fileDescriptor: process.descriptor, queue: .main)
        let timer = DispatchSource.makeTimerSource(queue: .main)
        let (process, descriptor) = (process, process.descriptor)
        source.setCancelHandler { close(descriptor) }
        source.setEventHandler { [weak self] in
            MainActor.assumeIsolated {
                guard let self, self.source != nil else { return }
                self.stop()
                tell(Trial.result(process.collect()))
            }
        }
        timer.setEventHandler { process.end() }
        timer.schedule(deadline: .now() + .seconds(Trial.patience))
        source.activate()
        timer.activate()
        (self.source, self.timer) = (source, timer)
    }

    /// Waits for the end, at a start, when nothing else is to be done.
    func wait() -> Result {
        defer { close(process.descriptor) }
        var waited = pollfd(fd: process.descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&waited, 1, Int32(Trial.patience) * 1000) <= 0 {
            process.end()
            poll(&waited, 1, 1000)
        }
        return Trial.result(process.collect())
    }

    private func stop() {
        source?.cancel()
        timer?.cancel()
        (source, timer) = (nil, nil)
    }

    private static func result(_ end: ChildProcess.End?) -> Result {
        switch end {
        case .status(0)?, .status(1)?: .readable
        case .status(Trial.changed)?: .changed
        default: .fatal
        }
    }

    /// What the other process does: its exit status.
    static func run(_ path: String, digest: String) -> Int32 {
        guard FileImage(of: path).digest == digest else { return changed }
        return LoadedConfiguration.load(path).household == nil ? 1 : 0
    }
}
