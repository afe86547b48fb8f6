import Glibc
import Systemd

/// Whether the user's services outlive the last logout.
struct LingeringExamination: Examination {
    /// Nil where there is no logind that would end them.
    let lingers: Bool?

    private static let subject = "lingering"

    var findings: [Finding] {
        switch lingers {
        case nil: [Finding(Self.subject, .ok, "no logind is here that would end anything at a logout")]
        case true?: [Finding(Self.subject, .ok, "rituals ring whether you are logged in or not")]
        case false?:
            [
                Finding(
                    Self.subject, .warn,
                    "rituals ring while you are logged in, which will do for a desktop; lingering lets them go on",
                    remedy: "loginctl enable-linger")
            ]
        }
    }
}

extension LingeringExamination {
    init(_ machine: Machine) {
        // logind knows nobody who is not there, but the file says it of everybody (loginctl(1)).
        let mark = getpwuid(machine.user).map {
            "/var/lib/systemd/linger/" + String(cString: $0.pointee.pw_name)
        }
        let isMarked = mark.map { access($0, F_OK) == 0 } ?? false
        let hasLogind = machine.system.hasOwner(Machine.logind.name)
        self.init(lingers: hasLogind || isMarked ? isMarked : nil)
    }
}
