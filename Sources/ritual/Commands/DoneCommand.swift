import ArgumentParser
import CivilTime
import Host
import Ledger
import Rituals

struct DoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Say that a ritual took place.",
        discussion: """
            Without a name it is the one that is open. With one it is the open one of that ritual, else today's next or the \
            latest of the last two days, whichever is nearer: what was done ahead does not ring, and what was missed counts \
            as done. With -m a line about it is kept as `ritual keep` does.

            At a terminal, the Done of a ritual with `pulse: true` is followed by the four questions of `ritual pulse`, once a week.
            """)

    @OptionGroup var target: AnswerTarget

    @Option(name: .short, help: ArgumentHelp("A line to keep with it.", valueName: "TEXT"))
    var message: String?

    func run() throws {
        // What cannot be kept is said before anything is answered.
        let kept = try message.map {
            try KeptFile(keeping: $0, on: Present().today, beside: Places.configuration)
        }
        if let kept, let name = try wasJustDone() {
            try kept.write()
            return Output.line("\(name) is done already. \(kept.thanks)")
        }
        let answered = try target.answer(.done)
        Output.line("Done: \(answered.name), \(answered.due).")
        if let kept {
            try kept.write()
            Output.line(kept.thanks)
        }
        try askPulse(after: answered.name)
    }

    /// The ritual that is meant, where it was done within the hour and nothing of it is open: then the line belongs to that, and
    /// the next one is nobody's to answer yet.
    private func wasJustDone() throws -> String? {
        guard target.due.due == nil, let ledger = try StateOptions.parse([]).ledger() else { return nil }
        let id = try target.ritual.map(Rituals.Ritual.ID.init(typed:))
        let now = Present().now
        let latest = try ledger.history(of: id, since: now - .seconds(3 * 86_400), limit: 1000)
        func isMeant(_ entry: Ledger.Entry) -> Bool { entry.outcome == nil && entry.rangAt != nil }
        guard !latest.contains(where: isMeant) else { return nil }
        let done = latest.filter { $0.outcome == .done && $0.occurrence.due.instant <= now }
            .compactMap { entry in entry.answers.last.map { (entry, $0.at) } }
            .max { $0.1 < $1.1 }
        guard let (entry, at) = done, now - at <= .seconds(3600), at <= now else { return nil }
        return entry.occurrence.ritual.description.harmless
    }

    /// Whoever has just been together may have a minute left; q leaves it.
    private func askPulse(after name: String) throws {
        guard PulseInterview.isAtTerminal, let household = try? FileOptions.parse([]).household(),
            Ritual.ID(name).flatMap(household.ritual)?.asksPulse == true,
            !PulseSession.hasThisWeek(
                try? StateOptions.parse([]).ledger(), of: household.me, Present())
        else { return }
        Output.line()
        try PulseSession.run(try DaemonClient(), isSecond: false, isOffered: true)
    }
}
