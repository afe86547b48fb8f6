import CivilTime
import Schedules

/// Explanations as people read them.
extension Output {
    static func explanation(_ answer: Explanation) {
        line(answer.normal.joined(separator: "; "))
        if answer.next.isEmpty { line("  never again") }
        table(answer.next.map { row($0, of: answer) })
    }

    private static func row(_ due: Due, of answer: Explanation) -> [String] {
        let zone = answer.zone
        let stamp = Timestamp(due.instant, in: zone)
        let note =
            switch zone.resolve(due.civil) {
            case .unique:
                answer.merged(due).map { "and the one of \($0.time), which the clocks skip" } ?? ""
            case .skipped: "the clocks skip \(due.civil.time)"
            case .repeated: "the first of two"
            }
        let date = "  \(stamp.civil.date.weekday.shortName) \(stamp.civil.date)"
        return [date, stamp.civil.time.description, stamp.offsetText] + (note.isEmpty ? [] : [dim(note)])
    }
}
