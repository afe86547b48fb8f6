import Glibc
import Systemd
import TestSupport
import Testing

@Suite("The bus") @MainActor struct BusTests {
    private func call(_ bus: Bus, _ destination: String, _ method: String, _ arguments: [BusValue] = []) async
        -> Bus.Reply
    {
        await withCheckedContinuation { continuation in
            bus.call(destination, "/org/freedesktop/DBus", "org.freedesktop.DBus", method, arguments) {
                continuation.resume(returning: $0)
            }
        }
    }

    @Test func `a call is answered`() async throws {
        let peer = try PrivateBus()
        let bus = try #require(LastingBus(address: peer.address).connect())
        let names = try await call(bus, "org.freedesktop.DBus", "ListNames").get().first?.texts
        #expect(names?.contains("org.freedesktop.DBus") == true)
    }

    @Test func `a service that is not there is told apart from other errors`() async throws {
        let peer = try PrivateBus()
        let bus = try #require(LastingBus(address: peer.address).connect())
        guard case .failure(let missing) = await call(bus, "org.example.Nobody", "Anything") else {
            Issue.record("answered")
            return
        }
        #expect(missing.isMissingService)
        guard case .failure(let unknown) = await call(bus, "org.freedesktop.DBus", "NoSuchMethod") else {
            Issue.record("answered")
            return
        }
        #expect(!unknown.isMissingService && unknown.name == "org.freedesktop.DBus.Error.UnknownMethod")
    }

    @Test func `a call that waits is answered with an error when the bus goes away, and the loss is told`()
        async throws
    {
        let peer = try PrivateBus()
        let session = LastingBus(address: peer.address)
        let bus = try #require(session.connect())
        // Answered, so the connection stands.
        _ = await call(bus, "org.freedesktop.DBus", "ListNames")
        await withCheckedContinuation { continuation in
            session.onConnect({ _ in }, onLoss: { continuation.resume() })
            peer.stop()
        }
        #expect(session.bus == nil)
        #expect(session.connect() == nil)
    }

    @Test(
        "only a call whose answer may still come is given up: from a peer that has died none comes",
        .timeLimit(.minutes(1)), arguments: [true, false])
    func givenUp(_ dies: Bool) async throws {
        let peer = try PrivateBus()
        try peer.startServer("--held")
        let bus = try #require(LastingBus(address: peer.address).connect())
        let name = "org.freedesktop.Notifications"
        while try await call(bus, "org.freedesktop.DBus", "NameHasOwner", [.string(name)]).get() != [
            .boolean(true)
        ] {}
        var (answer, late): (Bus.Reply?, Bus.Reply?)
        let nothing = BusValue.string("")
        let arguments = [
            nothing, .uint32(0), nothing, nothing, nothing, .array(of: "s", []), .array(of: "{sv}", []),
            .int32(-1),
        ]
        bus.call(
            name, "/org/freedesktop/Notifications", name, "Notify", arguments, late: { late = $0 },
            reply: { answer = $0 })
        while try peer.calls().isEmpty { await Task.yield() }
        if dies { peer.stopServer() }
        while answer == nil { try await Task.sleep(for: .milliseconds(5)) }
        guard case .failure(let error)? = answer else {
            Issue.record("answered")
            return
        }
        #expect(error.isTimeout && (error == .givenUp) == !dies)
        if !dies { peer.stopServer() }
        // The bus tells of the death before it answers this.
        _ = await call(bus, "org.freedesktop.DBus", "ListNames")
        while !dies, late == nil { _ = await call(bus, "org.freedesktop.DBus", "ListNames") }
        #expect((late == nil) == dies)
    }

    @Test(
        "whoever asks for a name that another has learns of it; a bus that hangs or goes says nothing of another",
        .timeLimit(.minutes(1)), arguments: ["taken", "hangs", "goes"])
    func names(_ what: String) async throws {
        let peer = try PrivateBus()
        let first = try #require(LastingBus(address: peer.address).connect())
        let second = try #require(LastingBus(address: peer.address).connect())
        first.requestName("org.example.Name") { _ in Issue.record("the name was free") }
        _ = await call(first, "org.freedesktop.DBus", "ListNames")
        _ = await call(second, "org.freedesktop.DBus", "ListNames")
        if what == "hangs" { peer.freeze() }
        if what == "goes" { peer.stop() }
        var taken: [Int?] = []
        second.requestName("org.example.Name") { taken.append($0) }
        // What was asked before has its answer before these two, or none: who has the name is asked second.
        _ = await call(second, "org.freedesktop.DBus", "ListNames")
        _ = await call(second, "org.freedesktop.DBus", "ListNames")
        #expect(taken == (what == "taken" ? [Int(getpid())] : []))
    }

    @Test func `without a bus there is no connection, and no harm`() {
        #expect(LastingBus(address: "unix:path=/nonexistent/bus").connect() == nil)
        #expect(LastingBus(address: "nonsense").connect() == nil)
    }

    @Test(
        "a value has its signature",
        arguments: [
            (BusValue.properties(["urgency": .byte(1), "category": .string("x")]), "a{sv}"),
            (.array(of: "s", []), "as"),
            (.structure([.int32(1), .objectPath("/")]), "(io)"), (.variant(.boolean(true)), "v"),
        ])
    func signature(_ value: BusValue, _ signature: String) {
        #expect(value.signature == signature)
    }
}
