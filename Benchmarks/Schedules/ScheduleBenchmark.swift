import BenchmarkSupport
import CivilTime
import FoundationEssentials
import Host
import Schedules

/// Times what the engine makes of each schedule; prints JSON for `Benchmarks/run`.
@main struct ScheduleBenchmark {
    private static let rounds = 15

    private struct Result: Encodable {
        let name: String
        /// Reading the phrases, in nanoseconds.
        let parse: Int
        let next: Stopwatch.Sweep
        let previous: Stopwatch.Sweep
        /// `ordinal(of:in:)` of what comes next.
        let ordinal: Stopwatch.Sweep
    }

    static func main() throws {
        let assignment = try Assignment(ofArguments: CommandLine.arguments)
        let stopwatch = Stopwatch()
        var results: [Result] = []
        for one in assignment.cases {
            results.append(try measured(one, at: assignment.points[one.zone] ?? [], with: stopwatch))
        }
        print(String(decoding: try JSONEncoder().encode(results), as: UTF8.self))
    }

    private static func measured(
        _ one: Case, at points: [Int], with stopwatch: Stopwatch
    ) throws -> Result {
        let zone = try ZoneDatabase.system.zone(named: one.zone)
        let terms = try Terms(one)
        let schedule = try Schedule(parsing: one.phrases, terms: terms)
        let parse = try stopwatch.median(of: 201) { _ = try Schedule(parsing: one.phrases, terms: terms) }
        let next = stopwatch.sweep(points, rounds: rounds) {
            schedule.next(after: Instant(seconds: $0), in: zone)?.instant.seconds
        }
        let previous = stopwatch.sweep(points, rounds: rounds) {
            schedule.previous(before: Instant(seconds: $0), in: zone)?.instant.seconds
        }
        let dues = points.compactMap { schedule.next(after: Instant(seconds: $0), in: zone) }
        let ordinal = stopwatch.sweep(Array(dues.indices), rounds: rounds) {
            schedule.ordinal(of: dues[$0], in: zone)
        }
        return Result(name: one.name, parse: parse, next: next, previous: previous, ordinal: ordinal)
    }
}

extension Terms {
    /// What stands beside the phrases of a case.
    fileprivate init(_ one: Case) throws {
        var place: Place?
        if let latitude = one.latitude, let longitude = one.longitude {
            place = Place(latitude: latitude, longitude: longitude)
        }
        self.init(
            starting: try one.starting.map { try CivilDate(parsing: $0) },
            until: try one.until.map { try CivilDate(parsing: $0) }, place: place, id: one.name)
    }
}
