import ArgumentParser
import Delivery
import Dispatch
import Glibc
import Host
import Rituals
import Systemd

struct RingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ring", abstract: "Try a ritual out, now.",
        discussion:
            "Shows it as its time would. It is not an occurrence: nothing is counted, and its own time comes all the same."
    )

    @Argument(help: ArgumentHelp("Which ritual, by its name in the file.", valueName: "RITUAL"))
    var ritual: String

    @OptionGroup var file: FileOptions

    func run() throws {
        let ritual = try file.household().required(ritual)
        let present = Present()
        let announcement = Announcement(
            .trial(ritual.id), of: ritual, civil: present.zone.civil(at: present.now))
        MainActor.assumeIsolated { RingCommand.deliver(announcement) }
    }

    /// Holds what must last until the answer has come.
    @MainActor private static var running: (desktop: Desktop, courier: Courier)?

    @MainActor
    private static func deliver(_ announcement: Announcement) -> Never {
        let desktop = Desktop(SessionBus(), hasDisplay: Environment.hasDisplay)
        let courier = Courier([.desktop: desktop, .terminal: ForegroundTerminal()])
        courier.deliver(announcement) { report in
            for (channel, reason) in report.refused {
                Output.complain("The \(channel.rawValue) did not take it: \(reason)")
            }
            if report.taken.contains(.desktop) { Output.line("It rang on the desktop.") }
            Glibc.exit(report.taken.isEmpty ? 1 : 0)
        }
        running = (desktop, courier)
        dispatchMain()
    }
}
