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
