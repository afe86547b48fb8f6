import Systemd

/// One session of logind's (org.freedesktop.login1(5), "Session Objects").
@MainActor
final class LogindSession {
    private let properties: PropertyWatch

    /// Asks at once and tells of each change, maybe before this returns.
    init(_ bus: Bus, _ owner: String, _ path: String, onChange: @escaping @MainActor () -> Void) {
        properties = PropertyWatch(bus, owner, path, "org.freedesktop.login1.Session", onChange: onChange)
    }

    var isSettled: Bool { properties.isSettled }

    func ask() { properties.ask() }

    /// Whether a person works in it, on a screen.
    var isGraphical: Bool {
        text("Class") == "user" && ["x11", "wayland", "mir"].contains(text("Type"))
            && text("State") != "closing"
    }

    var isLocked: Bool { properties.values["LockedHint"] == .boolean(true) }

    private func text(_ property: String) -> String? { properties.values[property]?.text }
}
