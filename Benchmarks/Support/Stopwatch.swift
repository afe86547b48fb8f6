import Glibc

/// Times pieces of work that are shorter than a microsecond.
package struct Stopwatch: Sendable {
    /// What reading the clock twice takes, in nanoseconds.
    private let overhead: Int

    /// Learns how long the clock itself takes.
    package init() {
        overhead = (0..<10_000).map { _ in -(Stopwatch.now - Stopwatch.now) }.min() ?? 0
    }

    /// Nanoseconds since some moment (clock_gettime(2), CLOCK_MONOTONIC).
    package static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// What some work says of each of some inputs, and how long it takes, in nanoseconds.
    package struct Sweep: Encodable, Sendable {
        package fileprivate(set) var times: [Int?]
        package fileprivate(set) var answers: [Int?]
    }

    /// Goes through the inputs so many times after a first one to warm up, and takes of each its least time,
    /// so that what else the machine does is left out.
    ///
    /// Going through all of them each time, and not one of them many times over, keeps the processor from
    /// learning a single answer by heart. `limit` is in nanoseconds: past it no round is begun, and within
    /// the first no input; those have no time.
    package func sweep(
        _ inputs: [Int], rounds: Int, limit: Int = .max, _ work: (Int) -> Int?
    ) -> Sweep {
        var sweep = Sweep(
            times: Array(repeating: nil, count: inputs.count),
            answers: Array(repeating: nil, count: inputs.count))
        let beginning = Stopwatch.now
        for round in 0...rounds {
            for (index, input) in inputs.enumerated() {
                let start = Stopwatch.now
                let answer = work(input)
                let end = Stopwatch.now
                sweep.answers[index] = answer
                let time = max(0, end - start - overhead)
                sweep.times[index] = min(time, sweep.times[index] ?? .max)
                if round == 0, end - beginning > limit { return sweep }
            }
            if Stopwatch.now - beginning > limit { break }
        }
        return sweep
    }

    /// The median time of so many runs of some work, in nanoseconds.
    package func median(of runs: Int, _ work: () throws -> Void) rethrows -> Int {
        var times: [Int] = []
        for _ in 0..<runs {
            let start = Stopwatch.now
            try work()
            times.append(max(0, Stopwatch.now - start - overhead))
        }
        times.sort()
        return times[runs / 2]
    }
}
