import CivilTime
import Delivery
import Glibc
import Host
import Ledger
import Rituals
import Systemd

/// Doing what the Keeper answers, and what the daemon says of itself.
extension Daemon {
    /// Does what the Keeper wants done.
    func perform(_ effects: [Keeper.Effect], at now: Instant) {
        performed += 1
        let turn = performed
        let outer = performing
        performing = outer ?? now
        defer {
            performing = outer
            // At the very end: an answer that comes in during what follows below has told nobody of what is unplugged.
            if outer == nil { tellUnplugged() }
        }
        var records: [Keeper.Record] = []
        for case .record(let record) in effects { records.append(record) }
        if !records.isEmpty, let settled = keeper.settledThrough {
            bookkeeper.write(records, at: now, settled: settled)
        }
        for effect in effects {
            switch effect {
            case .record(let record):
                tally.count(record)
                object?.tell(of: record)
                tellCommands(of: record)
            case .withdraw(let subject): desktop?.withdraw(subject)
            case .announce(let announcement): show(announcement)
            case .report(let report):
                reporter.report(report)
                object?.tell(of: report)
            // A channel that answers at once has led to newer effects already, with a newer alarm.
            case .wake where turn != performed: break
            case .wake(let instant):
                nextAlarm = instant
                clock.schedule(alarm, at: instant)
                ServiceManager.notify("STATUS=\(status)")
            }
        }
        desktop?.hasOpen = keeper.hasOpen
        // An event that nothing is recorded or told of has changed nothing.
        guard turn == performed, effects.count > 1 else { return }
        object?.tellChanges()
        watchForHelp()
        // The first day is looked at when all of the start is done.
        if silenceSeen != nil { lookAtSilence() }
    }

    /// Tells the bus of what it says about the daemon that is not the Keeper's.
    func tellChanges() { object?.tellChanges() }

    private func show(_ announcement: Announcement) {
        inFlight += 1
        // Minutes of a play pass while a desktop answers: there it's as if it had answered at once.
        let moment = clock.isPlay ? now : nil
        courier.deliver(counted(announcement)) { [weak self] kind, channel, result in
            self?.commandCame(late: kind, channel, result)
        } reply: { [weak self] report in
            guard let self else { return }
            if !announcement.isRepost { self.note(report) }
            self.tellAnswer(at: moment) { keeper, now in
                report.taken.isEmpty
                    ? keeper.deliveryFailed(announcement.kind, maybeSeen: report.maybeSeen, at: now)
                    : keeper.delivered(announcement.kind, on: report.taken, bubble: report.bubble, at: now)
            }
            self.inFlight -= 1
        }
    }

    /// With the number of times that it was done, this one included, where it says so.
    func counted(_ announcement: Announcement) -> Announcement {
        var counted = announcement
        counted.parts = announcement.parts.map(self.counted)
        guard announcement.say?.includes(Placeholder.n.text) == true, let id = announcement.kind.ritual else {
            return counted
        }
        let now = now
        let done = bookkeeper.ask { ledger throws(LedgerError) in try ledger.doneCount(of: id, until: now) }
        counted.fill(.n, with: done.map { String($0 + 1) })
        return counted
    }

    /// Tells the journal about channels that fail, and begin to work again.
    func note(_ report: Courier.Report) {
        for channel in report.taken { reporter.accepted(channel) }
        for (channel, reason) in report.refused { reporter.refused(channel, reason) }
    }

    /// What waits for a terminal, or for a clock that can be trusted, is looked out for as long as it does.
    private func watchForHelp() {
        guard case .wall = clock else { return }
        if isService, keeper.hasWaiting {
            if terminalWatch == nil {
                terminalWatch = try? TerminalWatch { [weak self] in
                    self?.tell { $0.terminalCame(at: $1) }
                }
            }
        } else {
            terminalWatch = nil
        }
        if keeper.isInDoubt {
            if synchronisationWatch == nil {
                synchronisationWatch = SynchronisationWatch { [weak self] in
                    self?.tell { $0.clockSynchronised(at: $1) }
                }
            }
        } else {
            synchronisationWatch = nil
        }
    }

    // MARK: What it says of itself

    /// What comes next, in a line that others may read.
    var status: String {
        guard household != nil else { return "waiting for the files to be mended" }
        if let pause = keeper.widePause {
            guard let end = pause.end else { return "paused" }
            return
                "paused until \(Wording.moment(zone.civil(at: end), today: zone.civil(at: now).date))"
        }
        guard let (ritual, due) = keeper.next else { return "nothing is to come" }
        // On the clock of this machine, which is the one that people look at.
        let civil = zone.civil(at: due.instant)
        let date = Wording.date(civil.date, thisYear: zone.civil(at: now).date.year)
        return "next: \(ritual.publicTitle.harmless.clipped(to: 100)), \(date) \(civil.time)"
    }

    func printAgenda() {
        guard let household else { return }
        let now = now
        let occurrences = Array(Forecast(of: household, after: now, zone: zone).prefix(8))
        let today = zone.civil(at: now).date
        let rows = occurrences.compactMap { occurrence -> (String, String)? in
            guard let ritual = household.ritual(occurrence.ritual) else { return nil }
            let civil = zone.civil(at: occurrence.due.instant)
            return (Wording.moment(civil, today: today), ritual.publicTitle.harmless)
        }
        let width = rows.map(\.0.count).max() ?? 0
        for (moment, title) in rows {
            print("  " + moment + String(repeating: " ", count: width - moment.count) + "  " + title)
        }
        print()
        fflush(nil)
    }
}
