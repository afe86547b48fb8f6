import Glibc
import Systemd

/// The user's sessions, as long as one logind runs (org.freedesktop.login1(5)).
@MainActor
final class LogindSessions {
    static let name = "org.freedesktop.login1"
    private static let path = "/org/freedesktop/login1"
    private static let manager = "org.freedesktop.login1.Manager"

    private weak var bus: Bus?
    private let owner: String
    private let onChange: @MainActor () -> Void
    private var subscription: Bus.Subscription?
    private var sessions: [String: LogindSession] = [:]
    /// How many lists are under way.
    private var lists = 0

    /// Asks at once and tells of each change, maybe before this returns.
    init(_ bus: Bus, _ owner: String, onChange: @escaping @MainActor () -> Void) {
        self.bus = bus
        self.owner = owner
        self.onChange = onChange
        subscription = try? bus.subscribe(
            to: ["SessionNew", "SessionRemoved"], from: owner, LogindSessions.path, LogindSessions.manager
        ) { [weak self] member, values in
            guard let self, let path = values.last?.text else { return }
            if member == "SessionNew" || self.sessions[path] != nil { self.list() }
        }
        list()
    }

    /// Whether all that was asked has been answered.
    var isSettled: Bool { lists == 0 && sessions.values.allSatisfy(\.isSettled) }

    /// Whether every graphical session is locked; nil where none says that it is.
    var isLocked: Bool? {
        let locks = sessions.values.filter(\.isGraphical).map(\.isLocked)
        return locks.contains(true) ? !locks.contains(false) : nil
    }

    /// `isAwaited` says whether nothing is decided before the answer.
    private func list(isAwaited: Bool = true) {
        guard let bus else { return }
        if isAwaited { lists += 1 }
        bus.call(owner, LogindSessions.path, LogindSessions.manager, "ListSessions") { [weak self] answer in
            guard let self else { return }
            if isAwaited { self.lists -= 1 }
            switch answer {
            case .success(let values): self.listed(values)
            // A logind that hangs holds no ring back for longer; what it has to say is heard when it goes on.
            case .failure(let error) where error.isTimeout: self.list(isAwaited: false)
            case .failure: break
            }
            self.onChange()
        }
    }

    /// Asks the known ones too, since logind tells nobody that a session is ending.
    private func listed(_ answer: [BusValue]) {
        guard let bus, case .array(_, let rows)? = answer.first else { return }
        let known = sessions
        sessions = [:]
        for case .structure(let row) in rows where row.count == 5 && row[1] == .uint32(getuid()) {
            guard let path = row[4].text else { continue }
            known[path]?.ask()
            sessions[path] = known[path] ?? LogindSession(bus, owner, path, onChange: onChange)
        }
    }
}
