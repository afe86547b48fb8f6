import Glibc
import Host
import Systemd

/// Whether the session bus is there, over which bubbles and answers go.
struct BusExamination: Examination {
    enum State: Hashable {
        case answers(address: String)
        /// It is there, and this shell has not been told; the user's runtime folder.
        case forgotten(folder: String)
        /// The user is root for one command, and the bus is the person's.
        case borrowed
        case silent
        case absent(reason: String)
    }

    let state: State

    private static let subject = "session bus"

    var findings: [Finding] {
        switch state {
        case .answers(let address): [Finding(Self.subject, .ok, "it answers at \(address)")]
        case .forgotten(let folder):
            [
                Finding(
                    Self.subject, .warn,
                    "this shell does not know where it is, as after su; `ritual` finds it all the same, `systemctl --user` does not",
                    remedy: "export XDG_RUNTIME_DIR=\(folder)")
            ]
        case .borrowed:
            [fail("root has none; rituals are a person's own, so ask without sudo", "ritual doctor")]
        case .silent: [fail("it does not answer" + Self.consequence, "systemctl --user restart dbus")]
        case .absent(let reason):
            [
                fail(
                    "it is not there (\(reason))" + Self.consequence,
                    Machine.installing("dbus-user-session"))
            ]
        }
    }

    private static let consequence = ", so there are no bubbles, and no command answers"

    private func fail(_ words: String, _ remedy: String) -> Finding {
        Finding(Self.subject, .fail, words, remedy: remedy)
    }
}

extension BusExamination {
    init(_ machine: Machine) {
        self.init(state: State(machine.session.trouble, user: machine.user))
    }
}

extension BusExamination.State {
    fileprivate init(_ trouble: BusError?, user: uid_t) {
        let address = Environment.value("DBUS_SESSION_BUS_ADDRESS")
        let folder = Environment.value("XDG_RUNTIME_DIR")
        let usual = "/run/user/\(user)"
        guard let trouble else {
            let shell = InitialEnvironment(of: Int(getpid()))
            let isFound = address == nil && folder != nil && shell?.value("XDG_RUNTIME_DIR") == nil
            self =
                shell != nil && isFound
                ? .forgotten(folder: usual) : .answers(address: address ?? (folder ?? usual) + "/bus")
            return
        }
        if trouble.isTimeout {
            self = .silent
        } else if user == 0, Environment.value("SUDO_USER") != nil {
            self = .borrowed
        } else {
            let isNameless = trouble.code == ENOMEDIUM
            self = .absent(reason: isNameless ? "nothing names it" : trouble.description)
        }
    }
}
