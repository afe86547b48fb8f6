import Dispatch
import Glibc
import Rituals
import Systemd

/// Coming to an end: because it was told to, or because another rituald is there.
extension Daemon {
    func stop() {
        guard !isStopping else { return }
        isStopping = true
        ServiceManager.notify("STOPPING=1")
        clock.schedule(alarm, at: nil)
        // What is on its way is most likely shown: its answer, which takes milliseconds, makes it certain.
        guard inFlight > 0 else {
            end()
        }
        DispatchQueue.main.asyncAfter(deadline: .now() + Daemon.lastPatience) { [weak self] in
            MainActor.assumeIsolated { () -> Void in
                if let self { self.end() }
            }
        }
    }

    /// The last thing it does: the next start learns up to when all is settled, and from then on goes by the rules.
    func end() -> Never {
        let now = now
        if let settled = keeper.settled(endingAt: now) { bookkeeper.write([], at: now, settled: settled) }
        reporter.stopped()
        if !isService { print(tally.description) }
        exit(0)
    }

    /// How long a stop waits for what is on its way.
    private static let lastPatience = DispatchTimeInterval.milliseconds(500)

    /// Another rituald answers the commands: with two, everything would ring twice.
    ///
    /// One that was given a state folder of its own is meant to be there all the same.
    func anotherHasTheName(_ process: Int?) {
        let name = process.map { "process \($0)" } ?? "a process that the bus doesn't name"
        guard mustBeAlone else {
            return reporter.trouble(
                "Commands reach another rituald: \(name) has the name \(RitualsObject.name) on the bus")
        }
        reporter.trouble("rituald already runs as \(name), so this one ends")
        exit(1)
    }
}
