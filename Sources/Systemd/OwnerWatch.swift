import Dispatch

/// Follows who has a well-known name on a bus, and keeps what is known of the present owner.
@MainActor
package final class OwnerWatch<Owner> {
    /// Who has the name, as far as is known.
    package enum State {
        /// It is being asked, or the last owner may be coming back.
        case unknown
        case nobody
        case present(Owner)
    }

    package private(set) var state = State.unknown
    private let connection: LastingBus
    private let name: String
    private let patience: Duration
    private let make: @MainActor (Bus, String) -> Owner
    private let onChange: @MainActor () -> Void
    private weak var bus: Bus?
    private var uniqueName: String?
    /// How often an owner has left.
    private var departures = 0
    private var isMissed = false

    /// Asks at once; `make` makes of each owner, known by its unique name on the bus, what is kept of it.
    ///
    /// An owner that leaves, or whose bus goes away, may come back for as long as the patience lasts: only
    /// then it is told that there is nobody. `onChange` may be called before this returns.
    package init(
        of name: String, on connection: LastingBus, patience: Duration = Bus.patience,
        make: @escaping @MainActor (Bus, String) -> Owner, onChange: @escaping @MainActor () -> Void
    ) {
        self.name = name
        self.connection = connection
        self.patience = patience
        self.make = make
        self.onChange = onChange
        connection.onConnect { [weak self] bus in
            self?.connected(bus)
        } onLoss: { [weak self] in
            self?.left()
        }
        if connection.connect() == nil { isNobody() }
    }

    private func connected(_ bus: Bus) {
        let path = "/org/freedesktop/DBus"
        let interface = "org.freedesktop.DBus"
        do throws(BusError) {
            try bus.onSignal(from: interface, path, interface, "NameOwnerChanged", firstArgument: name) {
                [weak self, weak bus] values in
                guard let self, let bus, values.count == 3, let owner = values[2].text else { return }
                owner.isEmpty ? self.left() : self.came(bus, owner)
            }
        } catch {
            return isNobody()
        }
        bus.call(interface, path, interface, "GetNameOwner", [.string(name)]) {
            [weak self, weak bus] answer in
            guard let self, let bus, self.connection.bus === bus else { return }
            switch answer {
            case .success(let values):
                self.connection.confirm()
                if let owner = values.first?.text { self.came(bus, owner) }
            case .failure(let error):
                if !error.isTimeout { self.connection.confirm() }
                self.isNobody()
            }
        }
    }

    private func came(_ bus: Bus, _ owner: String) {
        isMissed = false
        guard self.bus !== bus || uniqueName != owner else { return }
        (self.bus, uniqueName) = (bus, owner)
        // What is made may tell of a change before it is there.
        state = .unknown
        state = .present(make(bus, owner))
        onChange()
    }

    private func left() {
        guard uniqueName != nil else { return isNobody() }
        uniqueName = nil
        state = .unknown
        isMissed = true
        departures += 1
        let departure = departures
        let wait = DispatchTimeInterval.nanoseconds(Int(patience / .nanoseconds(1)))
        DispatchQueue.main.asyncAfter(deadline: .now() + wait) { [weak self] in
            MainActor.assumeIsolated {
                guard let self, self.isMissed, self.departures == departure else { return }
                self.isMissed = false
                self.isNobody()
            }
        }
        onChange()
    }

    private func isNobody() {
        guard !isMissed else { return }
        state = .nobody
        onChange()
    }
}
