import Systemd

/// Whether the desktop tells when it is not to disturb.
struct DisturbanceExamination: Examination {
    enum Teller: Hashable {
        /// By the property `Inhibited`, as Plasma does.
        case desktop(isOn: Bool)
        /// By dunst's own property `paused`.
        case dunst(isOn: Bool)
    }

    /// Whether there is a notification server that answers.
    let hasServer: Bool
    /// Nil: nobody tells.
    let teller: Teller?

    private static let subject = "do not disturb"

    var findings: [Finding] {
        switch teller {
        case .desktop(isOn: true):
            [Finding(Self.subject, .warn, "it is on now, as the desktop tells: bubbles wait in its list")]
        case .dunst(isOn: true):
            [
                Finding(
                    Self.subject, .warn, "dunst is paused now: it keeps bubbles back until it goes on",
                    remedy: "dunstctl set-paused false")
            ]
        case .desktop, .dunst: [Finding(Self.subject, .ok, "off; the desktop tells when it is on")]
        case nil where hasServer:
            [
                Finding(
                    Self.subject, .ok,
                    "this desktop keeps it to itself: it hides bubbles, and rituald does not hear of it")
            ]
        case nil: [Finding(Self.subject, .ok, "nothing here shows bubbles, so nothing holds them back")]
        }
    }
}

extension DisturbanceExamination {
    init(_ machine: Machine) {
        let (bus, object) = (machine.session, NotificationExamination.object)
        let dunst = bus.property("paused", of: object, "org.dunstproject.cmd0")?.flag
        let desktop = bus.property("Inhibited", of: object, object.name)?.flag
        self.init(
            hasServer: bus.hasOwner(object.name) && !bus.isSilent(object.name),
            teller: dunst.map(Teller.dunst(isOn:)) ?? desktop.map(Teller.desktop(isOn:)))
    }
}
