import CivilTime
import Dispatch
import Glibc
import Host

/// Where the daemon's time comes from.
enum Clock: Sendable {
    /// The machine's wall clock.
    case wall
    /// A clock that began at `start` when the monotonic clock showed `origin`, and runs `speed` times as
    /// fast.
    case lapse(start: Instant, origin: DispatchTime, speed: Double)

    var isPlay: Bool { if case .lapse = self { true } else { false } }

    func now() -> Instant {
        switch self {
        case .wall:
            return SystemClock.now()
        case .lapse(let start, let origin, let speed):
            let passed = Double(DispatchTime.now().uptimeNanoseconds - origin.uptimeNanoseconds)
            return start + .seconds(passed * 1e-9 * speed)
        }
    }

    /// Sets a timer to an instant of this clock; nil: to none.
    func schedule(_ timer: any DispatchSourceTimer, at instant: Instant?) {
        guard let instant else { return timer.schedule(wallDeadline: .distantFuture) }
        switch self {
        case .wall:
            // Dispatch counts to the year 2116; from an earlier wake one looks on.
            let seconds = min(instant.seconds, Clock.lastSecond)
            timer.schedule(
                wallDeadline: DispatchWallTime(
                    timespec: timespec(tv_sec: seconds, tv_nsec: instant.nanoseconds)))
        case .lapse(_, _, let speed):
            let (seconds, attoseconds) = (instant - now()).components
            let wait = (Double(seconds) + Double(attoseconds) * 1e-18) / speed
            timer.schedule(deadline: .now() + max(0, wait))
        }
    }

    /// The start of the year 2100.
    private static let lastSecond = 4_102_444_800
}
