import CLinux
import Dispatch
import Glibc
import Host

/// Tells of every step of the wall clock and every resume from suspend.
///
/// A timer of the kernel's that is cancelled by either (timerfd_create(2), `TFD_TIMER_CANCEL_ON_SET`), set so
/// far ahead that nothing else ever wakes it.
@MainActor
final class ClockWatch {
    private let descriptor: Int32
    private let source: any DispatchSourceRead

    init(onJump: @escaping @MainActor () -> Void) throws(SystemError) {
        descriptor = timerfd_create(CLOCK_REALTIME, Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("timerfd_create", "the wall clock") }
        let descriptor = descriptor
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
        source.setCancelHandler { close(descriptor) }
        source.setEventHandler {
            var count: UInt64 = 0
            // ECANCELED is the news; whatever it says, the timer is set anew and the clock looked at.
            _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
            ClockWatch.arm(descriptor)
            MainActor.assumeIsolated { onJump() }
        }
        ClockWatch.arm(descriptor)
        source.activate()
    }

    isolated deinit {
        source.cancel()
    }

    private nonisolated static func arm(_ descriptor: Int32) {
        var time = itimerspec()
        time.it_value.tv_sec = Int.max / 1_000_000_000
        // Fails with ECANCELED where the clock has stepped in between, and is armed all the same.
        timerfd_settime(descriptor, Int32(TFD_TIMER_ABSTIME) | Int32(TFD_TIMER_CANCEL_ON_SET), &time, nil)
    }
}
