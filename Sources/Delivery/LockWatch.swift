import Systemd

/// Knows whether the screen is locked.
///
/// It is where every graphical session of the user has logind's `LockedHint`, or, where none has, where a
/// screen saver says that it is active. Without a session, or anybody to ask, it is not.
@MainActor
package final class LockWatch {
    private let onChange: @MainActor (Bool) -> Void
    private var logind: OwnerWatch<LogindSessions>?
    private var savers: [OwnerWatch<ScreenSaver>] = []
    private var told: Bool?

    /// Tells as soon as it is known, maybe before this returns, and then at each change.
    ///
    /// Whoever leaves the bus without a word has the patience's time to come back, as logind does when it is
    /// updated; so has a bus. Until then, nothing has changed.
    package init(
        system: LastingBus, session: LastingBus, patience: Duration = Bus.patience,
        onChange: @escaping @MainActor (Bool) -> Void
    ) {
        self.onChange = onChange
        let decide: @MainActor () -> Void = { [weak self] in self?.decide() }
        logind = OwnerWatch(of: LogindSessions.name, on: system, patience: patience) { bus, owner in
            LogindSessions(bus, owner, onChange: decide)
        } onChange: {
            decide()
        }
        savers = ScreenSaver.places.map { name, path in
            OwnerWatch(of: name, on: session, patience: patience) { bus, owner in
                ScreenSaver(bus, owner, path, name, onChange: decide)
            } onChange: {
                decide()
            }
        }
        self.decide()
    }

    private func decide() {
        guard let isLocked, isLocked != told else { return }
        told = isLocked
        onChange(isLocked)
    }

    /// Nil as long as an answer that counts is under way.
    private var isLocked: Bool? {
        switch logind?.state {
        case nil, .unknown: return nil
        case .nobody: return isCovered
        case .present(let sessions):
            guard sessions.isSettled else { return nil }
            return sessions.isLocked ?? isCovered
        }
    }

    /// Whether a screen saver is active; nil as long as one is being asked.
    private var isCovered: Bool? {
        guard savers.count == ScreenSaver.places.count else { return nil }
        let answers = savers.map { saver -> Bool? in
            switch saver.state {
            case .unknown: nil
            case .nobody: false
            case .present(let saver): saver.isActive
            }
        }
        return answers.contains(nil) ? nil : answers.contains(true)
    }
}
