import Foundation
import TestSupport
import Testing

/// What becomes of rings and answers when files, buses and desktops misbehave.
@Suite("With a daemon, when the ground moves", .timeLimit(.minutes(3)), .serialized)
struct MovingGroundDaemonTests {
    private func tea(_ house: House, in seconds: Double = 2, more: String = "") throws {
        try house.write(
            "rituals:\n  tea: {title: Tea for two, when: daily at \(house.clock(seconds))\(more)}\n")
    }

    /// A house in which tea is open.
    private func open() throws -> House {
        let house = try House("rituals: {}")
        try tea(house)
        try house.ritual("resume")
        try house.within { try house.shown().count == 1 }
        try house.within { try house.ritual("status", "-q").status == 0 }
        return house
    }

    private func state(_ house: House) -> String { house.folder.path + "/.local/state/rituald" }

    private func ledger(_ house: House) -> String { state(house) + "/ledger.sqlite" }

    /// What the daemon has said.
    private func said(_ house: House) -> String {
        (try? String(contentsOfFile: house.folder.path + "/out", encoding: .utf8)) ?? ""
    }

    private func outcomes(_ house: House) throws -> [String?] {
        try house.ritual("history", "--json").jsonList().map { $0["outcome"] as? String }
    }

    // MARK: The ledger's files

    @Test(
        "what was said to be done is still there after its files were removed, and it is said",
        arguments: ["ledger.sqlite-wal", "ledger.sqlite", "ledger.sqlite*", "."])
    func removed(_ what: String) throws {
        let house = try open()
        #expect(try house.ritual("done").status == 0)
        let pattern = what == "." ? state(house) : state(house) + "/" + what
        _ = try Oracle.output(of: ["sh", "-c", "rm -r \(pattern)"])
        try house.within { self.said(house).contains("They're back, with everything in them") }
        try house.stopDaemon()
        #expect(try outcomes(house) == ["done"])
        try house.ritual("resume")
        #expect(try house.ritual("status", "-q").status == 1)
        #expect(try house.shown().filter { $0["summary"] as? String == "Tea for two" }.count == 1)
    }

    @Test
    func
        `a ledger put back from a backup learns what happened since, and the answered ring does not come again`()
        throws
    {
        let house = try House("rituals: {}")
        try house.ritual("resume")
        let backup = house.folder.path + "/backup.sqlite"
        _ = try Oracle.output(of: [
            "python3", "-c",
            "import sqlite3; sqlite3.connect('\(ledger(house))').execute(\"VACUUM INTO '\(backup)'\")",
        ])
        try tea(house)
        try house.within { try house.shown().count == 1 }
        try house.within { try house.ritual("done").status == 0 }
        #expect(rename(backup, ledger(house)) == 0)
        try house.within { self.said(house).contains("Another ledger was put in the place") }
        try house.within { try self.outcomes(house) == ["done"] }
        try house.stopDaemon()
        try house.ritual("resume")
        #expect(try house.ritual("status", "-q").status == 1)
        #expect(try house.shown().filter { $0["summary"] as? String == "Tea for two" }.count == 1)
        let names = try FileManager.default.contentsOfDirectory(atPath: state(house))
        #expect(names.contains { $0.hasPrefix("ledger.sqlite.replaced-") })
    }

    @Test func `a ledger removed while nothing runs leaves its log to nobody: it is set aside, and said`()
        throws
    {
        let house = try open()
        #expect(try house.ritual("done").status == 0)
        try house.stopDaemon()
        try FileManager.default.removeItem(atPath: ledger(house))
        try house.ritual("resume")
        #expect(said(house).contains("The ledger was gone and only its log was left"))
        let names = try FileManager.default.contentsOfDirectory(atPath: state(house))
        #expect(names.contains { $0.hasPrefix("ledger.sqlite.orphaned-") && $0.hasSuffix("-wal") })
    }

    @Test(
        "a ledger that is no file keeps nobody waiting, and nothing from ringing",
        arguments: ["pipe", "device", "link", "folder"])
    func noFile(_ kind: String) throws {
        let house = try House("rituals: {}")
        switch kind {
        case "pipe": #expect(mkfifo(ledger(house), 0o600) == 0)
        case "device": #expect(mknod(ledger(house), S_IFCHR | 0o600, makedev(1, 3)) == 0)
        case "link": #expect(symlink("elsewhere.sqlite", ledger(house)) == 0)
        default: #expect(mkdir(ledger(house), 0o700) == 0)
        }
        #expect(try house.ritual("history").errors.contains("is a \(kind)"))
        try tea(house)
        try house.ritual("resume")
        try house.within { try house.shown().contains { $0["summary"] as? String == "Tea for two" } }
        // One bubble about it, though it comes up while the server is being asked what it can do.
        let troubles = try house.shown().filter { $0["summary"] as? String == "What rituald keeps" }
        #expect(troubles.count == 1)
        #expect(unlink(ledger(house)) == 0 || rmdir(ledger(house)) == 0)
        try house.within {
            try house.ritual("pause", "1h")
            return try house.bus.calls().contains { call in
                call["method"] as? String == "CloseNotification"
                    && call["id"] as? Int == troubles[0]["id"] as? Int
            }
        }
    }

    // MARK: A lock

    /// Holds the ledger locked, until the process that is returned ends.
    private func lock(_ house: House) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            "import sqlite3, time; c = sqlite3.connect('\(ledger(house))'); c.execute('BEGIN EXCLUSIVE'); print('locked', flush=True); time.sleep(60)",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
        return process
    }

    /// Whether the ledger knows since when a ritual is kept.
    private func keeps(_ ritual: String, _ house: House) -> Bool {
        let query =
            "import sqlite3; print(sqlite3.connect('\(ledger(house))').execute('SELECT id FROM rituals').fetchall())"
        return (try? Oracle.output(of: ["python3", "-c", query]).contains(ritual)) == true
    }

    private func unlock(_ process: Process) {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    @Test func `another program's lock on the ledger delays no ring, and it is written afterwards`() throws {
        let house = try House("rituals: {}")
        try house.ritual("resume")
        let holder = try lock(house)
        let due = Date(timeIntervalSinceNow: 3)
        try tea(house, in: 3)
        try house.within { try !house.shown().isEmpty }
        let at = try #require(try house.shown()[0]["at"] as? NSNumber).doubleValue / 1e9
        // Due times are whole seconds.
        #expect(at - due.timeIntervalSince1970 < 1, "with the lock waited for it was four seconds")
        unlock(holder)
        try house.within { try self.outcomes(house).count == 1 }
        #expect(!said(house).contains("cannot be written"))
    }

    @Test func `what rang under a lock and a kill comes as again, and not as new`() throws {
        let house = try House("rituals: {}")
        try house.ritual("resume")
        try tea(house, in: 6)
        try house.within { try house.ritual("list").output.contains("tea") && self.keeps("tea", house) }
        let holder = try lock(house)
        try house.within { try house.shown().count == 1 }
        try house.stopDaemon()
        unlock(holder)
        try house.ritual("resume")
        try house.within { try house.shown().count == 2 }
        #expect((try house.shown()[1]["body"] as? String)?.contains("Shown again") == true)
    }

    // MARK: A stop

    @Test func `stopped across its minute and then ended, a ring comes once, and not as shown again`() throws
    {
        let house = try House("rituals: {}")
        try tea(house, in: 3, more: ", heads-up: 1s")
        try house.ritual("resume")
        let daemon = try #require(house.daemon)
        kill(daemon, SIGSTOP)
        Thread.sleep(until: Date(timeIntervalSinceNow: 4))
        kill(daemon, SIGTERM)
        kill(daemon, SIGCONT)
        try house.within { house.daemon == nil && kill(daemon, 0) != 0 }
        let before = try house.shown().count
        try house.ritual("resume")
        try house.within { try house.shown().contains { $0["summary"] as? String == "Tea for two" } }
        let bodies = try house.shown().map { $0["body"] as? String ?? "" }
        // Shown before the end, it may come once more, and says so; not shown, it's new.
        #expect(bodies.filter { $0.contains("Shown again") }.count <= before)
        #expect(try outcomes(house) == [nil])
    }

    // MARK: Whoever keeps the bus busy

    @Test(
        "a flood on the bus costs a ring no more than a moment",
        arguments: [["calls", "8"], ["garbage", "8", "4000000"], ["signals", "8"]])
    func flood(_ way: [String]) throws {
        let house = try House("rituals: {}")
        try house.ritual("resume")
        let mark = house.folder.path + "/begun"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [Oracle.packageRoot.path + "/Tests/Peers/flood.py", mark] + way
        process.environment = ["DBUS_SESSION_BUS_ADDRESS": house.bus.address, "PATH": "/usr/bin:/bin"]
        let due = Date(timeIntervalSinceNow: 4)
        try tea(house, in: 4)
        try process.run()
        defer { unlock(process) }
        try house.within { FileManager.default.fileExists(atPath: mark) }
        try house.within { try !house.shown().isEmpty }
        let at = try #require(try house.shown()[0]["at"] as? NSNumber).doubleValue / 1e9
        let late = at - due.timeIntervalSince1970.rounded(.down)
        #expect(late < 2, "\(way[0]): \(late) s; without a bound it was many seconds")
    }

    @Test func `the five hundredth reminder costs as much as the first`() throws {
        let house = try House("rituals: {}")
        try house.ritual("resume")
        let script = """
            import dbus, time
            rituals = dbus.Interface(dbus.SessionBus().get_object("org.rituald.Rituals1", "/org/rituald/Rituals1"), "org.rituald.Rituals1")
            took = []
            for number in range(1000):
                start = time.monotonic()
                rituals.Remind("tea", "2199-01-01T%02d:%02d" % (number // 60, number % 60), "", True)
                took.append(time.monotonic() - start)
            print(sorted(took[:200])[100], sorted(took[-200:])[100])
            """
        let output = try Oracle.output(
            of: ["env", "DBUS_SESSION_BUS_ADDRESS=\(house.bus.address)", "/usr/bin/python3", "-c", script])
        let medians = output.split(separator: " ").compactMap { Double($0.filter { !$0.isNewline }) }
        try #require(medians.count == 2)
        #expect(medians[1] < 2 * medians[0], "\(medians)")
    }

    @Test("a button pressed in a desktop's history answers, however its bubble went", arguments: [1, 2])
    func history(_ reason: Int) throws {
        let house = try open()
        try house.bus.close(1, reason: reason)
        // For longer than other programs' bubbles are listened to where nothing is open.
        Thread.sleep(until: Date(timeIntervalSinceNow: 2))
        try house.bus.press(1, "done")
        try house.within { try self.outcomes(house) == ["done"] }
    }

    @Test func `in a time-lapse a slow notification server makes nothing late`() throws {
        let house = try House("rituals: {}", server: [])
        try house.bus.startServer("--capabilities", "body,actions", "--slow", "60")
        try house.within { try !house.busctl("status", "org.freedesktop.Notifications").isEmpty }
        let file = try house.folder.write("rituals: {tea: {when: 'daily at 06:00, 08:00'}}", to: "lapse.yaml")
        // An hour a second: the server's 60 ms are more than three minutes of it.
        let lines = try Oracle.output(
            of: [
                "sh", "-c", "exec \"$@\" 2>&1", "sh", "timeout", "--preserve-status", "-s", "INT", "5", "env",
                "-i", "HOME=\(house.folder.path)",
                "DBUS_SESSION_BUS_ADDRESS=\(house.bus.address)", "TZ=Europe/Berlin",
                Ritual.program.deletingLastPathComponent().path + "/rituald", "--config", file,
                "--time-lapse", "1h/1s", "--from", "2026-11-23T05:00",
            ])
        #expect(lines.contains("Tea rang on the desktop") && !lines.contains("min late"), "\(lines)")
    }

    // MARK: Who runs

    private func run(_ house: House, _ arguments: [String], _ environment: [String: String]) throws -> (
        status: Int32, errors: String
    ) {
        let process = Process()
        process.executableURL = Ritual.program.deletingLastPathComponent().appendingPathComponent("rituald")
        process.arguments = arguments
        process.environment = ["HOME": house.folder.path, "TZ": "Europe/Berlin", "PATH": "/usr/bin:/bin"]
            .merging(environment) { $1 }
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = Pipe()
        try process.run()
        let text = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    @Test func `with another state folder in its shell, a second daemon says who runs, and leaves`() throws {
        let house = try House("rituals: {}")
        try house.ritual("resume")
        let daemon = try #require(house.daemon)
        let second = try run(
            house, [],
            ["DBUS_SESSION_BUS_ADDRESS": house.bus.address, "XDG_STATE_HOME": house.folder.path + "/other"])
        #expect(second.status == 1 && second.errors.contains("rituald already runs as process \(daemon)"))
    }

    @Test func `a shell without the session's variables learns who runs, and what to type`() throws {
        let house = try House("rituals: {}")
        try house.ritual("resume")
        let daemon = try #require(house.daemon)
        let lost = try Ritual("status", environment: ["HOME": house.folder.path])
        #expect(lost.errors.contains("rituald runs as process \(daemon), on another session bus"))
        #expect(lost.errors.contains("`export DBUS_SESSION_BUS_ADDRESS=\(house.bus.address)` leads to it"))
        #expect(!lost.errors.contains("No daemon runs"))
        let done = try Ritual("done", environment: ["HOME": house.folder.path])
        #expect(done.status == 3 && done.errors.contains("rituald runs as process \(daemon)"))
    }

    // MARK: The files

    @Test func `a file of rituals that is removed is missed aloud`() throws {
        let house = try House("rituals: {tea: {when: daily at 03:00}}")
        try house.folder.write(
            "rituals: {walk: {when: daily at 04:00}}", to: ".config/rituald/rituals.d/walks.yaml")
        try house.ritual("resume")
        try FileManager.default.removeItem(atPath: house.folder.path + "/.config/rituald/rituals.d")
        try house.within {
            try house.shown().contains { $0["summary"] as? String == "rituals.d/walks.yaml is gone" }
        }
        #expect((try house.shown().last?["body"] as? String)?.contains("With it went: walk.") == true)
    }

    @Test func `status tells when the daemon has not read the files as they are`() throws {
        let house = try House("rituals: {tea: {when: daily at 03:00}}")
        try house.ritual("resume")
        // For as long as somebody goes on writing, it waits; what it has is older.
        var number = 0
        try house.within {
            number += 1
            try house.write("rituals: {tea: {when: daily at 04:00}} # \(number)")
            return try house.ritual("status").errors.contains(
                "The files have changed since the daemon read them")
        }
        try house.within { try !house.ritual("status").errors.contains("The files have changed") }
        #expect(try house.ritual("next", "-n", "1").output.contains("04:00"))
    }

    @Test func `a daemon that starts with broken files goes on by the last good ones`() throws {
        let house = try House("rituals: {}")
        try tea(house, in: 300)
        try house.ritual("resume")
        try house.stopDaemon(SIGTERM)
        try house.write("rituals: {tea")
        try house.ritual("resume")
        #expect(said(house).contains("what was read before stays in force"))
        #expect(try house.call("Upcoming", "u", "1").contains("tea"))
    }
}

private func makedev(_ major: UInt, _ minor: UInt) -> dev_t { dev_t(major << 8 | minor) }
