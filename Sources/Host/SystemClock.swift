import CivilTime
import Glibc

/// The machine's clocks.
package enum SystemClock {
    /// What the wall clock shows.
    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }

    /// How long this process has been at work so far, on all processors together (clock_gettime(2)).
    package static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
