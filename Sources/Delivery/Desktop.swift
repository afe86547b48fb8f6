import Dispatch
import Rituals
import Systemd

/// The desktop's notification server, over the session bus.
///
/// It is asked, never waited for: a desktop that hangs, restarts or is not there yet costs no more than an
/// unanswered call. Without a server at login, rings wait until one comes.
@MainActor
package final class Desktop: Channel {
    /// What a desktop tells.
    package struct Listener {
        /// A notification server has come.
        let onServer: @MainActor () -> Void
        /// A button of a bubble was pressed.
        let onAction: @MainActor (Announcement.Kind, Announcement.Action) -> Void
        /// A bubble has gone; whether a person closed it.
        let onClosed: @MainActor (Announcement.Kind, Bool) -> Void
        /// What was given up has been shown after all.
        let onLate: @MainActor (Announcement.Kind, BubbleReference?) -> Void
        /// A server that has refused something may be asked again.
        let onRested: @MainActor () -> Void

        package init(
            onServer: @escaping @MainActor () -> Void = {},
            onAction: @escaping @MainActor (Announcement.Kind, Announcement.Action) -> Void = { _, _ in },
            onClosed: @escaping @MainActor (Announcement.Kind, Bool) -> Void = { _, _ in },
            onLate: @escaping @MainActor (Announcement.Kind, BubbleReference?) -> Void = { _, _ in },
            onRested: @escaping @MainActor () -> Void = {}
        ) {
            self.onServer = onServer
            self.onAction = onAction
            self.onClosed = onClosed
            self.onLate = onLate
            self.onRested = onRested
        }
    }

    enum State {
        /// Whether one is there is being asked, or what this one can do.
        case asking(owner: String?)
        case absent
        case present(NotificationServer)
    }

    typealias Answer = @MainActor (DeliveryResult) -> Void

    /// What is to be shown, from the moment that it is asked for.
    struct Order {
        let announcement: Announcement
        let turn: Bubbles.Turn
        let answer: Answer
    }

    static let name = "org.freedesktop.Notifications"
    static let path = "/org/freedesktop/Notifications"

    /// How long a button may still be told of after its bubble's closing.
    static let afterClosing = DispatchTimeInterval.seconds(1)

    let session: LastingBus
    let listener: Listener
    let hasDisplay: Bool
    var state = State.absent
    /// What came while the server was being asked.
    var queue: [Order] = []
    var bubbles = Bubbles()
    lazy var refusals = Refusals { [weak self] in self?.listener.onRested() }
    /// Whether something that was shown may still be answered, be its bubble up or not: some desktops keep a history whose
    /// buttons work.
    package var hasOpen = false { didSet { if hasOpen != oldValue { listenWhileNeeded() } } }
    /// Keeps the buttons' signals coming, for as long as one may be pressed.
    private var subscription: Bus.Subscription?

    /// `hasDisplay` says whether this process itself has a display, and is asked where there is no user
    /// manager that would know.
    package init(_ session: LastingBus, hasDisplay: Bool, listener: Listener = Listener()) {
        self.session = session
        self.hasDisplay = hasDisplay
        self.listener = listener
        session.onConnect { [weak self] bus in
            self?.connected(bus)
        } onLoss: { [weak self] in
            self?.serverLeft()
        }
    }

    package func deliver(_ announcement: Announcement, reply: @escaping @MainActor (DeliveryResult) -> Void) {
        guard let bus = session.connect() else { return reply(.refused("there is no session bus")) }
        guard !bubbles.isUnanswered(announcement.subject) else {
            return reply(.refused("the notification server has not answered so far", maybeSeen: true))
        }
        let turn = bubbles.begin(announcement.subject)
        let order = Order(announcement: announcement, turn: turn) { [weak self] result in
            self?.bubbles.finish(turn)
            reply(result)
        }
        switch state {
        case .asking: queue.append(order)
        case .absent: activate(bus, for: order)
        case .present(let server): notify(bus, order, server)
        }
    }

    /// Takes down the bubble on a subject, if one is up or on its way.
    package func withdraw(_ subject: Announcement.Subject) {
        refusals.remove(subject)
        guard let number = bubbles.withdraw(subject) else { return listenWhileNeeded() }
        close(number)
        listenWhileNeeded()
    }

    /// Bubbles that an earlier process has put up, oldest first: where their server is still there, they are
    /// this one's now.
    package func adopt(_ known: [(bubble: BubbleReference, kind: Announcement.Kind)]) {
        bubbles.adopt(known)
    }

    func close(_ number: UInt32) {
        // One that has gone by itself in the meantime is an error that says nothing.
        session.bus?.call(Desktop.name, Desktop.path, Desktop.name, "CloseNotification", [.uint32(number)]) {
            _ in
        }
    }

    // MARK: The server's coming and going

    private func connected(_ bus: Bus) {
        do throws(BusError) {
            try bus.onSignal(
                from: "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "NameOwnerChanged",
                firstArgument: Desktop.name
            ) { [weak self, weak bus] values in
                guard let self, let bus, values.count == 3, let owner = values[2].text else { return }
                owner.isEmpty ? self.serverLeft() : self.serverCame(bus, owner)
            }
        } catch {
            return serverLeft()
        }
        state = .asking(owner: nil)
        bus.call(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetNameOwner",
            [.string(Desktop.name)]
        ) {
            [weak self, weak bus] answer in
            guard let self, let bus else { return }
            let hangs = if case .failure(let error) = answer { error.isTimeout } else { false }
            if !hangs { self.session.confirm() }
            // A server that came in the meantime has told so itself.
            guard case .asking(owner: nil) = self.state else { return }
            guard !hangs else {
                // A bus that hangs would take as long for each further question.
                self.state = .absent
                for order in self.takeQueue() { order.answer(.refused("the session bus does not answer")) }
                return
            }
            if case .success(let values) = answer, let owner = values.first?.text {
                self.serverCame(bus, owner)
            } else {
                self.serverLeft()
            }
        }
    }

    private func serverCame(_ bus: Bus, _ owner: String) {
        if case .present(let server) = state, server.owner == owner { return }
        state = .asking(owner: owner)
        subscription = nil
        refusals.removeAll()
        bubbles.begin(server: "\(bus.id ?? "") \(owner)")
        NotificationServer.ask(bus, owner) { [weak self, weak bus] server in
            // The answer of one that has been replaced since counts no more.
            guard let self, let bus, case .asking(owner) = self.state else { return }
            self.state = .present(server)
            self.listenWhileNeeded()
            for order in self.takeQueue() { self.notify(bus, order, server) }
            self.listener.onServer()
        }
    }

    private func serverLeft() {
        state = .absent
        subscription = nil
        bubbles.end()
        refusals.removeAll()
        for order in takeQueue() {
            if let bus = session.bus {
                activate(bus, for: order)
            } else {
                order.answer(.refused("the session bus has gone"))
            }
        }
    }

    private func takeQueue() -> [Order] {
        defer { queue = [] }
        return queue
    }

    // MARK: Buttons

    /// Other programs' bubbles send the same signals: they wake us only while a button of ours may be pressed.
    func listenWhileNeeded() {
        guard case .present(let server) = state, bubbles.isAnyUp || hasOpen else {
            subscription = nil
            return
        }
        guard subscription == nil, let bus = session.bus else { return }
        subscription = try? bus.subscribe(
            to: ["ActionInvoked", "NotificationClosed"], from: server.owner, Desktop.path, Desktop.name
        ) { [weak self] member, values in
            guard let self, values.count == 2, case .uint32(let number) = values[0] else { return }
            switch (member, values[1]) {
            case ("ActionInvoked", .string(let key)): self.invoked(key, on: number)
            case ("NotificationClosed", .uint32(let reason)): self.closed(number, reason)
            default: break
            }
        }
    }

    private func invoked(_ key: String, on number: UInt32) {
        guard let kind = bubbles.kind(of: number), let action = Announcement.Action(key: key) else { return }
        listener.onAction(kind, action)
    }

    /// The reasons of the specification, section "NotificationClosed".
    private func closed(_ number: UInt32, _ reason: UInt32) {
        guard let kind = bubbles.closed(number) else { return }
        let (byPerson, byCall): (UInt32, UInt32) = (2, 3)
        if reason != byCall { listener.onClosed(kind, reason == byPerson) }
        // The specification does not say whether a button's own signal comes before this one.
        DispatchQueue.main.asyncAfter(deadline: .now() + Desktop.afterClosing) { [weak self] in
            MainActor.assumeIsolated { self?.listenWhileNeeded() }
        }
    }
}
