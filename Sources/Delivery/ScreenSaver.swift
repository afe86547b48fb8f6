import Systemd

/// One program that covers the screen when nobody is there, and tells whether it does.
@MainActor
final class ScreenSaver {
    /// Where such programs are found: the one that the desktops share, with Plasma's older path, and GNOME's.
    ///
    /// Each has an interface of its name.
    static let places = [
        ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
        ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ]

    /// Whether it covers the screen; nil as long as it is being asked.
    private(set) var isActive: Bool?
    private var subscription: Bus.Subscription?

    /// Asks at once and tells of each change, maybe before this returns.
    init(
        _ bus: Bus, _ owner: String, _ path: String, _ interface: String,
        onChange: @escaping @MainActor () -> Void
    ) {
        subscription = try? bus.subscribe(to: ["ActiveChanged"], from: owner, path, interface) {
            [weak self] _, values in
            self?.isActive = values.first == .boolean(true)
            onChange()
        }
        bus.call(owner, path, interface, "GetActive") { [weak self] answer in
            self?.isActive = (try? answer.get())?.first == .boolean(true)
            onChange()
        }
    }
}
