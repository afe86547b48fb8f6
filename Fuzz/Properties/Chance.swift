import CivilTime
import TestSupport

/// What is chosen for an input: the same in every run of it, another for every other input.
struct Chance {
    private var random: SeededGenerator

    init(_ bytes: [UInt8]) {
        // FNV-1a.
        random = SeededGenerator(
            seed: bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func one<Item>(of items: [Item]) -> Item { items[number(0...items.count - 1)] }

    mutating func instant(_ years: ClosedRange<Instant>) -> Instant {
        Instant(seconds: number(years.lowerBound.seconds...years.upperBound.seconds))
    }
}

/// The years for which something is promised.
enum Years {
    /// In which every schedule holds: 1970 to 2200.
    static let promised = Instant("1970-01-01T00:00Z")...Instant("2200-12-31T23:59:59Z")
    /// Those of four digits, but for the days at their ends, which another zone may put outside.
    static let all = Instant("0001-01-03T00:00Z")...Instant("9999-12-29T00:00Z")
}
