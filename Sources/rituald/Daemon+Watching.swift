import CivilTime
import Delivery
import Dispatch
import Host
import Rituals
import Systemd

/// What the daemon learns from the machine, without asking.
extension Daemon {
    func watch() {
        do throws(SystemError) {
            configurationWatch = try ConfigurationWatch(path: path) { [weak self] in self?.reload() }
            // A time-lapse has a clock of its own that nobody sets.
            guard case .wall = clock else { return }
            clockWatch = try ClockWatch { [weak self] in self?.clockJumped() }
            systemWatch = try SystemWatch(localtime: "/etc/localtime", busSocket: LastingBus.sessionSocket) {
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

    /// After the program has said that it is ready, which waits for nobody.
    func watchScreen() {
        guard case .wall = clock else { return }
        lockWatch = LockWatch(system: system, session: session) { [weak self] isLocked in
            self?.tell { isLocked ? $0.locked(at: $1) : $0.unlocked(at: $1) }
        }
        disturbanceWatch = DoNotDisturbWatch(session) { [weak self] isUnwanted in
            self?.tell { $0.disturbing(isUnwanted: isUnwanted, at: $1) }
        }
    }

    func watchZones() {
        systemWatch?.watch(zoneFiles: Set(zonesInUse.map(ZoneDatabase.system.path(of:))))
    }

    /// The machine's, and those that the files name.
    var zonesInUse: [Zone] { [zone] + (household?.rituals.compactMap(\.zone) ?? []) }

    func pingWatchdog() {
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

    private func clockJumped() {
        wake()
        synchronisationWatch?.ask()
    }

    private func zoneChanged() {
        let local = ZoneDatabase.system.local()
        if let trouble = local.trouble { reporter.trouble(trouble) }
        zone = local.zone
        wake()
        // Named zones may have new rules as well; they are part of what the files mean.
        if household != nil { load() }
    }

    func onSignal(_ number: Int32, _ action: @escaping @MainActor () -> Void) {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
        source.setEventHandler { MainActor.assumeIsolated { action() } }
        source.activate()
        sources.append(source)
    }
}
