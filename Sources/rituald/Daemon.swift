import CivilTime
import Configuration
import Delivery
import Dispatch
import Glibc
import Host
import Rituals
import Systemd

/// Joins the parts: hands events to the Keeper and does what it answers.
///
/// Everything happens on the main queue.
@MainActor
final class Daemon {
    private let path: String
    private let clock: Clock
    private let isService: Bool
    private let reporter: Reporter
    private let session = SessionBus()
    private let alarm = DispatchSource.makeTimerSource(queue: .main)
    private var keeper = Keeper()
    private var household: Household?
    private var zone = Zone.utc
    private var tally = Tally()
    /// How often effects have been performed.
    private var performed = 0
    /// What is wrong with the files, as long as nobody could be shown it.
    private var unseenTrouble: Announcement?
    private var desktop: Desktop?
    private var courier = Courier([:])
    private var sources: [any DispatchSourceProtocol] = []
    private var clockWatch: ClockWatch?
    private var systemWatch: SystemWatch?
    private var configurationWatch: ConfigurationWatch?
    /// `path` is that of `rituals.yaml`; `isService` says whether a service manager runs it, and not a person
    /// at a terminal.
    init(path: String, clock: Clock, isService: Bool) {
        self.path = path
        self.clock = clock
        self.isService = isService
        reporter = Reporter(hasJournal: Journal.isStandardError, isWatched: !isService)
    }

    /// Reads the files, sets the first alarm and says that it is ready; waits for nobody.
    func start() {
        let desktop = Desktop(session, hasDisplay: Environment.hasDisplay) { [weak self] in
            guard let self else { return }
            self.perform(self.keeper.serverReturned(at: self.clock.now()))
            if let trouble = self.unseenTrouble { self.deliver(trouble: trouble) }
        }
        self.desktop = desktop
        courier = Courier(
            [.desktop: desktop, .terminal: isService ? UserTerminal() : ForegroundTerminal()],
            always: isService ? nil : .terminal)
        alarm.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.wake() } }
        alarm.activate()

        let local = ZoneDatabase.system.local()
        zone = local.zone
        if let trouble = local.trouble { reporter.trouble(trouble) }
        perform(keeper.woke(at: clock.now(), zone: zone))
        load()
        watch()
        for number in [SIGTERM, SIGINT] { onSignal(number) { [weak self] in self?.stop() } }
        let hadTerminal = isatty(STDOUT_FILENO) == 1
        onSignal(SIGHUP) { [weak self] in
            // A terminal that was closed hangs up as well; without it nobody would see this daemon again.
            if hadTerminal, isatty(STDOUT_FILENO) == 0 { self?.stop() } else { self?.reload() }
        }
        pingWatchdog()
        notifyReady()
        reporter.ready(household?.rituals.count ?? 0, next: status)
        if !isService { printAgenda() }
        session.connect()
    }

    // MARK: Events

    private func wake() {
        perform(keeper.woke(at: clock.now(), zone: zone))
    }

    private func zoneChanged() {
        let local = ZoneDatabase.system.local()
        if let trouble = local.trouble { reporter.trouble(trouble) }
        zone = local.zone
        wake()
        // Named zones may have new rules as well; they are part of what the files mean.
        if household != nil { load() }
    }

    private func reload() {
        ServiceManager.notifyReloading()
        if load() { reporter.read(household?.rituals.count ?? 0, next: status) }
        notifyReady()
    }

    private func notifyReady() {
        // Alone: a status that the manager cannot take must not keep it from hearing this.
        ServiceManager.notify("READY=1")
        ServiceManager.notify("STATUS=\(status)")
    }

    private func stop() {
        ServiceManager.notify("STOPPING=1")
        reporter.stopped()
        if !isService { print(tally.description) }
        exit(0)
    }

    private func onSignal(_ number: Int32, _ action: @escaping @MainActor () -> Void) {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
        source.setEventHandler { MainActor.assumeIsolated { action() } }
        source.activate()
        sources.append(source)
    }

    private func watch() {
        do throws(SystemError) {
            configurationWatch = try ConfigurationWatch(path: path) { [weak self] in self?.reload() }
            // A time-lapse has a clock of its own that nobody sets.
            guard case .wall = clock else { return }
            clockWatch = try ClockWatch { [weak self] in self?.wake() }
            systemWatch = try SystemWatch(localtime: "/etc/localtime", busSocket: SessionBus.socket) {
                [weak self] in
                self?.zoneChanged()
            } onBus: { [weak self] in
                self?.session.lookForBus()
            }
            watchZones()
        } catch {
            reporter.trouble("Changes may be seen late: \(error)")
        }
    }

    private func watchZones() {
        let zones = [zone] + (household?.rituals.compactMap(\.zone) ?? [])
        systemWatch?.watch(zoneFiles: Set(zones.map(ZoneDatabase.system.path(of:))))
    }

    private func pingWatchdog() {
        guard let interval = ServiceManager.watchdogInterval else { return }
        let timer = DispatchSource.makeTimerSource(queue: .main)
        let (seconds, attoseconds) = (interval / 2).components
        timer.schedule(
            deadline: .now(),
            repeating: .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)))
        timer.setEventHandler { ServiceManager.notify("WATCHDOG=1") }
        timer.activate()
        sources.append(timer)
    }

    // MARK: The files

    /// Reads the files, and takes them over if they have no problem; whether that is so.
    @discardableResult
    private func load() -> Bool {
        let loaded = LoadedConfiguration.load(path)
        for warning in loaded.warnings { reporter.warned(warning) }
        if let new = loaded.household {
            household = new
            unseenTrouble = nil
            desktop?.withdraw(.files)
            perform(keeper.configured(new, at: clock.now()))
        } else {
            reporter.refused(loaded.problems, inForce: household != nil)
            announce(trouble: loaded.problems)
        }
        watchZones()
        return loaded.household != nil
    }

    private func announce(trouble problems: [Problem]) {
        let consequence =
            household == nil ? "Nothing rings until it is mended." : "What was there before stays in force."
        let places = problems.prefix(3).map { "\($0.file.fileName), line \($0.line)" }
        let announcement = Announcement(
            trouble:
                "\(Wording.count(problems.count, "problem")) in \(problems.first?.file.fileName ?? "the files")",
            lines: [
                consequence, places.joined(separator: "; ") + (problems.count > 3 ? "; …" : ""),
                "`ritual check` tells more.",
            ],
            civil: zone.civil(at: clock.now()))
        deliver(trouble: announcement)
    }

    private func deliver(trouble announcement: Announcement) {
        unseenTrouble = announcement
        courier.deliver(announcement) { [weak self] report in
            guard let self else { return }
            for (channel, reason) in report.refused { self.reporter.refused(channel, reason) }
            if !report.taken.isEmpty, self.unseenTrouble == announcement { self.unseenTrouble = nil }
        }
    }

    // MARK: Effects

    private func perform(_ effects: [Keeper.Effect]) {
        performed += 1
        let turn = performed
        for effect in effects {
            switch effect {
            case .record(let record): tally.count(record)
            case .withdraw(let occurrence): desktop?.withdraw(.ritual(occurrence.ritual))
            case .announce(let announcement): ring(announcement)
            case .report(let report): reporter.report(report)
            // A channel that answers at once has led to newer effects already, with a newer alarm.
            case .wake where turn != performed: break
            case .wake(let instant):
                clock.schedule(alarm, at: instant)
                ServiceManager.notify("STATUS=\(status)")
            }
        }
    }

    private func ring(_ announcement: Announcement) {
        courier.deliver(announcement) { [weak self] report in
            guard let self, case .ring(let occurrence) = announcement.kind else { return }
            for channel in report.taken { self.reporter.accepted(channel) }
            for (channel, reason) in report.refused { self.reporter.refused(channel, reason) }
            let now = self.clock.now()
            let effects =
                report.taken.isEmpty
                ? self.keeper.deliveryFailed(occurrence, at: now)
                : self.keeper.delivered(occurrence, on: report.taken, at: now)
            self.perform(effects)
        }
    }

    // MARK: What it says of itself

    /// What comes next, in a line that others may read.
    private var status: String {
        guard household != nil else { return "waiting for the files to be mended" }
        guard let (ritual, due) = keeper.next else { return "nothing is to come" }
        // On the clock of this machine, which is the one that people look at.
        let civil = zone.civil(at: due.instant)
        let date = Wording.date(civil.date, thisYear: zone.civil(at: clock.now()).date.year)
        return "next: \(ritual.publicTitle.harmless.clipped(to: 100)), \(date) \(civil.time)"
    }

    private func printAgenda() {
        guard let household else { return }
        let now = clock.now()
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
