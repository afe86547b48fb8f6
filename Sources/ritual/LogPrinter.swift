import CivilTime
import Rituals

/// Prints entries of the log, for people or for programs.
struct LogPrinter {
    let present: Present
    let isJSON: Bool
    let explains: Bool

    /// `fallback` is what explains an entry of a kind that our own catalogue does not have.
    func show(_ entry: LogEntry, or fallback: @autoclosure () -> String?) throws {
        let explanation = explains ? Catalogue.own?.explanation(of: entry) ?? fallback() : nil
        guard !isJSON else {
            return try Output.json(entry.row(in: present.zone, explanation: explanation))
        }
        Output.line(entry.line(in: present.zone, thisYear: present.today.year))
        guard let explanation else { return }
        for line in explanation.split(separator: "\n", omittingEmptySubsequences: false) {
            Output.line(line.isEmpty ? "" : "    " + Output.dim(String(line).harmless))
        }
        Output.line()
    }

    /// There was none to show.
    func showNothing(since start: Instant?, ofOne isOfOne: Bool) {
        guard !isJSON else { return }
        if let start {
            Output.line("Nothing since \(present.moment(start)).")
        } else {
            Output.line(isOfOne ? "Nothing has been kept of it." : "Nothing has been kept yet.")
        }
    }
}
