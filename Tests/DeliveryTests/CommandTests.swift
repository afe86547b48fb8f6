import CivilTime
import Foundation
import Rituals
import Schedules
import Systemd
import TestSupport
import Testing

@testable import Delivery

private func ritual(_ name: String = "tea", channels: [ChannelName] = [.desktop]) -> Ritual {
    guard let id = Ritual.ID(name) else { preconditionFailure("no name: \(name)") }
    return Ritual(id: id, schedule: Schedule("daily at 07:30"), channels: channels)
}

private let civil = CivilDateTime(wallSeconds: Instant("2026-11-21T07:30Z").seconds)

private func occurrence(_ ritual: Ritual) -> Occurrence {
    Occurrence(ritual: ritual.id, due: Due(civil: civil, instant: Instant("2026-11-21T07:30Z")))
}

private func announcement(_ ritual: Ritual) -> Announcement {
    Announcement(.ring(occurrence(ritual).id), of: ritual, civil: civil)
}

/// Programs in a folder that write down what they were given, without a user manager.
@MainActor
private final class Workshop {
    let folder = TemporaryFolder()
    let runner: CommandRunner

    init() {
        runner = CommandRunner(LastingBus(address: "unix:path=/nonexistent"))
    }

    /// Makes a program of a shell script, in which `$out` is the folder.
    func program(_ name: String, _ script: String) throws -> String {
        let path = try folder.write("#!/bin/sh\nout='\(folder.path)'\n\(script)\n", to: name)
        #expect(chmod(path, 0o755) == 0)
        return path
    }

    func text(_ name: String) -> String? {
        try? String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
    }

    func lines(_ name: String) -> [String] { text(name)?.split(separator: "\n").map(String.init) ?? [] }

    func run(_ program: String, _ arguments: String..., input: String? = nil, timeout: Int = 10) async
        -> Command.Result
    {
        let command = Command(
            purpose: "the channel test", program: program, arguments: arguments, input: input,
            environment: ["RITUAL_EVENT=ring"], timeout: .seconds(timeout))
        return await withCheckedContinuation { continuation in
            runner.run(command) { continuation.resume(returning: $0) }
        }
    }

    /// Waits until something is so, half a minute at most.
    func within(_ condition: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while !condition() {
            try #require(ContinuousClock.now < end)
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

@Suite("Programs without a user manager", .timeLimit(.minutes(1))) @MainActor struct CommandRunnerTests {
    @Test func `arguments and the text reach a program as they are`() async throws {
        let shop = Workshop()
        let program = try shop.program("p", #"printf '%s\n' "$#" "$@" > "$out/args"; cat > "$out/in""#)
        let odd = "$HOME `id` \"a' %h \\ * ;"
        #expect(await shop.run(program, odd, "", "b  c", input: "One.\nTwo – {title}") == .done)
        #expect(shop.text("args") == "3\n\(odd)\n\nb  c\n" && shop.text("in") == "One.\nTwo – {title}")
    }

    @Test func `it has a session of its own, no signal blocked or ignored, and no descriptor of ours`()
        async throws
    {
        let shop = Workshop()
        let program = try shop.program(
            "p",
            #"""
            cut -d ' ' -f 1,5,6 /proc/$$/stat > "$out/ids"
            ls /proc/$$/fd > "$out/descriptors"
            env > "$out/environment"
            # A shell blocks signals of its own while it starts something.
            exec grep '^Sig[BI]' /proc/self/status > "$out/signals"
            """#)
        // One that would be inherited.
        let open = open("/dev/null", O_RDONLY)
        let high = fcntl(open, F_DUPFD, 200)
        defer { for descriptor in [open, high] { close(descriptor) } }
        #expect(high >= 200)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGUSR1)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let before = signal(SIGUSR2, SIG_IGN)
        let result = await shop.run(program)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        signal(SIGUSR2, before)
        #expect(result == .done)
        let ids = try #require(shop.lines("ids").first).split(separator: " ")
        #expect(Set(ids).count == 1 && ids.count == 3, "its id, its group's and its session's")
        // Two of the real-time signals are the C library's own.
        let masks = shop.lines("signals").map { UInt32($0.suffix(8), radix: 16).map { $0 & 0x7FFF_FFFF } }
        #expect(masks == [0, 0])
        #expect(shop.lines("descriptors").allSatisfy { (Int($0) ?? 0) < 20 }, "the shell has some of its own")
        #expect(shop.lines("environment").contains("RITUAL_EVENT=ring"))
        #expect(shop.lines("environment").contains { $0.hasPrefix("PATH=") })
    }

    @Test func `one that takes too long is ended with all that it has started`() async throws {
        let shop = Workshop()
        let program = try shop.program(
            "p", #"sleep 300 & echo $! > "$out/child"; echo $$ > "$out/self"; wait"#)
        #expect(
            await shop.run(program, timeout: 1)
                == .failed("`\(program)` took longer than 1 s", maybeSeen: true))
        for name in ["child", "self"] {
            let id = try #require(shop.lines(name).first.flatMap { pid_t($0) })
            try await shop.within { kill(id, 0) == -1 && errno == ESRCH }
        }
    }

    @Test func `why one fails is told`() async throws {
        let shop = Workshop()
        #expect(await shop.run("no-such-program") == .failed("there is no program `no-such-program`"))
        let program = try shop.program("p", "exit 7")
        #expect(await shop.run(program) == .failed("`\(program)` ended with status 7"))
        let killed = try shop.program("k", "kill -9 $$")
        #expect(await shop.run(killed) == .failed("`\(killed)` was ended by signal 9"))
        let folder = shop.folder.path
        #expect(await shop.run(folder) == .failed("`\(folder)` cannot be run: Permission denied"))
    }

    @Test func `four run at once, the others in their order`() async throws {
        let shop = Workshop()
        let program = try shop.program(
            "p",
            #"echo "begins $1" >> "$out/log"; until [ -e "$out/go" ]; do sleep 0.02; done; echo ends >> "$out/log""#
        )
        var results: [Command.Result] = []
        for number in 1...7 {
            let command = Command(
                purpose: "", program: program, arguments: [String(number)], timeout: .seconds(60))
            shop.runner.run(command) { results.append($0) }
        }
        try await shop.within { shop.lines("log").count >= CommandRunner.most }
        try shop.folder.write("", to: "go")
        try await shop.within { results.count == 7 }
        #expect(results == Array(repeating: .done, count: 7))
        var (running, most) = (0, 0)
        for line in shop.lines("log") {
            running += line == "ends" ? -1 : 1
            most = max(most, running)
        }
        #expect(most == CommandRunner.most)
        let begun = shop.lines("log").filter { $0 != "ends" }
        #expect(Set(begun.suffix(3)) == ["begins 5", "begins 6", "begins 7"])
    }
}

/// Channels with programs of a workshop, and what they tell.
@MainActor
private final class Switchboard {
    let shop = Workshop()
    var results: [String] = []
    var unplugged: [[String]] = []
    var rested = 0
    private(set) var channels: CommandChannels?

    func open(_ told: Set<ChannelName> = [], rest: Duration = .seconds(30)) -> CommandChannels {
        let listener = CommandChannels.Listener(
            onResult: { [unowned self] name, result in
                if case .taken = result { results.append("\(name.rawValue) taken") }
                if case .refused = result { results.append("\(name.rawValue) refused") }
            },
            onRested: { [unowned self] in rested += 1 },
            onUnplugged: { [unowned self] names in unplugged.append(names.map(\.rawValue).sorted()) })
        let channels = CommandChannels(shop.runner, unplugged: told, firstRest: rest, listener: listener)
        self.channels = channels
        return channels
    }

    /// A channel whose program writes a line of what it hears, and fails as long as a file `broken` is there.
    func channel(_ name: String, _ events: CommandChannel.Event...) throws -> CommandChannel {
        let program = try shop.program(
            name, #"echo "$RITUAL_EVENT $RITUAL_ID$RITUAL_ANSWER" >> "$out/heard"; [ ! -e "$out/broken" ]"#)
        return CommandChannel(name: ChannelName(rawValue: name), program: program, events: Set(events))
    }

    var heard: [String] { shop.lines("heard") }
}

@Suite("Channels that follow what is unplugged", .timeLimit(.minutes(1))) @MainActor
struct UnplugTellerTests {
    private let dinner = ritual("dinner")
    private var present: (Ritual, Occurrence) { (dinner, occurrence(dinner)) }

    @Test func `they hear of each unplugging, and of its end, whoever names them`() async throws {
        let board = Switchboard()
        let channels = board.open()
        channels.configure([
            try board.channel("hush", .unplug), try board.channel("speak", .replug),
            try board.channel("phone", .ring),
        ])
        channels.unplugged(for: nil)
        channels.unplugged(for: present)
        channels.unplugged(for: present)
        try await board.shop.within { board.results == ["hush taken"] }
        channels.unplugged(for: nil)
        try await board.shop.within { board.results == ["hush taken", "speak taken"] }
        #expect(board.heard == ["unplug dinner", "replug dinner"])
        #expect(board.unplugged == [["hush", "speak"], ["speak"], []])
    }

    @Test func `the end never overtakes the beginning`() async throws {
        let board = Switchboard()
        let channels = board.open()
        let slow = try board.shop.program(
            "slow", #"[ $RITUAL_EVENT = replug ] || sleep 0.5; echo $RITUAL_EVENT >> "$out/heard""#)
        channels.configure([
            CommandChannel(
                name: ChannelName(rawValue: "hush"), program: slow, events: [.unplug, .replug])
        ])
        channels.unplugged(for: present)
        channels.unplugged(for: nil)
        try await board.shop.within { board.heard == ["unplug", "replug"] }
    }

    @Test func `what an earlier process has silenced is told of the end, and not of the beginning again`()
        async throws
    {
        for isOver in [false, true] {
            let board = Switchboard()
            let channels = board.open([ChannelName(rawValue: "hush"), ChannelName(rawValue: "gone")])
            channels.configure([try board.channel("hush", .unplug, .replug)])
            if !isOver { channels.unplugged(for: present) }
            channels.unplugged(for: nil)
            try await board.shop.within { board.heard.count == 1 && board.unplugged.last == [] }
            #expect(board.heard == [isOver ? "replug " : "replug dinner"])
        }
    }

    @Test func `one that is taken out of the files meanwhile is told of the end before it goes`() async throws
    {
        let board = Switchboard()
        let channels = board.open()
        channels.configure([try board.channel("hush", .unplug, .replug)])
        channels.unplugged(for: present)
        try await board.shop.within { board.heard == ["unplug dinner"] && board.results.count == 1 }
        channels.configure([])
        try await board.shop.within { board.heard.last == "replug dinner" && board.unplugged.last == [] }
    }

    @Test func `an end that fails is tried again until it works`() async throws {
        let board = Switchboard()
        let channels = board.open(rest: .milliseconds(50))
        channels.configure([try board.channel("hush", .unplug, .replug)])
        channels.unplugged(for: present)
        try await board.shop.within { board.results == ["hush taken"] }
        let broken = try board.shop.folder.write("", to: "broken")
        channels.unplugged(for: nil)
        try await board.shop.within { board.results.count >= 3 }
        #expect(board.unplugged == [["hush"]] && channels.troubles.count == 1)
        #expect(unlink(broken) == 0)
        try await board.shop.within { board.unplugged.last == [] }
        #expect(channels.troubles == [])
    }
}

/// A channel with one answer.
@MainActor
private final class FakeChannel: Channel {
    private let result: DeliveryResult
    private(set) var count = 0

    init(_ result: DeliveryResult) { self.result = result }

    func deliver(_ announcement: Announcement, reply: @escaping @MainActor (DeliveryResult) -> Void) {
        count += 1
        reply(result)
    }
}

@Suite("The courier and programs", .timeLimit(.minutes(1))) @MainActor struct CommandCourierTests {
    private static let phone = ChannelName(rawValue: "phone")
    private let desktop = FakeChannel(.taken(nil))
    private let terminal = FakeChannel(.taken(nil))
    private let board = Switchboard()

    private func courier(_ desktop: FakeChannel) throws -> Courier {
        let courier = Courier([.desktop: desktop, .terminal: terminal])
        let channels = board.open(rest: .seconds(60))
        channels.configure([try board.channel("phone", .ring, .answer)])
        courier.commands = channels
        return courier
    }

    private func deliver(
        _ courier: Courier, to names: ChannelName..., late: Courier.Latecomer? = { _, _, _ in }
    )
        async -> Courier.Report
    {
        await withCheckedContinuation { continuation in
            courier.deliver(announcement(ritual(channels: names)), late: late) {
                continuation.resume(returning: $0)
            }
        }
    }

    @Test func `what a screen has taken waits for no program, which is told of later`() async throws {
        let courier = try courier(desktop)
        var late: [String] = []
        let report = await deliver(courier, to: .desktop, Self.phone) { kind, name, result in
            late.append("\(kind.ritual?.description ?? "") \(name.rawValue) \(result == .taken(nil))")
        }
        #expect(report.taken == [.desktop] && late == [])
        try await board.shop.within { late == ["tea phone true"] }
        #expect(terminal.count == 0 && board.heard == ["ring tea"])
    }

    @Test func `without a screen it is taken when the program ends with 0`() async throws {
        let report = await deliver(try courier(desktop), to: Self.phone)
        #expect(report.taken == [Self.phone] && desktop.count == 0 && terminal.count == 0)
    }

    @Test func `where a program alone was asked for and fails, the terminal takes it`() async throws {
        let courier = try courier(desktop)
        try board.shop.folder.write("", to: "broken")
        let report = await deliver(courier, to: Self.phone)
        #expect(report.taken == [.terminal] && report.refused.map(\.channel) == [Self.phone])
        #expect(courier.commands?.troubles.first?.hasPrefix("The channel phone does not work: ") == true)
        // It is left alone for a while.
        _ = await deliver(courier, to: Self.phone)
        #expect(board.heard == ["ring tea"] && terminal.count == 2)
    }

    @Test func `where no desktop is, the terminal does not wait for the program`() async throws {
        let report = await deliver(try courier(FakeChannel(.refused("none"))), to: .desktop, Self.phone)
        #expect(report.taken == [.terminal] && report.refused.map(\.channel) == [.desktop])
    }

    @Test func `who waits for all hears of all`() async throws {
        let report = await deliver(try courier(desktop), to: .desktop, Self.phone, late: nil)
        #expect(report.taken == [.desktop, Self.phone])
    }

    @Test func `a channel hears an answer where the ritual names it and it asks for answers`() async throws {
        let courier = try courier(desktop)
        let tea = ritual(channels: [.desktop, Self.phone])
        courier.commands?.answered(.notToday, to: occurrence(tea), of: tea)
        courier.commands?.answered(.done, to: occurrence(ritual()), of: ritual())
        try await board.shop.within { board.results == ["phone taken"] }
        #expect(board.heard == ["answer teaskip"])
    }
}
