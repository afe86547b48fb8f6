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
        filesAreFine = loaded.household != nil
        if let new = loaded.household {
            household = new
            bookkeeper.person = new.me
            configureCommands(new.channels)
            unseenTroubles[.files] = nil
            desktop?.withdraw(.trouble(.files))
            takeOver()
        } else {
            reporter.refused(loaded.problems, inForce: household != nil)
            announce(trouble: loaded.problems)
            tellChanges()
        }
        watchZones()
        return loaded.household != nil
    }

    /// Gives the Keeper the files' rituals, and those that were asked for by a command.
    func takeOver() {
        guard let household else { return }
        let since = now - Keeper.remembered
        // Where the ledger cannot be asked, they are as they were.
        let known = bookkeeper.ask { ledger throws(LedgerError) in try ledger.oneOffs(since: since) }
        oneOffs = known ?? oneOffs
        let all = household.adding(oneOffs.map(\.ritual))
        recallCounted(in: all)
        if household.hasCheckIn { lookAtPulse() }
        tell { $0.configured(all, at: $1) }
        bookkeeper.keepRules(of: zonesInUse, at: now)
        // What an earlier process has silenced may be over without a word of it.
        tellUnplugged()
    }

    /// Of rituals that are enough at some number a month the Keeper has to know as much.
    private func recallCounted(in household: Household) {
        guard let (rituals, since) = Keeper.counted(in: household, at: now) else { return }
        let states = bookkeeper.ask { ledger throws(LedgerError) in
            try ledger.states(of: rituals, since: since)
        }
        keeper.recall(states ?? [])
    }

    private func announce(trouble problems: [Problem]) {
        let consequence =
            household == nil ? "Nothing rings until it is mended." : "What was there before stays in force."
        let places = problems.prefix(3).map { "\($0.file.fileName), line \($0.line)" }
        let file = problems.first?.file.fileName ?? "the files"
        announce(
            .files, "\(Wording.count(problems.count, "problem")) in \(file)",
            [
                consequence, places.joined(separator: "; ") + (problems.count > 3 ? "; …" : ""),
                "`ritual check` tells more.",
            ])
    }

    /// Something about the ledger that people should know.
    func announce(ledger words: String) {
        announce(.ledger, "What rituald keeps", [words])
    }

    private func announce(_ trouble: Announcement.Trouble, _ title: String, _ lines: [String]) {
        let civil = zone.civil(at: now)
        unseenTroubles[trouble] = Announcement(trouble: trouble, title, lines: lines, civil: civil)
        deliver(trouble)
    }

    /// Shows a trouble that nobody has been shown yet.
    func deliver(_ trouble: Announcement.Trouble) {
        // One that is on its way already would come twice.
        guard let announcement = unseenTroubles[trouble], troublesOnTheirWay[trouble] != announcement else {
            return
        }
        troublesOnTheirWay[trouble] = announcement
        courier.deliver(announcement) { [weak self] report in
            guard let self else { return }
            if self.troublesOnTheirWay[trouble] == announcement { self.troublesOnTheirWay[trouble] = nil }
            for (channel, reason) in report.refused { self.reporter.refused(channel, reason) }
            if !report.taken.isEmpty, self.unseenTroubles[trouble] == announcement {
                self.unseenTroubles[trouble] = nil
            }
        }
    }
}
