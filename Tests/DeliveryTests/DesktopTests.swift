import CivilTime
import Dispatch
import Glibc
import Rituals
import Schedules
import Systemd
import TestSupport
import Testing

@testable import Delivery

private func ritual(
    _ name: String = "coffee", title: String = "Coffee", say: String? = nil, isPrivate: Bool = false,
    wantsAnswer: Bool = false
) -> Ritual {
    guard let id = Ritual.ID(name) else { preconditionFailure("no name: \(name)") }
    return Ritual(
        id: id, title: title, say: say, schedule: Schedule("daily at 07:30"), isPrivate: isPrivate,
        urgency: .critical, wantsAnswer: wantsAnswer)
}

private let civil = CivilDateTime(wallSeconds: Instant("2026-11-21T07:30Z").seconds)

private func announcement(_ ritual: Ritual) -> Announcement {
    let due = Due(civil: civil, instant: Instant("2026-11-21T07:30Z"))
    return Announcement(
        .ring(Occurrence.ID(ritual: ritual.id, due: due.name)), of: ritual,
        ritual.words(for: due, in: .utc, me: nil), civil: civil)
}

extension DeliveryResult {
    fileprivate var isTaken: Bool { if case .taken = self { true } else { false } }
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

/// A desktop on a bus of its own.
@MainActor
private final class Scene {
    let peer: PrivateBus
    let session: LastingBus
    private var arrivals = 0
    private var waiting: CheckedContinuation<Void, Never>?
    private(set) lazy var desktop = Desktop(
        session, hasDisplay: hasDisplay,
        listener: Desktop.Listener(
            onServer: { [weak self] in self?.arrive() },
            onAction: { [weak self] kind, action in self?.hear("\(kind.subject) \(action.key)") },
            onClosed: { [weak self] kind, byPerson in
                self?.hear("\(kind.subject) \(byPerson ? "closed" : "gone")")
            },
            onLate: { [weak self] kind, bubble in
                self?.hear("\(kind.subject) late \(bubble?.number ?? 0)")
            },
            onRested: { [weak self] in self?.hear("rested") }))
    private var heard: [String] = []
    private var listening: CheckedContinuation<String, Never>?

    private func arrive() {
        guard let waiting else {
            arrivals += 1
            return
        }
        self.waiting = nil
        waiting.resume()
    }

    private func hear(_ news: String) {
        guard let listening else { return heard.append(news) }
        self.listening = nil
        listening.resume(returning: news)
    }

    /// What the desktop tells next.
    func news() async -> String {
        guard heard.isEmpty else { return heard.removeFirst() }
        return await withCheckedContinuation { listening = $0 }
    }
    private let hasDisplay: Bool

    init(hasDisplay: Bool = false) throws {
        peer = try PrivateBus()
        session = LastingBus(address: peer.address)
        self.hasDisplay = hasDisplay
        _ = desktop
        session.connect()
    }

    /// Starts a server and waits until the desktop has seen it.
    func startServer(_ options: String...) async throws {
        let capabilities = options.isEmpty ? ["body", "body-markup"] : options
        try peer.startServer("--capabilities", capabilities.joined(separator: ","))
        await serverCame()
    }

    func serverCame() async {
        guard arrivals == 0 else {
            arrivals -= 1
            return
        }
        await withCheckedContinuation { waiting = $0 }
    }

    func ring(_ ritual: Ritual) async -> DeliveryResult { await show(announcement(ritual)) }

    func show(_ announcement: Announcement) async -> DeliveryResult {
        await withCheckedContinuation { continuation in
            desktop.deliver(announcement) { continuation.resume(returning: $0) }
        }
    }

    func lastCall() throws -> [String: Any] { try #require(try peer.calls().last) }
}

/// Holds a second desktop for as long as a test needs it.
@MainActor private var later: Desktop?

@Suite("The desktop", .timeLimit(.minutes(2))) @MainActor struct DesktopTests {
    @Test func `a ring is one Notify with all that the specification asks`() async throws {
        let scene = try Scene()
        try await scene.startServer("body", "body-markup", "sound")
        #expect(await scene.ring(ritual(say: "Tea & <b>you</b>")).isTaken)
        let call = try scene.lastCall()
        #expect(call["application"] as? String == "rituald" && call["summary"] as? String == "Coffee")
        #expect(call["body"] as? String == "Tea &amp; &lt;b&gt;you&lt;/b&gt;")
        #expect(
            call["icon"] as? String == "appointment-soon" && call["timeout"] as? Int == -1
                && call["replaced"] as? Int == 0)
        #expect((call["actions"] as? [String])?.isEmpty == true)
        let hints = try #require(call["hints"] as? [String: Any])
        #expect(hints["urgency"] as? Int == 2 && hints["desktop-entry"] as? String == "rituald")
        #expect(
            hints["category"] as? String == "x-rituald.reminder"
                && hints["sound-name"] as? String == "message")
        #expect(try scene.peer.calls().count == 1)
    }

    @Test func `the next ring of a ritual takes the place of its bubble, that of another does not`()
        async throws
    {
        let scene = try Scene()
        try await scene.startServer()
        for name in ["coffee", "coffee", "tea"] { #expect(await scene.ring(ritual(name)).isTaken) }
        #expect(try scene.peer.calls().map { $0["replaced"] as? Int } == [0, 1, 0])
    }

    @Test func `a server that has restarted gets a new bubble`() async throws {
        let scene = try Scene()
        try await scene.startServer()
        #expect(await scene.ring(ritual()).isTaken)
        scene.peer.stopServer()
        try await scene.startServer()
        #expect(await scene.ring(ritual()).isTaken)
        #expect(try scene.lastCall()["replaced"] as? Int == 0)
    }

    // MARK: Buttons

    private func withButtons(_ name: String = "coffee") -> Ritual { ritual(name, wantsAnswer: true) }

    @Test func `a ring that wants an answer has three buttons, and a line for those who see none`()
        async throws
    {
        let scene = try Scene()
        try await scene.startServer("body", "actions")
        #expect(await scene.ring(withButtons()).isTaken)
        let call = try scene.lastCall()
        #expect(
            call["actions"] as? [String] == ["done", "Done", "later", "Later", "skip", "Not today"])
        #expect(call["body"] as? String == "ritual done · later · skip")
    }

    @Test func `a server that draws them needs no such line, one without them gets no buttons`() async throws
    {
        let scene = try Scene()
        try scene.peer.startServer("--capabilities", "body,actions", "--name", "gnome-shell")
        await scene.serverCame()
        #expect(await scene.ring(withButtons()).isTaken)
        #expect(try scene.lastCall()["body"] as? String == "")
        scene.peer.stopServer()
        try await scene.startServer("body")
        #expect(await scene.ring(withButtons()).isTaken)
        #expect((try scene.lastCall()["actions"] as? [String])?.isEmpty == true)
        #expect(try scene.lastCall()["body"] as? String == "ritual done · later · skip")
    }

    @Test func `a button that is pressed is told with what its bubble shows, also of an older bubble`()
        async throws
    {
        let scene = try Scene()
        try await scene.startServer("body", "actions")
        for name in ["coffee", "tea"] { #expect(await scene.ring(withButtons(name)).isTaken) }
        try scene.peer.press(1, "later")
        #expect(await scene.news() == "ritual(coffee) later")
        #expect(await scene.news() == "ritual(coffee) closed")
        try scene.peer.press(1, "done")
        #expect(await scene.news() == "ritual(coffee) done", "out of the desktop's history")
        #expect(await scene.news() == "ritual(coffee) closed")
        try scene.peer.press(7, "done")
        try scene.peer.press(2, "explode")
        #expect(await scene.news() == "ritual(tea) closed", "others' bubbles and unknown buttons are nothing")
    }

    @Test func `closed by a person and gone by itself are told apart, what we close is not told`()
        async throws
    {
        let scene = try Scene()
        try await scene.startServer("body", "actions")
        for name in ["coffee", "tea", "wine"] { #expect(await scene.ring(withButtons(name)).isTaken) }
        scene.desktop.withdraw(.ritual(withButtons("wine").id))
        try scene.peer.close(1, reason: 2)
        #expect(await scene.news() == "ritual(coffee) closed")
        try scene.peer.close(2, reason: 1)
        #expect(await scene.news() == "ritual(tea) gone")
    }

    @Test func `what is taken back on its way is closed when it arrives`() async throws {
        let scene = try Scene()
        // Too slow to have answered before it is taken back.
        try scene.peer.startServer("--slow", "100")
        await scene.serverCame()
        let answer = await withCheckedContinuation { continuation in
            scene.desktop.deliver(announcement(withButtons())) { continuation.resume(returning: $0) }
            scene.desktop.withdraw(.ritual(withButtons().id))
        }
        #expect(answer == .taken(nil))
        #expect(await scene.ring(withButtons("tea")).isTaken)
        #expect(
            try scene.peer.calls().compactMap { $0["method"] as? String } == [
                "Notify", "CloseNotification", "Notify",
            ])
    }

    @Test func `what is taken back while a server is being started is not shown, nor anywhere else`()
        async throws
    {
        let scene = try Scene(hasDisplay: true)
        try scene.peer.makeServerActivatable()
        let terminal = FakeChannel(.taken(nil))
        let courier = Courier([.desktop: scene.desktop, .terminal: terminal])
        let report = await withCheckedContinuation { continuation in
            courier.deliver(announcement(withButtons())) { continuation.resume(returning: $0) }
            scene.desktop.withdraw(.ritual(withButtons().id))
        }
        #expect(report.isWithdrawn && report.taken.isEmpty && terminal.count == 0)
        #expect(try scene.peer.calls().isEmpty)
    }

    @Test func `the bubbles of an earlier process are its own: pressed and replaced`() async throws {
        let scene = try Scene()
        try await scene.startServer("body", "actions")
        guard case .taken(let bubble?) = await scene.ring(withButtons()) else {
            Issue.record("no bubble")
            return
        }
        let next = LastingBus(address: scene.peer.address)
        let id = Occurrence.ID(ritual: withButtons().id, due: .time(civil))
        let action = await withCheckedContinuation { (continuation: CheckedContinuation<String, Never>) in
            let desktop = Desktop(
                next, hasDisplay: false,
                listener: Desktop.Listener(
                    onServer: { try? scene.peer.press(1, "done") },
                    onAction: { kind, action in
                        continuation.resume(returning: "\(kind == .ring(id)) \(action.key)")
                    }))
            desktop.adopt([(bubble, .ring(id))])
            later = desktop
            next.connect()
        }
        #expect(action == "true done")
        later = nil
    }

    @Test func `what is shown again makes no sound`() async throws {
        let scene = try Scene()
        try await scene.startServer("body", "sound")
        let ritual = withButtons()
        let id = Occurrence.ID(ritual: ritual.id, due: .time(civil))
        #expect(await scene.show(Announcement(.repost(id), of: ritual, civil: civil)).isTaken)
        let hints = try #require(try scene.lastCall()["hints"] as? [String: Any])
        #expect(hints["sound-name"] == nil && hints["suppress-sound"] as? Int == 1)
    }

    // MARK: Without one

    @Test func `without a display no server is started, and the answer comes at once`() async throws {
        let scene = try Scene()
        try scene.peer.makeServerActivatable()
        #expect(
            await scene.ring(ritual())
                == .refused("no notification server is there, and no display to start one on"))
        #expect(try scene.peer.calls().isEmpty)
    }

    @Test func `with a display one is started, and shows the ring`() async throws {
        let scene = try Scene(hasDisplay: true)
        try scene.peer.makeServerActivatable()
        #expect(await scene.ring(ritual()).isTaken)
        #expect(try scene.lastCall()["summary"] as? String == "Coffee")
    }

    @Test func `a server that cannot be started is an answer too`() async throws {
        let scene = try Scene(hasDisplay: true)
        guard case .refused(let reason, _) = await scene.ring(ritual()) else {
            Issue.record("taken")
            return
        }
        #expect(reason.hasPrefix("no notification server could be started"))
    }

    @Test func `a server that never answers is given up, and others are not kept waiting`() async throws {
        let scene = try Scene()
        try scene.peer.startServer("--silent")
        await scene.serverCame()
        // Each by its own clock: on a busy machine they may begin at different times.
        func timed(_ name: String) async -> (DeliveryResult, Duration) {
            let start = ContinuousClock.now
            return (await scene.ring(ritual(name)), start.duration(to: .now))
        }
        async let one = timed("one")
        async let other = timed("other")
        for (answer, took) in await [one, other] {
            let isRefused = if case .refused = answer { true } else { false }
            #expect(isRefused)
            #expect(took < Bus.patience * 2 - .seconds(1))
        }
        #expect(try scene.peer.calls().count == 2)
    }

    @Test func `a bus that lets nobody in is given up too`() async throws {
        let folder = TemporaryFolder()
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: (folder.path + "/bus").utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // The kernel accepts for it; nobody ever speaks.
        #expect(bound == 0 && listen(listener, 5) == 0)
        let desktop = Desktop(LastingBus(address: "unix:path=\(folder.path)/bus"), hasDisplay: true)
        let result = await withCheckedContinuation { continuation in
            desktop.deliver(announcement(ritual())) { continuation.resume(returning: $0) }
        }
        #expect(result == .refused("the session bus does not answer"))
    }

    @Test func `a server that answers after it was given up has shown the ring: its number counts`()
        async throws
    {
        let scene = try Scene()
        try scene.peer.startServer("--capabilities", "body,actions", "--held")
        await scene.serverCame()
        guard case .refused(_, maybeSeen: true) = await scene.ring(withButtons()) else {
            Issue.record("answered in time")
            return
        }
        // Asked again before it has answered, it might show the same twice.
        #expect(
            await scene.ring(withButtons())
                == .refused("the notification server has not answered so far", maybeSeen: true))
        try scene.peer.release()
        #expect(await scene.news() == "ritual(coffee) late 1")
        try scene.peer.press(1, "done")
        #expect(await scene.news() == "ritual(coffee) done")
        #expect(try scene.peer.calls().count == 1)
    }

    @Test func `what is taken back while a slow server has not answered is closed when it does`() async throws
    {
        let scene = try Scene()
        try scene.peer.startServer("--held")
        await scene.serverCame()
        #expect(!(await scene.ring(withButtons()).isTaken))
        scene.desktop.withdraw(.ritual(withButtons().id))
        #expect(!(await scene.ring(withButtons("tea")).isTaken))
        try scene.peer.release()
        #expect(await scene.news() == "ritual(tea) late 2", "of the one before nothing is told")
        // It's sent, and on its way.
        func closed() throws -> [Int?] {
            try scene.peer.calls().filter { $0["method"] as? String == "CloseNotification" }.map {
                $0["id"] as? Int
            }
        }
        let end = ContinuousClock.now + .seconds(10)
        while try closed().isEmpty, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try closed() == [1])
    }

    @Test func `a server that dies before it has answered owes nothing: the next one is asked`() async throws
    {
        let scene = try Scene()
        try scene.peer.startServer("--held")
        await scene.serverCame()
        async let first = scene.ring(withButtons())
        while try scene.peer.calls().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        scene.peer.stopServer()
        guard case .refused(_, maybeSeen: true) = await first else {
            Issue.record("it may have been seen")
            return
        }
        try await scene.startServer("body", "actions")
        #expect(await scene.ring(withButtons()).isTaken)
    }

    @Test func `a server that refuses once is asked again two seconds later`() async throws {
        let scene = try Scene()
        try scene.peer.startServer("--failures", "1")
        await scene.serverCame()
        let start = ContinuousClock.now
        #expect(await scene.ring(ritual()) == .refused("the notification server failed: out of paper"))
        #expect(await scene.news() == "rested")
        #expect(start.duration(to: .now) >= .seconds(2))
        #expect(await scene.ring(ritual()).isTaken)
    }

    @Test func `a server that does not replace has the older bubble taken down`() async throws {
        let scene = try Scene()
        try scene.peer.startServer("--no-replace")
        await scene.serverCame()
        for name in ["coffee", "coffee", "tea"] { #expect(await scene.ring(ritual(name)).isTaken) }
        let calls = try scene.peer.calls().map {
            "\($0["method"] as? String ?? "") \($0["id"] as? Int ?? 0)"
        }
        #expect(calls == ["Notify 1", "Notify 2", "CloseNotification 1", "Notify 3"])
    }

    @Test func `a button counts after its bubble has left the screen, as long as something is open`()
        async throws
    {
        let scene = try Scene()
        try await scene.startServer("body", "actions")
        scene.desktop.hasOpen = true
        #expect(await scene.ring(withButtons()).isTaken)
        for reason in [1, 2] {
            try scene.peer.close(1, reason: reason)
            #expect(await scene.news() == "ritual(coffee) \(reason == 2 ? "closed" : "gone")")
            // When other bubbles' signals are listened to no more, where nothing is open.
            await withCheckedContinuation { continuation in
                DispatchQueue.main.asyncAfter(deadline: .now() + Desktop.afterClosing) {
                    continuation.resume()
                }
            }
            try scene.peer.press(1, "done")
            #expect(await scene.news() == "ritual(coffee) done")
            #expect(await scene.news() == "ritual(coffee) closed")
        }
    }

    @Test func `a server that fails is an answer`() async throws {
        let scene = try Scene()
        try scene.peer.startServer("--failing")
        await scene.serverCame()
        #expect(await scene.ring(ritual()) == .refused("the notification server failed: out of paper"))
    }

    @Test func `a bus that has gone and come back carries rings again`() async throws {
        let scene = try Scene()
        try await scene.startServer()
        await withCheckedContinuation { continuation in
            scene.session.onConnect({ _ in }, onLoss: { continuation.resume() })
            scene.peer.stop()
        }
        #expect(await scene.ring(ritual()) == .refused("there is no session bus"))
        scene.peer.stopServer()
        try scene.peer.start()
        #expect(scene.session.connect() != nil)
        try await scene.startServer()
        #expect(await scene.ring(ritual()).isTaken)
    }

    @Test func `a bubble that is withdrawn is closed by its number`() async throws {
        let scene = try Scene()
        try await scene.startServer()
        #expect(await scene.ring(ritual("tea")).isTaken)
        #expect(await scene.ring(ritual()).isTaken)
        scene.desktop.withdraw(.ritual(ritual("tea").id))
        // Calls arrive in order: when this one has been answered, the one before it has been received.
        #expect(await scene.ring(ritual()).isTaken)
        let closed = try scene.peer.calls().first { $0["method"] as? String == "CloseNotification" }
        #expect(closed?["id"] as? Int == 1)
    }
}

@Suite("The layout of a bubble") struct BubbleTests {
    @Test func `a server that reads no markup gets plain text`() {
        #expect(Bubble(announcement(ritual(say: "a < b")), capabilities: ["body"]).body == "a < b")
    }

    @Test func `a server that shows no body gets it behind the title`() {
        let bubble = Bubble(announcement(ritual(say: "Sit down.")), capabilities: [])
        #expect(bubble.summary == "Coffee – Sit down." && bubble.body == "")
    }

    @Test func `control characters are shown and not obeyed, and no text is endless`() {
        let bubble = Bubble(
            announcement(ritual(title: "\u{1B}]0;owned\u{7}", say: String(repeating: "x", count: 5000))),
            capabilities: ["body"])
        #expect(bubble.summary == "␛]0;owned␇")
        #expect(bubble.body.count == 1001)
    }

    @Test func `a terminal's line holds the same, and of a private ritual nothing`() {
        #expect(
            TerminalLine.text(of: announcement(ritual(say: "Sit\u{1B}[2J down.")))
                == "Sat 21 Nov 07:30  Coffee · Sit␛[2J down.")
        #expect(
            TerminalLine.text(of: announcement(ritual(say: "Sit down.", isPrivate: true)))
                == "Sat 21 Nov 07:30  A private ritual · coffee")
    }
}

@Suite("The courier") @MainActor struct CourierTests {
    private func report(
        _ channels: [ChannelName], desktop: FakeChannel, terminal: FakeChannel, always: ChannelName? = nil
    ) async -> Courier.Report {
        var ritual = ritual()
        ritual.channels = channels
        let announcement = announcement(ritual)
        return await withCheckedContinuation { continuation in
            Courier([.desktop: desktop, .terminal: terminal], always: always).deliver(announcement) {
                continuation.resume(returning: $0)
            }
        }
    }

    @Test func `a channel that fails does not stop the other`() async {
        let (desktop, terminal) = (FakeChannel(.refused("broken")), FakeChannel(.taken(nil)))
        let report = await report([.desktop, .terminal], desktop: desktop, terminal: terminal)
        #expect(report.taken == [.terminal] && report.refused.map(\.reason) == ["broken"])
        #expect((desktop.count, terminal.count) == (1, 1))
    }

    @Test func `where no desktop takes a ring, the terminal does`() async {
        let terminal = FakeChannel(.taken(nil))
        #expect(
            await report([.desktop], desktop: FakeChannel(.refused("none")), terminal: terminal).taken == [
                .terminal
            ])
        #expect(
            await report([.desktop], desktop: FakeChannel(.taken(nil)), terminal: terminal).taken == [
                .desktop
            ])
        #expect(terminal.count == 1)
    }

    @Test func `where none takes it, all their reasons are told`() async {
        let report = await report(
            [.desktop], desktop: FakeChannel(.refused("a")), terminal: FakeChannel(.refused("b")))
        #expect(report.taken == [] && report.refused.map(\.reason) == ["a", "b"])
    }

    @Test func `the terminal of a daemon in the foreground gets each ring once`() async {
        let terminal = FakeChannel(.taken(nil))
        #expect(
            await report([.desktop], desktop: FakeChannel(.taken(nil)), terminal: terminal, always: .terminal)
                .taken == [.desktop, .terminal])
        _ = await report(
            [.terminal], desktop: FakeChannel(.taken(nil)), terminal: terminal, always: .terminal)
        #expect(terminal.count == 2)
    }
}
