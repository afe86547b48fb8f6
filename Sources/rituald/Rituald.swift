import CivilTime
import Dispatch
import Glibc
import Host
import Ledger
import Systemd

@main
struct Rituald {
    /// Holds what must last as long as the process: behind a call that never returns, the optimiser lets
    /// locals go.
    @MainActor private static var running: (daemon: Daemon, lock: LockFile?)?

    @MainActor
    static func main() {
        ProcessMemory.useOnePool()
        Environment.findRuntimeFolder()
        // Blocked before anything else, so that no signal is lost until its source is there.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        // A terminal or a bus that has gone is an error of one write, no end.
        signal(SIGPIPE, SIG_IGN)
        // Whoever started us may have it ignored, and then nobody could say how a program has ended.
        signal(SIGCHLD, SIG_DFL)

        do throws(Options.Invalid) {
            switch try Options.parse(Array(CommandLine.arguments.dropFirst())) {
            case .help: print(Options.help)
            case .version: print("rituald \(Version.current)")
            case .tryFiles(let digest, let path): exit(Trial.run(path, digest: digest))
            case .run(let options):
                // This thread never ends, and would hold what a start touches of its stack (28 kB) and what the
                // allocator has at hand for it (32 kB) for good.
                DispatchQueue.main.async { run(options) }
                dispatchMain()
            }
        } catch {
            complain(error.message + "\n  hint: `rituald --help` lists the options")
            exit(2)
        }
    }

    @MainActor
    private static func run(_ options: Options) {
        // A time-lapse is a play: it leaves no trace and needs no lock.
        let lock = options.timeLapse == nil ? takeLock(options.state ?? Places.state) : nil
        if options.timeLapse == nil, options.state == nil, let process = anotherProcess() {
            complain(
                "rituald already runs as process \(process)\n  hint: `ritual status` shows what it does; `--state DIR` runs another one beside it"
            )
            exit(1)
        }
        let isService = ServiceManager.isPresent || Journal.isStandardError
        if let state = options.state, state != Places.state, let other = LockFile.holder(in: Places.state) {
            complain(
                "Another rituald runs for you too (process \(other)); this one keeps its own state in \(Places.short(state))."
            )
        }
        // A play keeps its ledger in memory.
        let state = options.timeLapse == nil ? options.state ?? Places.state : nil
        let daemon = Daemon(
            path: options.configuration ?? Places.configuration, state: state,
            clock: clock(options.timeLapse), isService: isService, mustBeAlone: options.state == nil)
        running = (daemon, lock)
        do throws(LedgerError) {
            try daemon.start()
        } catch {
            complain(
                "\(Places.short(Ledger.path(in: state ?? ""))): \(error)\n  hint: install that rituald again, or put the file elsewhere; nothing in it was changed"
            )
            exit(refusedLedger)
        }
    }

    /// EX_CONFIG of sysexits.h: the unit does not start it again, since that would end in the same way.
    private static let refusedLedger: Int32 = 78

    private static func clock(_ lapse: Options.TimeLapse?) -> Clock {
        guard let lapse else { return .wall }
        let zone = ZoneDatabase.system.local().zone
        let start = lapse.from.map { zone.resolve($0).instant } ?? SystemClock.now()
        return .lapse(start: start, origin: .now(), speed: lapse.speed)
    }

    /// The lock of the state folder; nil where the disk does not let it be taken, since the rituals ring all
    /// the same.
    private static func takeLock(_ state: String) -> LockFile? {
        do {
            try Folder.makePrivate(state)
            return try LockFile(in: state)
        } catch let LockFile.Failure.held(by: process) {
            complain(
                "rituald runs already\(process.map { " as process \($0)" } ?? ""), with the state in \(Places.short(state))"
            )
        } catch let LockFile.Failure.system(error) where isOfTheDisk(error) {
            complain("A second rituald would not be noticed: \(error)")
            return nil
        } catch let LockFile.Failure.system(error) {
            complain("The state folder cannot be used: \(error)")
        } catch let error as SystemError where isOfTheDisk(error) {
            complain("The state folder cannot be made: \(error)")
            return nil
        } catch {
            complain("The state folder cannot be made: \(error)")
        }
        exit(1)
    }

    /// The one that has the name on the session bus, as it has where the shell's XDG_STATE_HOME is another than the service's.
    ///
    /// Asked before anything can ring; a bus that takes longer than a moment is not waited for.
    private static func anotherProcess() -> Int? {
        let name = "org.freedesktop.DBus"
        guard let bus = try? BlockingBus(patience: .milliseconds(200)),
            let answer = try? bus.call(
                name, "/org/freedesktop/DBus", name, "GetConnectionUnixProcessID",
                [.string(RitualsObject.name)]),
            case .uint32(let process)? = answer.first,
            // One that has just ended may still be known to the bus.
            kill(pid_t(process), 0) == 0
        else { return nil }
        return Int(process)
    }

    private static func isOfTheDisk(_ error: SystemError) -> Bool {
        [EROFS, EACCES, EPERM, ENOSPC, EDQUOT, EIO].contains(error.code)
    }

    private static func complain(_ words: String) {
        let line = words + "\n"
        write(STDERR_FILENO, line, line.utf8.count)
    }
}
