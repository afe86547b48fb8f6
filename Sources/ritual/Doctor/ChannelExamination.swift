import Configuration
import Host
import Rituals
import Systemd

/// Whether the programs of the file's channels are there, and whether they work.
struct ChannelExamination: Examination {
    /// The name of each channel and its program, and whether that was found.
    let channels: [(name: ChannelName, program: String, isThere: Bool)]
    /// What the daemon says of those that have failed.
    var troubles: [String] = []

    private static let subject = "channels"

    static func isAboutChannel(_ trouble: String) -> Bool { trouble.hasPrefix("The channel ") }

    var findings: [Finding] {
        let missing = channels.filter { !$0.isThere }.map { one in
            Finding(
                Self.subject, .warn,
                "there is no program `\(one.program)`, which the channel \(one.name.rawValue) runs")
        }
        // What is missing has failed for that reason.
        let failing = troubles.filter { trouble in
            !channels.contains { !$0.isThere && trouble.contains("`\($0.program)`") }
        }.map { Finding(Self.subject, .warn, $0, remedy: "ritual log") }
        guard missing.isEmpty, failing.isEmpty, !channels.isEmpty else { return missing + failing }
        let names = Wording.list(channels.map(\.name.rawValue))
        return [Finding(Self.subject, .ok, "the program is there for \(names)")]
    }
}

extension ChannelExamination {
    init(_ machine: Machine) {
        let channels = LoadedConfiguration.load(machine.configuration).household?.channels ?? []
        let known = channels.map { channel in
            let path = ProgramPath.find(channel.program)
            return (channel.name, channel.program, path.map(ProgramPath.isProgram) ?? false)
        }
        let daemon = Inquiry.Object("org.rituald.Rituals1", "/org/rituald/Rituals1")
        let troubles = machine.session.property("Troubles", of: daemon, daemon.name)?.texts ?? []
        self.init(channels: known, troubles: troubles.filter(ChannelExamination.isAboutChannel))
    }
}
