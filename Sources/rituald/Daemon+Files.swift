import CivilTime
import Configuration
import Host
import Ledger
import Rituals

/// The couple's files, and what only people can mend.
extension Daemon {
    /// Reads the files, and takes them over if they have no problem; whether that is so.
    @discardableResult
    func load() -> Bool {
        let loaded = LoadedConfiguration.load(path)
        for warning in loaded.warnings { reporter.warned(warning) }
        if let new = loaded.household {
            household = new
            bookkeeper.person = new.me
            unseenTrouble = nil
            desktop?.withdraw(.files)
            takeOver()
        } else {
            reporter.refused(loaded.problems, inForce: household != nil)
            announce(trouble: loaded.problems)
        }
        watchZones()
        return loaded.household != nil
    }

    /// Gives the Keeper the files' rituals, and those that were asked for by a command.
    func takeOver() {
        guard let household else { return }
        let since = clock.now() - Keeper.remembered
        let oneOffs = bookkeeper.ask { ledger throws(LedgerError) in try ledger.oneOffs(since: since) } ?? []
        tell { $0.configured(household.adding(oneOffs.map(\.ritual)), at: $1) }
    }

    private func announce(trouble problems: [Problem]) {
        let consequence =
            household == nil ? "Nothing rings until it is mended." : "What was there before stays in force."
        let places = problems.prefix(3).map { "\($0.file.fileName), line \($0.line)" }
        let file = problems.first?.file.fileName ?? "the files"
        announce(
            "\(Wording.count(problems.count, "problem")) in \(file)",
            [
                consequence, places.joined(separator: "; ") + (problems.count > 3 ? "; …" : ""),
                "`ritual check` tells more.",
            ])
    }

    /// Something about the ledger that people should know.
    func announce(ledger words: String) {
        announce("What rituald keeps", [words])
    }

    private func announce(_ title: String, _ lines: [String]) {
        deliver(
            trouble: Announcement(trouble: title, lines: lines, civil: zone.civil(at: clock.now())))
    }

    func deliver(trouble announcement: Announcement) {
        unseenTrouble = announcement
        courier.deliver(announcement) { [weak self] report in
            guard let self else { return }
            for (channel, reason) in report.refused { self.reporter.refused(channel, reason) }
            if !report.taken.isEmpty, self.unseenTrouble == announcement { self.unseenTrouble = nil }
        }
    }
}
