import Foundation
import Host
import Ledger
import Rituals
import TestSupport
import Testing

@testable import ritual

/// What each examination makes of what it sees.
@Suite("ritual doctor: the verdicts") struct DoctorVerdictTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let seen: any Examination
        /// Verdict, a part of the words, and the remedy or nothing, of each line.
        let lines: [(String, String, String?)]

        init(
            _ testDescription: String, _ seen: any Examination,
            _ lines: (String, String, String?)...
        ) {
            (self.testDescription, self.seen, self.lines) = (testDescription, seen, lines)
        }
    }

    private func check(_ row: Row) {
        let findings = row.seen.findings
        #expect(findings.map(\.verdict.rawValue) == row.lines.map(\.0))
        #expect(findings.map(\.remedy) == row.lines.map(\.2))
        for (finding, line) in zip(findings, row.lines) {
            #expect(finding.words.contains(line.1), "\(finding.words)")
            #expect(!finding.words.hasSuffix(".") && !finding.words.hasSuffix(":"))
        }
    }

    private typealias Unit = ServiceExamination.Unit
    private static let start = "systemctl --user enable --now rituald"
    private static let journal = "journalctl --user -u rituald -n 20"

    @Test(
        "the service",
        arguments: [
            Row(
                "runs",
                ServiceExamination(
                    unit: Unit(), process: 12, program: "/opt/rituald", version: Version.current),
                ("ok", "rituald \(Version.current) runs (process 12, /opt/rituald), and at each login", nil)),
            Row(
                "runs, but not at the next login",
                ServiceExamination(unit: Unit(file: "disabled"), process: 12, version: Version.current),
                ("ok", "runs (process 12)", nil),
                ("warn", "not started at the next login", "systemctl --user enable rituald")),
            Row(
                "its unit was changed",
                ServiceExamination(unit: Unit(needsReload: true), process: 12, version: Version.current),
                ("ok", "runs", nil), ("warn", "changed on disk", "systemctl --user daemon-reload")),
            Row(
                "its program was replaced",
                ServiceExamination(
                    unit: Unit(), process: 12, program: "/opt/rituald (deleted)", version: "0.0.1"),
                ("ok", "(process 12, /opt/rituald)", nil),
                ("warn", "replaced", "systemctl --user restart rituald")),
            Row(
                "another version",
                ServiceExamination(unit: Unit(), process: 12, version: "9.0.0"),
                ("ok", "rituald 9.0.0", nil),
                ("warn", "rituald 9.0.0 runs", "make install && systemctl --user restart rituald")),
            Row(
                "no answer on the bus", ServiceExamination(unit: Unit(), process: 12),
                ("ok", "runs", nil), ("fail", "does not answer", "systemctl --user restart rituald")),
            Row(
                "started again and again, and up now",
                ServiceExamination(unit: Unit(restarts: 5), process: 12, version: Version.current),
                ("ok", "runs", nil), ("warn", "again 5 times", journal)),
            Row(
                "on another session bus",
                ServiceExamination(unit: Unit(), process: 12, otherBus: "unix:path=/there"),
                ("ok", "runs", nil),
                (
                    "fail", "another session bus (unix:path=/there)",
                    "systemctl --user import-environment DBUS_SESSION_BUS_ADDRESS && systemctl --user restart rituald"
                )),
            Row(
                "on another session bus, where this shell has none",
                ServiceExamination(unit: Unit(), process: 12, hasBus: false, otherBus: "unix:path=/there"),
                ("ok", "runs", nil)),
            Row(
                "between two attempts, and said to be starting",
                ServiceExamination(
                    unit: Unit(active: "activating", sub: "start", exitStatus: 1, restarts: 3)),
                ("fail", "ends as soon as it is started, 3 times so far", journal)),
            Row(
                "a folder of the sandbox is missing",
                ServiceExamination(
                    unit: Unit(
                        active: "activating", sub: "auto-restart", exitStatus: 226, restarts: 7)),
                ("fail", "7 times so far, for want of a folder", "make install")),
            Row(
                "starting", ServiceExamination(unit: Unit(active: "activating", sub: "start")),
                ("ok", "rituald runs", nil)),
            Row(
                "ends at once",
                ServiceExamination(unit: Unit(active: "activating", sub: "auto-restart")),
                ("fail", "ends as soon", journal)),
            Row(
                "stopped", ServiceExamination(unit: Unit(active: "inactive", sub: "dead")),
                ("fail", "nothing rings", start)),
            Row(
                "failed", ServiceExamination(unit: Unit(active: "failed", sub: "failed")),
                ("fail", "nothing rings", start)),
            Row(
                "refused a newer ledger",
                ServiceExamination(unit: Unit(active: "failed", sub: "failed", exitStatus: 78)),
                ("fail", "newer rituald", "make install")),
            Row(
                "stopped, and run by hand",
                ServiceExamination(unit: Unit(active: "inactive", sub: "dead"), process: 12),
                ("warn", "beside the service", "kill 12 && \(start)")),
            Row(
                "kept from starting by one that is run by hand",
                ServiceExamination(unit: Unit(active: "activating", sub: "auto-restart"), process: 12),
                ("warn", "beside the service", "kill 12 && \(start)")),
            Row(
                "masked", ServiceExamination(unit: Unit(load: "masked", active: "inactive", sub: "dead")),
                ("fail", "masked", "systemctl --user unmask rituald")),
            Row(
                "not installed", ServiceExamination(unit: Unit(load: "not-found", active: "inactive")),
                ("fail", "not installed", "make install")),
            Row(
                "not installed, and run by hand",
                ServiceExamination(unit: Unit(load: "not-found", active: "inactive"), process: 12),
                ("warn", "process 12", "make install")),
            Row("no manager", ServiceExamination(), ("fail", "does not run", "rituald")),
            Row("no manager, and run by hand", ServiceExamination(process: 12), ("ok", "process 12", nil)),
        ])
    func service(_ row: Row) { check(row) }

    private static let makeJournal =
        "sudo mkdir -p /var/log/journal && sudo systemctl restart systemd-journald"

    @Test(
        "the system",
        arguments: [
            Row("lingering", LingeringExamination(lingers: true), ("ok", "logged in or not", nil)),
            Row(
                "not lingering", LingeringExamination(lingers: false),
                ("warn", "will do for a desktop", "loginctl enable-linger")),
            Row("no logind", LingeringExamination(lingers: nil), ("ok", "no logind", nil)),
            Row(
                "a journal on disk",
                JournalExamination(storage: .persistent, isReadable: true, isExplained: true),
                ("ok", "you may read", nil)),
            Row(
                "a journal on disk with nothing of the user's",
                JournalExamination(storage: .persistent, isReadable: nil, isExplained: false),
                ("ok", "kept on disk", nil), ("warn", "journalctl -x", "sudo make install-catalog")),
            Row(
                "a journal that may not be read",
                JournalExamination(storage: .persistent, isReadable: false, isExplained: true),
                ("warn", "may not read", "sudo usermod -aG systemd-journal \"$USER\"")),
            Row(
                "a journal in memory",
                JournalExamination(storage: .volatile, isReadable: false, isExplained: true),
                ("warn", "forgets all at each boot, and you may not", makeJournal)),
            Row(
                "a journal in memory that may be read",
                JournalExamination(storage: .volatile, isReadable: true, isExplained: true),
                ("warn", "forgets all at each boot", makeJournal)),
            Row(
                "no journal", JournalExamination(storage: .none, isReadable: nil, isExplained: false),
                ("ok", "standard error", nil)),
            Row(
                "a zone",
                ZoneExamination(
                    name: "UTC", trouble: nil, isVariable: false, hasDatabase: true,
                    release: "2025b"), ("ok", "UTC, by the rules of tzdata 2025b", nil)),
            Row(
                "no tz database",
                ZoneExamination(
                    name: "UTC", trouble: nil, isVariable: false,
                    hasDatabase: false, release: nil),
                ("ok", "UTC", nil), ("warn", "not there", Machine.installing("tzdata"))),
            Row(
                "a bad TZ",
                ZoneExamination(
                    name: "UTC", trouble: "TZ=Atlantis", isVariable: true,
                    hasDatabase: true, release: nil), ("fail", "Atlantis", "unset TZ")),
            Row(
                "a bad /etc/localtime",
                ZoneExamination(
                    name: "UTC", trouble: "no zone", isVariable: false,
                    hasDatabase: true, release: nil),
                ("fail", "no zone", "sudo timedatectl set-timezone \"$(tzselect)\"")),
            Row(
                "an /etc/localtime with a former name",
                ZoneExamination(
                    name: "Europe/Kyiv", trouble: "Europe/Kiev is an old name", presentName: "Europe/Kyiv",
                    isVariable: false, hasDatabase: true, release: nil),
                ("fail", "Europe/Kiev", "sudo timedatectl set-timezone Europe/Kyiv")),
            Row(
                "a clock in step",
                ClockExamination(isSynchronised: true, canSynchronise: false, isTurnedOn: nil),
                ("ok", "in step", nil)),
            Row(
                "a clock that nothing keeps",
                ClockExamination(isSynchronised: false, canSynchronise: true, isTurnedOn: false),
                ("warn", "nothing keeps it", "sudo timedatectl set-ntp true")),
            Row(
                "a clock that nothing could keep",
                ClockExamination(isSynchronised: false, canSynchronise: false, isTurnedOn: false),
                ("warn", "nothing keeps it", Machine.installing("systemd-timesyncd"))),
            Row(
                "a clock that is not in step yet",
                ClockExamination(isSynchronised: false, canSynchronise: true, isTurnedOn: true),
                ("warn", "not done yet", "timedatectl timesync-status")),
            Row(
                "a clock of which nobody tells",
                ClockExamination(isSynchronised: nil, canSynchronise: nil, isTurnedOn: nil),
                ("ok", "nobody", nil)),
        ])
    func system(_ row: Row) { check(row) }

    @Test(
        "files that the daemon hasn't read as they are now",
        arguments: [
            (true, [("ok", nil), ("warn", "systemctl --user reload rituald")]), (false, [("ok", nil)]),
        ])
    func unread(_ isUnread: Bool, _ lines: [(String, String?)]) throws {
        let folder = TemporaryFolder()
        let path = try folder.write("rituals: {tea: {when: daily at 07:30}}", to: "rituals.yaml")
        let findings = ConfigurationExamination(
            path: path, loaded: .load(path), isUnread: isUnread
        ).findings
        #expect(findings.map(\.verdict.rawValue) == lines.map(\.0))
        #expect(findings.map(\.remedy) == lines.map(\.1))
    }

    private static let checkLock = "sleep 10; loginctl show-session 2 -p LockedHint"

    @Test(
        "the desktop",
        arguments: [
            Row("a bus", BusExamination(state: .answers(address: "here")), ("ok", "at here", nil)),
            Row(
                "a shell after su", BusExamination(state: .forgotten(folder: "/run/user/7")),
                ("warn", "this shell", "export XDG_RUNTIME_DIR=/run/user/7")),
            Row("sudo", BusExamination(state: .borrowed), ("fail", "without sudo", "ritual doctor")),
            Row(
                "a bus that hangs", BusExamination(state: .silent),
                ("fail", "does not answer", "systemctl --user restart dbus")),
            Row(
                "no bus", BusExamination(state: .absent(reason: "gone")),
                ("fail", "gone", Machine.installing("dbus-user-session"))),
            Row(
                "a server with everything",
                NotificationExamination(
                    server: .present(
                        name: "gnome-shell", version: "43.9",
                        capabilities: ["actions", "body-markup", "sound", "persistence"]),
                    hasDisplay: true, hasBus: true),
                ("ok", "gnome-shell 43.9: markup, sound, persistence, buttons", nil)),
            Row(
                "a server that may not draw its buttons",
                NotificationExamination(
                    server: .present(name: "dunst", version: "", capabilities: ["actions", "body-markup"]),
                    hasDisplay: true, hasBus: true),
                ("ok", "dunst: markup, no sound, no persistence, buttons that it may not draw", nil)),
            Row(
                "a plain server",
                NotificationExamination(
                    server: .present(name: "x", version: "1", capabilities: ["body"]), hasDisplay: true,
                    hasBus: true), ("ok", "no buttons, so each bubble says what to type", nil)),
            Row(
                "a server that hangs",
                NotificationExamination(server: .silent, hasDisplay: true, hasBus: true),
                ("fail", "does not answer", nil)),
            Row(
                "a display without a server",
                NotificationExamination(server: .absent(canStart: false), hasDisplay: true, hasBus: true),
                ("warn", "go to the terminal", Machine.installing("dunst"))),
            Row(
                "a server that can be started",
                NotificationExamination(server: .absent(canStart: true), hasDisplay: true, hasBus: true),
                ("ok", "the first ring starts one", nil)),
            Row(
                "no display",
                NotificationExamination(server: .absent(canStart: true), hasDisplay: false, hasBus: true),
                ("ok", "no display", nil)),
            Row(
                "no bus for a server",
                NotificationExamination(server: .absent(canStart: false), hasDisplay: true, hasBus: false),
                ("warn", "without the session bus", nil)),
            Row(
                "Plasma", DisturbanceExamination(hasServer: true, teller: .desktop(isOn: false)),
                ("ok", "off", nil)),
            Row(
                "Plasma, not to be disturbed",
                DisturbanceExamination(hasServer: true, teller: .desktop(isOn: true)),
                ("warn", "on now", nil)),
            Row(
                "dunst, paused", DisturbanceExamination(hasServer: true, teller: .dunst(isOn: true)),
                ("warn", "paused", "dunstctl set-paused false")),
            Row(
                "a desktop that tells nobody", DisturbanceExamination(hasServer: true, teller: nil),
                ("ok", "keeps it to itself", nil)),
            Row("no desktop", DisturbanceExamination(hasServer: false, teller: nil), ("ok", "nothing", nil)),
            Row(
                "a locked session",
                LockExamination(
                    sessions: [.init(id: "2", isLocked: true)], savers: [], hasDisplay: true),
                ("ok", "is locked now", nil)),
            Row(
                "one of two sessions locked",
                LockExamination(
                    sessions: [.init(id: "2", isLocked: true), .init(id: "3", isLocked: false)],
                    savers: [true], hasDisplay: true), ("ok", "not locked now", nil)),
            Row(
                "a locker that only the screen saver tells of",
                LockExamination(
                    sessions: [.init(id: "2", isLocked: false)], savers: [true], hasDisplay: true),
                ("ok", "is locked now", nil)),
            Row(
                "GNOME, unlocked",
                LockExamination(
                    sessions: [.init(id: "2", isLocked: false)], savers: [false], hasDisplay: true),
                ("ok", "not locked now", nil)),
            Row(
                "a session of which nothing tells",
                LockExamination(
                    sessions: [.init(id: "2", isLocked: false)], savers: [], hasDisplay: true),
                ("warn", "swaylock", checkLock)),
            Row(
                "a screensaver without logind",
                LockExamination(sessions: [], savers: [false, true], hasDisplay: true),
                ("ok", "is locked now", nil)),
            Row(
                "a display of which nothing tells",
                LockExamination(sessions: [], savers: [], hasDisplay: true),
                ("warn", "on a locked screen too", nil)),
            Row(
                "no screen", LockExamination(sessions: [], savers: [], hasDisplay: false),
                ("ok", "no screen", nil)),
            Row("no channels", ChannelExamination(channels: [])),
            Row(
                "channels whose programs are there",
                ChannelExamination(channels: [
                    (ChannelName(rawValue: "phone"), "curl", true),
                    (ChannelName(rawValue: "bell"), "aplay", true),
                ]), ("ok", "the program is there for phone and bell", nil)),
            Row(
                "a channel without its program, which has failed, and one that has failed with it",
                ChannelExamination(
                    channels: [
                        (ChannelName(rawValue: "phone"), "curl", false),
                        (ChannelName(rawValue: "bell"), "aplay", true),
                    ],
                    troubles: [
                        "The channel phone does not work: there is no program `curl`",
                        "The channel bell does not work: `aplay` ended with status 1",
                    ]), ("warn", "there is no program `curl`, which the channel phone runs", nil),
                ("warn", "`aplay` ended with status 1", "ritual log")),
            Row("no terminal", TerminalExamination(open: 0, takingLines: 0), ("ok", "none", nil)),
            Row("closed terminals", TerminalExamination(open: 2, takingLines: 0), ("warn", "none", "mesg y")),
            Row("terminals", TerminalExamination(open: 2, takingLines: 2), ("ok", "at your prompt", nil)),
            Row(
                "one of two terminals", TerminalExamination(open: 2, takingLines: 1),
                ("ok", "in 1 of your 2", nil)),
        ])
    func desktop(_ row: Row) { check(row) }

    private static let replace = "mv /s /s.damaged && mkdir -m 700 /s && systemctl --user restart rituald"

    @Test(
        "the ledger",
        arguments: [
            Row("none", LedgerExamination(folder: "/s", state: .missing), ("ok", "first ring", nil)),
            Row(
                "sound", LedgerExamination(folder: "/s", state: .sound(occurrences: 1)),
                ("ok", "1 occurrence", nil)),
            Row(
                "damaged", LedgerExamination(folder: "/s", state: .damaged("page 3")),
                ("fail", "damaged (page 3)", replace)),
            Row(
                "newer", LedgerExamination(folder: "/s", state: .newer("made by a newer one")),
                ("fail", "newer", "make install")),
            Row(
                "another user's", LedgerExamination(folder: "/s", state: .forbidden),
                ("fail", "may not write in /s", "sudo chown -R \"$USER\": /s")),
            Row(
                "unreadable", LedgerExamination(folder: "/s", state: .unusable("no rights")),
                ("fail", "no rights", "ls -l /s")),
            Row(
                "open to others, with a trouble, beside a damaged one",
                LedgerExamination(
                    folder: "/my s", state: .sound(occurrences: 0), isFolderOpen: true, isFileOpen: true,
                    troubles: ["the disk is full"], setAside: ["ledger.sqlite.damaged-1"]),
                ("ok", "sound", nil), ("fail", "others may read", "chmod 600 '/my s/ledger.sqlite'"),
                ("warn", "look into", "chmod 700 '/my s'"), ("fail", "disk is full", "df -h '/my s'"),
                ("warn", "1 former one put aside", "rm '/my s/ledger.sqlite.damaged-1'")),
            Row(
                "troubles, each with what to look at",
                LedgerExamination(
                    folder: "/s", state: .sound(occurrences: 0),
                    troubles: ["another program holds the ledger locked", "unable to open database file"]),
                ("ok", "sound", nil), ("fail", "locked", "fuser -v /s/ledger.sqlite"),
                ("fail", "unable to open", "ls -la /s")),
        ])
    func ledger(_ row: Row) { check(row) }

    @Test func `what others have named cannot steer the terminal`() {
        let server = NotificationExamination.Server.present(
            name: "\u{1B}[2J", version: "1", capabilities: [])
        let findings = NotificationExamination(server: server, hasDisplay: true, hasBus: true).findings
        #expect(findings.first?.words.hasPrefix("␛[2J 1: ") == true)
        #expect(Machine.word("/it's; rm") == "'/it'\\''s; rm'")
    }

    @Test func `the catalogue explains the entry that is looked for`() throws {
        let catalogue = try String(
            contentsOf: Oracle.packageRoot.appendingPathComponent("systemd/rituald.catalog"), encoding: .utf8)
        #expect(catalogue.contains("-- \(JournalExamination.ready)\n"))
    }
}

/// The built program, on machines of several kinds.
@Suite("ritual doctor", .timeLimit(.minutes(2))) struct DoctorTests {
    /// Neither a bus of the session's nor one of the system's.
    private static let alone = [
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus",
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent/bus",
    ]

    private func examine(_ home: TemporaryFolder, _ arguments: String..., more: [String: String] = [:]) throws
        -> Ritual
    {
        let environment = Self.alone.merging(["HOME": home.path]) { $1 }.merging(more) { $1 }
        return try Ritual(["doctor"] + arguments, environment: environment)
    }

    private func lines(_ ran: Ritual) throws -> [String: [String: String]] {
        let rows = try #require(try ran.jsonList() as? [[String: String]])
        return Dictionary(rows.map { ($0["subject"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `an empty home without a bus is told of, and stays empty`() throws {
        let home = TemporaryFolder()
        let ran = try examine(home)
        #expect(ran.status == 1 && ran.errors.isEmpty)
        let lines = ran.output.split(separator: "\n").map(String.init)
        #expect(
            lines.starts(with: [
                "warn  configuration   there is no ~/.config/rituald/rituals.yaml yet, so there is nothing to ring",
                "                        ritual init",
                "fail  service         rituald does not run, and no service manager is there to start it",
                "                        rituald",
            ]))
        #expect(lines.contains { $0.hasPrefix("fail  session bus     it is not there (No such file") })
        #expect(lines.contains("ok    ledger          it begins with the first ring"))
        #expect(lines.contains { $0.hasPrefix("ok    zone            Europe/Berlin") })
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.path).isEmpty)
    }

    @Test func `a file with a problem and an open, damaged ledger fail, each with what mends it`() throws {
        let home = TemporaryFolder()
        try home.write("rituals: {tea: {private: true, wen: secret}}", to: ".config/rituald/rituals.yaml")
        try home.write(String(repeating: "no ledger ", count: 200), to: ".local/state/rituald/ledger.sqlite")
        try home.write("", to: ".local/state/rituald/ledger.sqlite.damaged-2026-11-21T13-40-00")
        let ran = try examine(home, "--json")
        let found = try lines(ran)
        #expect(ran.status == 1)
        #expect(found["configuration"]?["verdict"] == "fail")
        #expect(found["configuration"]?["remedy"] == "ritual check")
        #expect(found["configuration"]?["words"]?.contains("2 problems; the first: ~/.config") == true)
        #expect(!ran.output.contains("secret"))
        #expect(found["ledger"]?["verdict"] == "fail")
        #expect(found["ledger"]?["remedy"]?.hasPrefix("mv ~/.local/state/rituald ") == true)
        let remedies = try ran.jsonList().compactMap { $0["remedy"] as? String }
        #expect(remedies.contains("rm ~/.local/state/rituald/ledger.sqlite.damaged-2026-11-21T13-40-00"))
        #expect(remedies.contains("chmod 600 ~/.local/state/rituald/ledger.sqlite"))
    }

    @Test func `damage in the middle of a ledger is found`() throws {
        let home = TemporaryFolder()
        let folder = home.path + "/state"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        do { _ = try Ledger(in: folder, machine: "") }
        let sound = try lines(try examine(home, "--json", "--state", folder))
        #expect(sound["ledger"]?["words"] == "it is sound, and remembers 0 occurrences")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["ledger.sqlite"])
        let file = try #require(FileHandle(forUpdatingAtPath: Ledger.path(in: folder)))
        // The second page, which no program reads when it only opens the file.
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 64))
        try file.close()
        let damaged = try lines(try examine(home, "--json", "--state", folder))
        #expect(damaged["ledger"]?["verdict"] == "fail")
    }

    @Test func `a bad zone fails`() throws {
        let found = try lines(try examine(TemporaryFolder(), "--json", more: ["TZ": "Nowhere/Land"]))
        #expect(found["zone"]?["verdict"] == "fail" && found["zone"]?["remedy"] == "unset TZ")
    }
}

/// Beside a bus, a notification server and a daemon.
@Suite("ritual doctor with a daemon", .timeLimit(.minutes(2)), .serialized) struct DoctorDaemonTests {
    private func examine(_ house: House) throws -> [String: [String: String]] {
        let rows = try house.ritual("doctor", "--json").jsonList() as? [[String: String]] ?? []
        return Dictionary(rows.map { ($0["subject"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `it says what runs and what that can do, and starts nothing`() throws {
        let house = try House("rituals: {tea: {when: daily at 04:00}}")
        let before = try examine(house)
        #expect(before["service"]?["verdict"] == "fail")
        #expect(house.daemon == nil, "nothing was started")
        try house.ritual("resume")
        let found = try examine(house)
        let pid = try #require(house.daemon)
        #expect(
            found["service"]?["words"]
                == "rituald runs as process \(pid); no service manager looks after it")
        #expect(found["configuration"]?["words"] == "~/.config/rituald/rituals.yaml is fine: 1 ritual")
        #expect(found["session bus"]?["words"] == "it answers at \(house.bus.address)")
        #expect(
            found["notifications"]?["words"]
                == "test 1: no markup, no sound, no persistence, buttons that it may not draw, "
                + "so each bubble says what to type")
        #expect(found["do not disturb"]?["verdict"] == "ok")
        #expect(found["ledger"]?["words"] == "it is sound, and remembers 0 occurrences")
        #expect(try house.bus.calls().isEmpty, "nothing was shown")
        try house.write("rituals: {tea: {wen: daily at 04:00}}")
        #expect(try examine(house)["configuration"]?["verdict"] == "fail")
    }

    @Test(
        "one that hangs is told of, and not waited for",
        arguments: [
            ("org.freedesktop.Notifications", "notifications"), ("org.freedesktop.DBus", "session bus"),
        ])
    func hanging(name: String, subject: String) throws {
        let house = try House("rituals: {}")
        let driver = "org.freedesktop.DBus"
        let answer = try house.busctl("call", driver, "/", driver, "GetConnectionUnixProcessID", "s", name)
        let pid = try #require(pid_t(answer.split(separator: " ").last?.dropLast() ?? ""))
        kill(pid, SIGSTOP)
        defer { kill(pid, SIGCONT) }
        let start = ContinuousClock.now
        let found = try examine(house)
        #expect(ContinuousClock.now - start < .seconds(15))
        #expect(found[subject]?["verdict"] == "fail")
        #expect(found[subject]?["words"]?.contains("does not answer") == true)
    }
}
