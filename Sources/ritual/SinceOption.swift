import ArgumentParser
import CivilTime
import Rituals
import Schedules

/// From when on.
struct SinceOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only since T: so long ago, as 2h, or 08:00, yesterday, friday 18:00, 2026-11-20 08:00.",
            valueName: "T"))
    var since: String?

    /// Nil where none is named.
    func instant(_ present: Present) throws -> Instant? {
        guard let since else { return nil }
        if let span = try? Span(parsing: since) {
            return present.zone.instant(Span(days: -span.days, seconds: -span.seconds), after: present.now)
        }
        // As `--json` prints them.
        if let stamp = Timestamp(parsing: since) { return stamp.instant }
        do {
            if let past = try NamedMoment.past(parsing: since, before: present.now, in: present.zone) {
                return past
            }
        } catch {
            throw CommandFailure(
                message: "`\(since.harmless)` is neither a span nor a time",
                hint: error.hint ?? "as in `--since 2h`, `--since yesterday` or `--since \"friday 18:00\"`")
        }
        throw CommandFailure(message: "`\(since.harmless)` is still to come")
    }
}
