import CivilTime

/// Which of the twelve months are meant.
struct MonthSet: Hashable, Sendable {
    /// Bit 0 is January.
    private(set) var bits: UInt16

    /// Numbers from 1 to 12.
    init(_ months: some Sequence<Int>) {
        bits = months.reduce(0) { $0 | 1 << UInt16($1 - 1) }
    }

    static let all = MonthSet(1...12)

    func contains(_ month: Int) -> Bool { bits >> UInt16(month - 1) & 1 == 1 }

    mutating func formUnion(_ other: MonthSet) { bits |= other.bits }

    /// The months of a year that have the same days, in the order of the first of each; `bits` are the days of each month, and a
    /// month without any is left out.
    static func alike<Bits: FixedWidthInteger>(_ bits: [Bits]) -> [(bits: Bits, months: MonthSet)] {
        var groups: [(bits: Bits, months: MonthSet)] = []
        for (index, bits) in bits.enumerated() where bits != 0 {
            if let known = groups.firstIndex(where: { $0.bits == bits }) {
                groups[known].months.formUnion(MonthSet([index + 1]))
            } else {
                groups.append((bits, MonthSet([index + 1])))
            }
        }
        return groups
    }

    var numbers: [Int] { (1...12).filter(contains) }

    /// The one month of a set that has no other.
    var only: Int? { bits.nonzeroBitCount == 1 ? bits.trailingZeroBitCount + 1 : nil }

    /// The months from one to another, both included; past December where the second comes earlier.
    static func range(from first: Int, through last: Int) -> MonthSet {
        first <= last ? MonthSet(first...last) : MonthSet(Array(first...12) + Array(1...last))
    }

    /// `march, september`, and a range for three or more that follow one another: `november-february`.
    var normalForm: String {
        // A run begins where the month before is not in the set; the year is a ring.
        let starts = numbers.filter { !contains($0 == 1 ? 12 : $0 - 1) }
        guard !starts.isEmpty else { return "january-december" }
        let runs = starts.map { start in
            (0..<12).map { (start - 1 + $0) % 12 + 1 }.prefix(while: contains)
        }
        // One that goes over New Year is written last, where it is a range, and cut at New Year where not.
        let parts: [(order: Int, text: String)] = runs.flatMap { run in
            guard run.count > 2, let first = run.first, let last = run.last else {
                return run.map { ($0, Vocabulary.monthName($0)) }
            }
            return [(first, "\(Vocabulary.monthName(first))-\(Vocabulary.monthName(last))")]
        }
        return parts.sorted { $0.order < $1.order }.map(\.text).joined(separator: ", ")
    }
}
