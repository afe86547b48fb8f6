import Delivery
import Systemd

/// What shows bubbles, and what it can do.
struct NotificationExamination: Examination {
    enum Server: Hashable {
        /// `canStart`: the bus would start one.
        case absent(canStart: Bool)
        case silent
        case present(name: String, version: String, capabilities: Set<String>)
    }

    let server: Server
    let hasDisplay: Bool
    let hasBus: Bool

    static let object = Inquiry.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications")
    private static let subject = "notifications"

    var findings: [Finding] {
        switch server {
        case .present(let name, let version, let capabilities):
            [
                Finding(
                    Self.subject, .ok,
                    ([name, version].filter { !$0.isEmpty }.joined(separator: " ")) + ": "
                        + abilities(name, capabilities))
            ]
        case .silent:
            [
                Finding(
                    Self.subject, .fail,
                    "the notification server does not answer; logging out and in again starts another")
            ]
        case .absent where !hasBus:
            [Finding(Self.subject, .warn, "without the session bus nothing shows bubbles")]
        case .absent where !hasDisplay:
            [Finding(Self.subject, .ok, "no display is here, so rings go to the terminal")]
        case .absent(canStart: true):
            [Finding(Self.subject, .ok, "no server runs yet; the first ring starts one")]
        case .absent:
            [
                Finding(
                    Self.subject, .warn,
                    "a display is here and no server to show bubbles, so rings go to the terminal; dunst is a small one",
                    remedy: Machine.installing("dunst"))
            ]
        }
    }

    private func abilities(_ name: String, _ capabilities: Set<String>) -> String {
        func can(_ capability: String, _ words: String) -> String {
            (capabilities.contains(capability) ? "" : "no ") + words
        }
        let buttons =
            !capabilities.contains("actions")
            ? "no buttons, so each bubble says what to type"
            : NotificationServer.drawsButtons(name)
                ? "buttons" : "buttons that it may not draw, so each bubble says what to type"
        return [
            can("body-markup", "markup"), can("sound", "sound"), can("persistence", "persistence"), buttons,
        ].joined(separator: ", ")
    }
}

extension NotificationExamination {
    init(_ machine: Machine) {
        let hasBus = machine.session.trouble == nil
        self.init(
            server: Server(machine.session), hasDisplay: machine.hasDisplay, hasBus: hasBus)
    }
}

extension NotificationExamination.Server {
    fileprivate init(_ bus: Inquiry) {
        let object = NotificationExamination.object
        guard bus.hasOwner(object.name) else {
            self = .absent(canStart: bus.canStart(object.name))
            return
        }
        let information = (try? bus.call(object, object.name, "GetServerInformation")) ?? []
        // One that does not say is taken for the plainest, as the daemon does.
        let capabilities =
            (try? bus.call(object, object.name, "GetCapabilities"))?.first?.texts ?? ["body"]
        guard !bus.isSilent(object.name) else {
            self = .silent
            return
        }
        let texts = information.map { $0.text ?? "" }
        self = .present(
            name: texts.first ?? "a server without a name", version: texts.count > 2 ? texts[2] : "",
            capabilities: Set(capabilities))
    }
}
