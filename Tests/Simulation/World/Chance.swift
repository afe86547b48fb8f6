import CivilTime
import TestSupport

/// All that is left to chance in a world, the same for the same seed.
struct Chance {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// True once in so many times.
    mutating func once(in count: Int) -> Bool {
        number(0...(count - 1)) == 0
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(0...(elements.count - 1))]
    }

    /// One of some, each as likely as its weight.
    mutating func pick<Element>(_ weighted: [(weight: Int, Element)]) -> Element {
        var rest = number(0...(weighted.reduce(0) { $0 + $1.weight } - 1))
        for (weight, element) in weighted {
            rest -= weight
            if rest < 0 { return element }
        }
        return weighted[weighted.count - 1].1
    }

    /// A length of time in seconds between two, where each order of magnitude is as likely as another.
    mutating func length(from least: Int, to most: Int) -> Int {
        var bound = least
        while bound < most, once(in: 2) { bound = min(most, bound * 4) }
        return number(least...max(least, bound))
    }
}
