import CivilTime
import Rituals

/// The last of what happened, for people who look for a mistake.
struct Trace {
    private struct Line {
        let at: Instant
        let zone: Zone
        let what: String
        let effects: [Keeper.Effect]
    }

    static let noise = [
        "Rituals.", "Schedules.", "CivilTime.", "Occurrence.", "Ritual.", "Announcement.", "Keeper.",
    ]

    private var lines: [Line] = []
    private(set) var count = 0
    /// How many are remembered.
    var most = 60

    mutating func note(
        _ what: @autoclosure () -> String, _ effects: [Keeper.Effect] = [], at: Instant, _ zone: Zone
    ) {
        count += 1
        if lines.count == 2 * most { lines.removeFirst(most) }
        lines.append(Line(at: at, zone: zone, what: what(), effects: effects))
    }

    /// The last ones, and what each has led to.
    var text: String {
        lines.suffix(most).map { line in
            let civil = line.zone.civil(at: line.at)
            let effects = line.effects.compactMap(Trace.words).map { "\n        " + $0 }.joined()
            return "  \(civil) \(line.zone.identifier) (\(line.at.seconds)) \(line.what)\(effects)"
        }.joined(separator: "\n")
    }

    private static func words(_ effect: Keeper.Effect) -> String? {
        switch effect {
        case .record(.occurrence(let occurrence, _, let fact)):
            "record \(occurrence.ritual) \(occurrence.due.name) \(fact)".shortened
        case .record(let record): "record \(record)".shortened
        case .announce(let announcement): "announce \(announcement.kind) \(announcement.title)".shortened
        case .withdraw(let subject): "withdraw \(subject)".shortened
        case .report: nil
        case .wake(let instant): "wake \(instant.map { "\($0.seconds)" } ?? "never")"
        }
    }
}

extension String {
    /// Without what repeats itself in the descriptions of values.
    var shortened: String {
        var text = self
        for noise in Trace.noise {
            text = text.split(separator: noise, omittingEmptySubsequences: false).joined()
        }
        return text.count > 400 ? text.prefix(400) + "…" : text
    }
}
