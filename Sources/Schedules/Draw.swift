import CivilTime

/// A stretch of whole minutes of a day, both ends included, which may go past midnight.
package struct TimeWindow: Hashable, Sendable {
    package let first: TimeOfDay
    package let last: TimeOfDay

    var passesMidnight: Bool { last < first }

    /// Seconds from its first to its last moment.
    var length: Int {
        last.secondOfDay - first.secondOfDay + (passesMidnight ? 86_400 : 0)
    }

    /// `10:00 and 16:00`, as it stands behind `between`.
    var words: String { "\(first) and \(last)" }
}

/// The minute of `sometime between`: drawn anew each day, and the same on every machine.
///
/// The text `ID DATE FIRST-LAST`, as `small-gesture 2026-03-29 10:00-16:00`, is hashed with FNV-1a (64 bits,
/// over its UTF-8), mixed with the finalizer of SplitMix64, and scaled to the minutes of the window by the
/// high half of the product. This is a promise of rituald.yaml(5): another generator would change what has
/// been foretold.
struct Draw: Hashable, Sendable {
    let window: TimeWindow
    /// The hash of the id and a space.
    private let seed: StableHash
    /// The window as it is hashed behind the date.
    private let ending: [UInt8]

    init(_ window: TimeWindow, id: String) {
        self.window = window
        var seed = StableHash()
        seed.combine("\(id) ".utf8)
        self.seed = seed
        ending = Array(" \(window.first)-\(window.last)".utf8)
    }

    /// The minute of a date, in seconds from the date's start.
    func second(on date: CivilDate) -> Int {
        let (year, month, day) = date.components
        var hash = seed
        Draw.combine(decimal: year, from: 1000, into: &hash)
        hash.combine(UInt8(ascii: "-"))
        Draw.combine(decimal: month, from: 10, into: &hash)
        hash.combine(UInt8(ascii: "-"))
        Draw.combine(decimal: day, from: 10, into: &hash)
        hash.combine(ending)
        let minutes = UInt64(window.length / 60 + 1)
        return window.first.secondOfDay + 60 * Int(hash.mixed.multipliedFullWidth(by: minutes).high)
    }

    /// The digits of a number, the one worth `place` first.
    private static func combine(decimal number: Int, from place: Int, into hash: inout StableHash) {
        var place = place
        while place > 0 {
            hash.combine(UInt8(truncatingIfNeeded: 48 + number / place % 10))
            place /= 10
        }
    }
}
