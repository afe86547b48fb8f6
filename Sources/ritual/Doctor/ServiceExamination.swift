import Host
import Systemd

/// Whether rituald runs, and goes on running.
struct ServiceExamination: Examination {
    /// The unit, as the user manager has it (org.freedesktop.systemd1(5)).
    struct Unit {
        /// As `loaded`, `not-found` or `masked`.
        var load = "loaded"
        /// As `enabled`, `disabled` or `linked`.
        var file = "enabled"
        /// As `active`, `inactive`, `activating` or `failed`.
        var active = "active"
        /// As `running`, `auto-restart` or `dead`.
        var sub = "running"
        var exitStatus = 0
        var restarts = 0
        var needsReload = false
    }

    /// Nil where there is no user manager that could be asked.
    var unit: Unit?
    /// The process that has the lock of the state folder.
    var process: Int?
    /// Its program, as the kernel names it (proc_pid_exe(5)).
    var program: String?
    /// What it says of itself on the bus.
    var version: String?
    /// Whether it could be asked for its version.
    var hasBus = true
    /// Its session bus, where that is another than this shell's.
    var otherBus: String?

    var findings: [Finding] {
        guard let unit else { return [withoutManager] }
        switch (unit.load, unit.active, process) {
        case ("masked", _, _):
            return [fail("the service is masked: nothing starts it", "systemctl --user unmask rituald")]
        case ("not-found", _, let process?):
            return [
                warn(
                    "rituald runs as process \(process), not as a service: it ends with its terminal", install
                )
            ]
        case ("not-found", _, nil):
            return [fail("rituald does not run, and is not installed as a service", install)]
        // Between two attempts it's said to be starting, too.
        case (_, "activating", nil) where unit.restarts > 0 && version == nil:
            return [failing(unit)]
        case (_, "active", _), (_, "reloading", _),
            (_, "activating", _) where unit.sub != "auto-restart":
            return running(unit)
        default:
            return [notRunning(unit)]
        }
    }

    // MARK: Not as it should be

    private var withoutManager: Finding {
        guard let process else {
            return fail("rituald does not run, and no service manager is there to start it", "rituald")
        }
        return Finding(
            Self.subject, .ok, "rituald runs as process \(process); no service manager looks after it")
    }

    private func notRunning(_ unit: Unit) -> Finding {
        if let process {
            return warn(
                "rituald runs as process \(process), beside the service, which does not",
                "kill \(process) && \(UserService.start)")
        }
        if unit.exitStatus == Self.refusedLedger {
            return fail("rituald does not run: a newer rituald has made the ledger", install)
        }
        if unit.sub == "auto-restart" { return failing(unit) }
        return fail("the service does not run, so nothing rings", UserService.start)
    }

    private func failing(_ unit: Unit) -> Finding {
        let times = unit.restarts > 0 ? ", \(unit.restarts) times so far" : ""
        // EXIT_NAMESPACE of systemd.exec(5): a folder of the sandbox isn't there.
        if unit.exitStatus == 226 {
            return fail(
                "the service can't be started\(times), for want of a folder that it needs; the installed unit is an old one",
                install)
        }
        return fail("rituald ends as soon as it is started\(times); the journal says why", Self.journal)
    }

    // MARK: Running

    private func running(_ unit: Unit) -> [Finding] {
        let name = version.map { "rituald \($0)" } ?? "rituald"
        var facts = [process.map { "process \($0)" }, program.map { Places.short(installed($0)) }]
            .compactMap(\.self).joined(separator: ", ")
        if !facts.isEmpty { facts = " (\(facts))" }
        var findings = [
            Finding(
                Self.subject, .ok, "\(name) runs\(facts)" + (isEnabled(unit) ? ", and at each login" : ""))
        ]
        if !isEnabled(unit) {
            findings.append(
                warn("it is not started at the next login", "systemctl --user enable rituald"))
        }
        if unit.needsReload {
            findings.append(warn("the unit has changed on disk", "systemctl --user daemon-reload"))
        }
        if let stale { findings.append(stale) }
        if unit.restarts > 2 {
            findings.append(
                warn("it had to be started again \(unit.restarts) times; the journal says why", Self.journal))
        }
        return findings
    }

    private func isEnabled(_ unit: Unit) -> Bool {
        unit.file.hasPrefix("enabled") || ["static", "generated", "alias"].contains(unit.file)
    }

    /// Not the one that was installed last.
    private var stale: Finding? {
        if let program, installed(program) != program {
            return warn("the program has been replaced since it was started", Self.restart)
        }
        if let version, version != Version.current {
            return warn(
                "rituald \(version) runs, and this is ritual \(Version.current)",
                "\(install) && \(Self.restart)")
        }
        if version == nil, hasBus, process != nil, let otherBus {
            return fail(
                "it is on another session bus (\(otherBus)) than this shell, so bubbles and commands don't reach it here",
                "systemctl --user import-environment DBUS_SESSION_BUS_ADDRESS && \(Self.restart)")
        }
        if version == nil, hasBus, process != nil {
            return fail("it does not answer on the bus, so that no command reaches it", Self.restart)
        }
        return nil
    }

    /// The path where the program was; the kernel marks one that has gone from there.
    private func installed(_ program: String) -> String {
        let mark = " (deleted)"
        return program.hasSuffix(mark) ? String(program.dropLast(mark.count)) : program
    }

    // MARK: Words

    private static let subject = "service"
    /// What the daemon ends with when it leaves the ledger of a newer one alone.
    private static let refusedLedger = 78
    private static let restart = "systemctl --user restart rituald"
    private static let journal = "journalctl --user -u rituald -n 20"
    private let install = "make install"

    private func warn(_ words: String, _ remedy: String) -> Finding {
        Finding(Self.subject, .warn, words, remedy: remedy)
    }

    private func fail(_ words: String, _ remedy: String) -> Finding {
        Finding(Self.subject, .fail, words, remedy: remedy)
    }
}

extension ServiceExamination {
    init(_ machine: Machine) {
        let running = RunningDaemon(in: machine.state)
        let process = running?.process
        let daemon = Inquiry.Object("org.rituald.Rituals1", "/org/rituald/Rituals1")
        self.init(
            unit: Unit(machine.session), process: process,
            program: process.flatMap { SymbolicLink.target(of: "/proc/\($0)/exe") },
            version: machine.session.property("Version", of: daemon, daemon.name)?.text,
            hasBus: machine.session.trouble == nil,
            otherBus: running?.isOnAnotherBus == true ? running?.bus : nil)
    }
}

extension ServiceExamination.Unit {
    /// Nil where no user manager answers.
    fileprivate init?(_ bus: Inquiry) {
        let unit = "rituald.service"
        let name = "org.freedesktop.systemd1"
        // What no other unit needs is not in the manager's memory before it is asked for.
        guard
            let path = try? bus.call(Machine.manager, name + ".Manager", "LoadUnit", [.string(unit)]).first?
                .text
        else { return nil }
        let object = Inquiry.Object(name, path)
        func text(_ property: String) -> String {
            bus.property(property, of: object, name + ".Unit")?.text ?? ""
        }
        func number(_ property: String) -> Int {
            bus.property(property, of: object, name + ".Service")?.number ?? 0
        }
        self.init(
            load: text("LoadState"), file: text("UnitFileState"), active: text("ActiveState"),
            sub: text("SubState"), exitStatus: number("ExecMainStatus"), restarts: number("NRestarts"),
            needsReload: bus.property("NeedDaemonReload", of: object, name + ".Unit")?.flag == true)
    }
}
