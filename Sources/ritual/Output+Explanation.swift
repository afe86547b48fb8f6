import CivilTime
import Schedules

/// Explanations as people read them.
extension Output {
    static func explanation(_ answer: Explanation) {
        line(answer.normal.joined(separator: "; "))
        if answer.next.isEmpty { line("  never again") }
        table(answer.next.map { row($0, in: answer.zone) })
    }

    private static func row(_ due: Due, in zone: Zone) -> [String] {
        let stamp = Timestamp(due.instant, in: zone)
        let note =
            switch zone.resolve(due.civil) {
            case .unique: ""
            case .skipped: "the clocks skip \(due.civil.time)"
            case .repeated: "the first of two"
            }
        let date = "  \(stamp.civil.date.weekday.shortName) \(stamp.civil.date)"
        return [date, stamp.civil.time.description, stamp.offsetText] + (note.isEmpty ? [] : [dim(note)])
    }
}
