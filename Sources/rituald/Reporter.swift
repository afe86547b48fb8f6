import CivilTime
import Configuration
import Glibc
import Host
import Rituals
import Schedules
import Systemd

/// Tells what happens, to the journal; where the program does not run under one, to standard error, one line
/// each.
///
/// Of a private ritual nothing but its id is told.
@MainActor
final class Reporter {
    private enum Priority: Int {
        // syslog(3)
        case error = 3
        case warning = 4
        case notice = 5
        case info = 6
    }

    private let hasJournal: Bool
    private let ringsAreSeen: Bool
    private var lastRefusals: [ChannelName: String] = [:]

    /// `isWatched` says whether a person sees the rings themselves, on standard output.
    init(hasJournal: Bool, isWatched: Bool) {
        self.hasJournal = hasJournal
        // On one screen the same would stand twice.
        ringsAreSeen = isWatched && isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    func ready(_ count: Int, next: String) {
        tell(.ready, .info, "Ready: \(Wording.count(count, "ritual")); \(next)")
    }

    func stopped() {
        tell(.stopped, .info, "Stopped")
    }

    func read(_ count: Int, next: String) {
        tell(.read, .notice, "Read the files anew: \(Wording.count(count, "ritual")); \(next)")
    }

    /// The files were refused; each problem is an entry of its own.
    func refused(_ problems: [Problem], inForce: Bool) {
        let consequence = inForce ? "what was read before stays in force" : "waiting for them to be mended"
        tell(.refused, .error, "\(Wording.count(problems.count, "problem")) in the files: \(consequence)")
        for problem in problems {
            tell(.refused, .error, "\(problem.place): \(problem.publicMessage)")
        }
    }

    func warned(_ warning: Problem) {
        tell(.trouble, .warning, "\(warning.file): \(warning.message)")
    }

    func trouble(_ words: String) {
        tell(.trouble, .warning, words)
    }

    /// A channel did not take an announcement; said once, until the reason changes.
    func refused(_ channel: ChannelName, _ reason: String) {
        guard lastRefusals.updateValue(reason, forKey: channel) != reason else { return }
        tell(.undelivered, .warning, channel.failure(reason))
    }

    func accepted(_ channel: ChannelName) {
        lastRefusals[channel] = nil
    }

    func report(_ report: Keeper.Report) {
        switch report {
        case .rang where ringsAreSeen:
            break
        case .rang(let occurrence, let ritual, let channels, let late, let again):
            let places = Wording.list(channels.map(\.words))
            let lateness = late >= .seconds(60) ? ", \(Wording.length(late)) late" : ""
            tell(
                .rang, .notice, "\(ritual.publicTitle) rang\(again ? " again" : "") on \(places)\(lateness)",
                about: occurrence, event: "ring", rule: .rings, more: again ? [("RITUAL_AGAIN", "1")] : [])
        case .waiting(let occurrence, let ritual, let end):
            let left = Wording.length(end - occurrence.due.instant)
            tell(
                .waiting, .warning,
                "\(ritual.publicTitle) could not be shown; tried again within \(left) of its time",
                about: occurrence, event: "wait")
        case .held(let occurrence, let ritual, let rule, let end):
            let until = end.map { ", until \(ZoneDatabase.system.local().zone.civil(at: $0).time.minutes)" }
            tell(
                .held, .notice, "\(ritual.publicTitle) waits: \(rule.reason)\(until ?? "")",
                about: occurrence, event: "hold", rule: rule)
        case .nudged(let occurrence, let ritual):
            tell(
                .nudged, .notice, "\(ritual.publicTitle) was shown once more: nobody has answered yet",
                about: occurrence, event: "nudge")
        case .answered(let occurrence, let ritual, let answer):
            var words = answer.kind.label.lowercased()
            if case .later(let moment) = answer {
                words += ", until \(ZoneDatabase.system.local().zone.civil(at: moment).time.minutes)"
            }
            tell(
                .answered, .notice, "\(ritual.publicTitle): \(words)",
                about: occurrence, event: "answer", outcome: answer.outcome, rule: .answered,
                more: [("RITUAL_ANSWER", answer.kind.rawValue)])
        case .ended(let occurrence, let ritual, let outcome, let rule):
            tell(
                .ended, .notice, "\(ritual.publicTitle) \(words(outcome, rule, of: ritual))",
                about: occurrence, event: "end", outcome: outcome, rule: rule)
        case .moreEnded(let count):
            tell(.clock, .notice, "\(count) more times lay in between and are over")
        case .paused(let pause):
            let zone = ZoneDatabase.system.local().zone
            let until = pause.end.map { " until \(zone.civil(at: $0))" } ?? ""
            tell(.paused, .notice, "\(Reporter.words(for: pause.scope)) paused\(until)")
        case .renamed(let old, let new):
            tell(.renamed, .notice, "What was kept of \(old) belongs to \(new) from now on")
        case .resumed:
            tell(.paused, .notice, "The pause is over")
        case .zoneChanged(let before, let after):
            tell(.clock, .notice, "The time zone is \(after) now; it was \(before)")
        case .rulesChanged(let zone):
            tell(.clock, .notice, "The time zone \(zone) has new rules")
        case .clockSetBack(let distance):
            // Clocks are corrected by parts of a second all day long.
            if distance >= .seconds(1) {
                tell(.clock, .notice, "The clock went back by \(Wording.length(distance))")
            }
        case .clockDoubted(let distance, _):
            let words = "What was missed meanwhile is settled when the clock can be trusted, or in an hour"
            tell(.clock, .notice, "The clock went on by \(Wording.length(distance)). \(words)")
        }
    }

    private static func words(for scope: Pause.Scope) -> String {
        let names = scope.names.map(\.description).joined(separator: ", ")
        return switch scope {
        case .all: "The rituals are"
        case .allBut: "All but \(names) are"
        case .only(let rituals): names + (rituals.count == 1 ? " is" : " are")
        }
    }

    private func words(_ outcome: Outcome, _ rule: Rule, of ritual: Ritual) -> String {
        switch (outcome, rule) {
        case (.withdrawn, _): "was taken back: the files no longer have it"
        case (.lapsed, _): "is over, without an answer"
        case (_, .away): "did not ring: you are away on its date"
        case (_, .paused): "did not ring: it was paused"
        case (_, .enough): "is not needed: it was done often enough"
        case (_, .locked), (_, .undisturbed), (_, .quiet): "did not ring: \(rule.reason)"
        case (_, .zone): "did not ring: the time zone changed past its time"
        default: "did not ring: it could not in time (grace: \(ritual.grace))"
        }
    }

    /// About the ledger; `isGrave`: something is lost, or may be.
    func kept(_ words: String, isGrave: Bool) {
        tell(.kept, isGrave ? .error : .notice, words)
    }

    private func tell(
        _ id: MessageID, _ priority: Priority, _ message: String, about occurrence: Occurrence? = nil,
        event: String? = nil,
        outcome: Outcome? = nil, rule: Rule? = nil, more: [(String, String)] = []
    ) {
        let message = message.harmless
        guard hasJournal else {
            let line = message + "\n"
            write(STDERR_FILENO, line, line.utf8.count)
            return
        }
        var fields = [
            ("MESSAGE", message), ("PRIORITY", String(priority.rawValue)), ("MESSAGE_ID", id.rawValue),
            ("SYSLOG_IDENTIFIER", "rituald"),
        ]
        if let occurrence {
            fields.append(("RITUAL_ID", occurrence.ritual.description))
            fields.append(("RITUAL_DUE", occurrence.due.name.description))
        }
        if let event { fields.append(("RITUAL_EVENT", event)) }
        if let outcome { fields.append(("RITUAL_OUTCOME", outcome.rawValue)) }
        if let rule { fields.append(("RITUAL_RULE", rule.rawValue)) }
        Journal.send(fields + more)
    }
}
