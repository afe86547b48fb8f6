import BenchmarkSupport
import Foundation

/// Times the next date that Foundation's Calendar finds for each schedule that it can say; prints JSON for
/// `Benchmarks/run`.
@main struct FoundationPeer {
    private static let rounds = 3
    /// A second for each schedule, since some take long.
    private static let limit = 1_000_000_000

    private struct Result: Encodable {
        let name: String
        let next: Stopwatch.Sweep
    }

    static func main() throws {
        let assignment = try Assignment(ofArguments: CommandLine.arguments)
        let stopwatch = Stopwatch()
        var results: [Result] = []
        for one in assignment.cases {
            guard let components = one.components, let zone = TimeZone(identifier: one.zone) else { continue }
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            let wanted = components.map { DateComponents($0) }
            let policy: Calendar.MatchingPolicy =
                one.isStrict == true ? .strict : .nextTimePreservingSmallerComponents
            let points = assignment.points[one.zone] ?? []
            let next = stopwatch.sweep(points, rounds: rounds, limit: limit) { point in
                let start = Date(timeIntervalSince1970: Double(point))
                var earliest: Date?
                for components in wanted {
                    let found = calendar.nextDate(after: start, matching: components, matchingPolicy: policy)
                    if let found, earliest.map({ found < $0 }) != false { earliest = found }
                }
                return earliest.map { Int($0.timeIntervalSince1970) }
            }
            results.append(Result(name: one.name, next: next))
        }
        print(String(decoding: try JSONEncoder().encode(results), as: UTF8.self))
    }
}

extension DateComponents {
    fileprivate init(_ components: Case.Components) {
        self.init(
            year: components.year, month: components.month, day: components.day, hour: components.hour,
            minute: components.minute, second: 0, weekday: components.weekday,
            weekdayOrdinal: components.weekdayOrdinal)
    }
}
