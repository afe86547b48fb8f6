import CivilTime
import Foundation
import Schedules

extension Instant {
    /// From RFC 3339; a test with a faulty text should trap.
    package init(_ text: String) {
        guard let timestamp = Timestamp(parsing: text) else { preconditionFailure("no timestamp: \(text)") }
        self = timestamp.instant
    }
}

extension CivilDate {
    /// From `2026-03-29`; a test with a faulty text should trap.
    package init(_ text: String) {
        guard let civil = CivilDateTime(parsing: text + "T00:00") else {
            preconditionFailure("no date: \(text)")
        }
        self = civil.date
    }
}

extension Zone {
    /// A zone of the system's database.
    package static func named(_ name: String) -> Zone {
        guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name),
            let zone = try? Zone(tzif: Array(data), identifier: name)
        else { preconditionFailure("no zone: \(name)") }
        return zone
    }
}

extension Schedule {
    /// From one phrase or more; a test with a faulty phrase should trap.
    package init(_ phrases: String...) {
        do {
            self = try Schedule(parsing: phrases)
        } catch {
            preconditionFailure("no schedule: \(error)")
        }
    }
}

/// Random numbers that are the same in every run (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
