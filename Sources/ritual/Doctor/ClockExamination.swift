import Glibc
import Systemd

/// Whether something keeps the clock right.
struct ClockExamination: Examination {
    /// Each is nil where nobody tells.
    let isSynchronised: Bool?
    /// Whether the machine has a service for it, and whether that is to run.
    let canSynchronise: Bool?
    let isTurnedOn: Bool?

    private static let subject = "clock"

    var findings: [Finding] {
        if isSynchronised == true {
            return [Finding(Self.subject, .ok, "it is kept in step with the world's")]
        }
        if canSynchronise == false {
            return [
                warn(
                    "nothing keeps it right; systemd-timesyncd would",
                    Machine.installing("systemd-timesyncd"))
            ]
        }
        switch isTurnedOn {
        case true?:
            return [warn("something keeps it right, and is not done yet", "timedatectl timesync-status")]
        case false?:
            return [warn("nothing keeps it right", "sudo timedatectl set-ntp true")]
        case nil:
            return [Finding(Self.subject, .ok, "nobody here says whether it is right; `date` shows it")]
        }
    }

    private func warn(_ words: String, _ remedy: String) -> Finding {
        Finding(Self.subject, .warn, words, remedy: remedy)
    }
}

extension ClockExamination {
    /// systemd-timesyncd touches this file at each synchronisation (systemd-timesyncd.service(8)).
    private static let mark = "/run/systemd/timesync/synchronized"

    /// Asks timedated, which knows whoever sets the clock, and which the bus starts for each question
    /// (org.freedesktop.timedate1(5)).
    init(_ machine: Machine) {
        let timedate = Inquiry.Object("org.freedesktop.timedate1", "/org/freedesktop/timedate1")
        func ask(_ property: String) -> Bool? {
            machine.system.property(property, of: timedate, timedate.name, startsService: true)?.flag
        }
        self.init(
            isSynchronised: ask("NTPSynchronized") ?? (access(ClockExamination.mark, F_OK) == 0 ? true : nil),
            canSynchronise: ask("CanNTP"), isTurnedOn: ask("NTP"))
    }
}
