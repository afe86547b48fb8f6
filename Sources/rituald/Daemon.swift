import CivilTime
import Configuration
import Delivery
import Dispatch
import Glibc
import Host
import Ledger
import Rituals
import Systemd

/// Joins the parts: hands events to the Keeper and does what it answers.
///
/// Everything happens on the main queue.
@MainActor
final class Daemon {
    let path: String
    let clock: Clock
    let isService: Bool
    let mustBeAlone: Bool
    let reporter: Reporter
    let session = LastingBus()
    let alarm = DispatchSource.makeTimerSource(queue: .main)
    var keeper = Keeper()
    /// What the files say.
    var household: Household?
    /// Whether the files could be taken over as they are now.
    var filesAreFine = true
    /// The digest of the files that were read last, good or not.
    var filesRead = ""
    /// The files that were there when they were last found good.
    var fileNames: [String] = []
    /// Nil for a play, which leaves no trace.
    let lastGood: LastGood?
    var trial: Trial?
    /// Which program tries the files.
    var trialProgram = Trial.ownProgram
    /// Who waits for files that have changed while they were tried.
    var loadsAgain: [@MainActor (Bool) -> Void] = []
    /// The reminders that people have asked for by a command, as far as they are not long past.
    var oneOffs: [OneOff] = []
    var zone = Zone.utc
    let bookkeeper: Bookkeeper
    var tally = Tally()
    /// What nobody has answered, as it was on the day after it.
    var unanswered: [Unanswered] = []
    var silenceSeen: CivilDate?
    /// What the alarm is set to.
    var nextAlarm: Instant?
    /// How often effects have been performed.
    var performed = 0
    /// The moment whose effects are being performed.
    var performing: Instant?
    /// Whether it was told to end: nothing new begins.
    var isStopping = false
    /// How many announcements the channels have not answered for.
    var inFlight = 0 { didSet { if isStopping, inFlight == 0 { end() } } }
    /// What only people can mend, as long as nobody could be shown it.
    var unseenTroubles: [Announcement.Trouble: Announcement] = [:]
    var troublesOnTheirWay: [Announcement.Trouble: Announcement] = [:]
    private(set) var desktop: Desktop?
    private(set) var courier = Courier([:])
    var object: RitualsObject?
    var sources: [any DispatchSourceProtocol] = []
    var clockWatch: ClockWatch?
    var systemWatch: SystemWatch?
    var configurationWatch: ConfigurationWatch?
    var terminalWatch: TerminalWatch?
    var synchronisationWatch: SynchronisationWatch?
    let system = LastingBus(address: LastingBus.systemAddress)
    var lockWatch: LockWatch?
    var disturbanceWatch: DoNotDisturbWatch?

    /// `path` is that of `rituals.yaml`; `state` the folder of the ledger, nil for a play; `isService` says
    /// whether a service manager runs it, and not a person at a terminal.
    ///
    /// `mustBeAlone`: it has to be the only one of its user's.
    init(path: String, state: String?, clock: Clock, isService: Bool, mustBeAlone: Bool) {
        self.path = path
        self.mustBeAlone = mustBeAlone
        self.clock = clock
        self.isService = isService
        lastGood = state.map(LastGood.init)
        let reporter = Reporter(hasJournal: Journal.isStandardError, isWatched: !isService)
        self.reporter = reporter
        let troubles = Troubles()
        bookkeeper = Bookkeeper(
            folder: state, machine: MachineID.specific(to: "b0fa3a4a14c44d3a9c3c8f5b2f1f0a55")
        ) { words, isGrave in
            reporter.kept(words, isGrave: isGrave)
            troubles.tell?(words, isGrave)
        }
        troubles.tell = { [weak self] words, isGrave in
            if isGrave {
                self?.announce(ledger: words)
            } else {
                // It is over: nobody need look any more.
                self?.unseenTroubles[.ledger] = nil
                self?.desktop?.withdraw(.trouble(.ledger))
            }
            self?.object?.tellChanges()
        }
    }

    /// Ties the bookkeeper, which is there first, to the daemon that it tells.
    @MainActor
    private final class Troubles {
        var tell: ((String, Bool) -> Void)?
    }

    /// Reads the ledger and the files, sets the first alarm and says that it is ready; waits for nobody.
    ///
    /// Throws where a newer program has made the ledger.
    func start() throws(LedgerError) {
        makeChannels()
        alarm.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.wake() } }
        alarm.activate()

        let local = ZoneDatabase.system.local()
        zone = local.zone
        if let trouble = local.trouble { reporter.trouble(trouble) }
        // A play is for whoever looks at it.
        let isLocked: Bool? = if case .wall = clock { nil } else { false }
        var memory = try bookkeeper.begin(zone: zone)
        // A mark that lies ahead was made by another clock.
        memory?.unwrittenThrough = bookkeeper.unwrittenThrough.flatMap { $0 <= now ? $0 : nil }
        keeper = Keeper(remembering: memory, isLocked: isLocked)
        bookkeeper.recollection = { [weak self] known in self?.recollection(knowing: known) }
        adoptBubbles()
        wake()
        loadAtStart()
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
        // A play is nobody's to answer.
        if case .wall = clock { object = RitualsObject(self, session) }
        session.connect()
        watchScreen()
        // When all that a start leads to is done, the bus's and the desktop's answers among it.
        DispatchQueue.main.asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in
            MainActor.assumeIsolated { self?.giveBackTheStart() }
        }
    }

    private func giveBackTheStart() {
        lookAtSilence()
        bookkeeper.ask { $0.shrink() }
        ProcessMemory.giveBackTheStart()
    }

    private func recollection(knowing known: [OccurrenceState]) -> Ledger.Recollection? {
        keeper.settledThrough.map { settled in
            Ledger.Recollection(
                records: keeper.recollection(knowing: known), oneOffs: oneOffs, owed: keeper.owedToDigest,
                at: now, settled: settled)
        }
    }

    private func makeChannels() {
        let listener = Desktop.Listener(
            onServer: { [weak self] in self?.serverCame() },
            onAction: { [weak self] kind, action in self?.pressed(action, on: kind) },
            onClosed: { [weak self] kind, byPerson in
                self?.tell { $0.notificationClosed(kind, byPerson: byPerson, at: $1) }
            },
            onLate: { [weak self] kind, bubble in
                self?.tellAnswer { $0.deliveredLate(kind, bubble: bubble, at: $1) }
            },
            onRested: { [weak self] in self?.serverRested() })
        let desktop = Desktop(session, hasDisplay: Environment.hasDisplay, listener: listener)
        self.desktop = desktop
        courier = Courier(
            [.desktop: desktop, .terminal: isService ? UserTerminal() : ForegroundTerminal()],
            always: isService ? nil : .terminal)
    }

    /// The buttons of what an earlier process has shown are ours.
    private func adoptBubbles() {
        let since = now - Keeper.remembered
        guard let known = bookkeeper.ask({ ledger throws(LedgerError) in try ledger.bubbles(since: since) })
        else { return }
        desktop?.adopt(
            known.map { bubble, occurrences in
                (
                    bubble,
                    occurrences.count == 1 ? .ring(occurrences[0]) : .several(occurrences, isRepost: false)
                )
            })
    }

    // MARK: Events

    /// What the time is.
    ///
    /// A play shows nothing of a time before all that comes earlier was played, however fast it goes, and its
    /// clock stands still while something is done: so it is the same each time.
    var now: Instant {
        guard case .lapse = clock else { return clock.now() }
        return performing ?? nextAlarm.map { min(clock.now(), $0) } ?? clock.now()
    }

    /// Hands an event to the Keeper, and does what it answers.
    func tell(_ event: (inout Keeper, Instant) -> [Keeper.Effect]) {
        guard !isStopping else { return }
        tellAnswer(event)
    }

    /// Likewise, for what a channel has to say of something that began before a stop.
    func tellAnswer(
        at moment: Instant? = nil, _ event: (inout Keeper, Instant) -> [Keeper.Effect]
    ) {
        let now = moment ?? now
        recall(at: now)
        perform(event(&keeper, now), at: now)
    }

    /// A clock that is set back may ask for more than the Keeper has in mind.
    func recall(at now: Instant) {
        guard let point = keeper.recallPoint(at: now) else { return }
        keeper.recall(
            bookkeeper.ask { ledger throws(LedgerError) in try ledger.states(since: point) } ?? [])
        keeper.recall(
            bookkeeper.ask { ledger throws(LedgerError) in try ledger.headsUps(since: point) } ?? [:])
    }

    func wake() {
        tell { [zone] in $0.woke(at: $1, zone: zone) }
        // dunst is unpaused by a signal without a word of it (dunst(1)).
        if keeper.isUndisturbed { disturbanceWatch?.ask() }
        // After whatever is due: an edit of which nothing tells is seen when the daemon is awake anyway.
        guard configurationWatch != nil, trial == nil else { return }
        DispatchQueue.main.async { [weak self] in
            MainActor.assumeIsolated {
                guard let self, self.trial == nil else { return }
                self.configurationWatch?.compare(with: self.filesRead)
            }
        }
    }

    private func serverCame() {
        tell { $0.serverReturned(at: $1) }
        for trouble in unseenTroubles.keys { deliver(trouble) }
    }

    /// A server that has refused something may take it now.
    private func serverRested() {
        tell { $0.terminalCame(at: $1) }
        for trouble in unseenTroubles.keys { deliver(trouble) }
    }

    /// Reads the files anew; `then` is called when that is done.
    func reload(then: @escaping @MainActor () -> Void = {}) {
        ServiceManager.notifyReloading()
        load { [weak self] isFine in
            guard let self else { return }
            if isFine { self.reporter.read(self.household?.rituals.count ?? 0, next: self.status) }
            self.notifyReady()
            self.giveBackTheStart()
            then()
        }
    }

    private func notifyReady() {
        // Alone: a status that the manager cannot take must not keep it from hearing this.
        ServiceManager.notify("READY=1")
        ServiceManager.notify("STATUS=\(status)")
    }
}
