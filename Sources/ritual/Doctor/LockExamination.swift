import Systemd

/// Whether anything tells that the screen is locked.
struct LockExamination: Examination {
    /// A graphical session of the user's, as logind knows it.
    struct Session: Hashable {
        let id: String
        /// Its `LockedHint`.
        let isLocked: Bool
    }

    let sessions: [Session]
    /// Whether the screen is locked, as each of the desktop's own services says that is there.
    let savers: [Bool]
    let hasDisplay: Bool

    private static let subject = "screen lock"

    var findings: [Finding] {
        let locked = sessions.count(where: \.isLocked)
        let isLocked = locked == 0 ? savers.contains(true) : locked == sessions.count
        if locked > 0 || !savers.isEmpty {
            return [
                Finding(
                    Self.subject, .ok, "the desktop tells of it; it is \(isLocked ? "" : "not ")locked now")
            ]
        }
        if let session = sessions.first {
            return [
                Finding(
                    Self.subject, .warn,
                    "GNOME and Plasma tell of it, i3lock and swaylock do not, and rituals would ring on their screens; "
                        + "lock yours within ten seconds of this, and `LockedHint=yes` means that it tells",
                    remedy: "sleep 10; loginctl show-session \(Machine.word(session.id)) -p LockedHint")
            ]
        }
        guard hasDisplay else {
            return [Finding(Self.subject, .ok, "no screen of yours is here that could be locked")]
        }
        return [Finding(Self.subject, .warn, "nothing tells of it, so rituals ring on a locked screen too")]
    }
}

extension LockExamination {
    /// Where desktops tell of their locked screens, Plasma also at an older path.
    private static let services = [
        Inquiry.Object("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
        Inquiry.Object("org.freedesktop.ScreenSaver", "/ScreenSaver"),
        Inquiry.Object("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ]

    init(_ machine: Machine) {
        let sessions = (machine.sessions ?? []).compactMap { Session($0, on: machine.system) }
        self.init(
            sessions: sessions,
            savers: LockExamination.services.compactMap { service in
                (try? machine.session.call(service, service.name, "GetActive"))?.first?.flag
            },
            hasDisplay: !sessions.isEmpty || machine.hasDisplay)
    }
}

extension LockExamination.Session {
    /// Nil for one that is not graphical, or not a person's, as the screen where one logs in.
    fileprivate init?(_ object: Inquiry.Object, on bus: Inquiry) {
        func value(_ name: String) -> BusValue? {
            bus.property(name, of: object, Machine.logind.name + ".Session")
        }
        guard ["x11", "wayland", "mir"].contains(value("Type")?.text), value("Class")?.text == "user",
            value("State")?.text != "closing"
        else { return nil }
        self.init(id: value("Id")?.text ?? "", isLocked: value("LockedHint")?.flag == true)
    }
}
