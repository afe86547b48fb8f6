import ArgumentParser
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

    func run() throws {
        let answer: [BusValue]
        do {
            answer = try DaemonClient().call("Ring", .string(ritual))
        } catch let failure as CommandFailure where failure.name == "UnknownRitual" {
            // The file may tell which one was meant.
            _ = try FileOptions.parse([]).household().required(ritual)
            throw failure
        }
        let places = Wording.list((answer.first?.texts ?? []).map { ChannelName(rawValue: $0).words })
        Output.line("It rang on \(places).")
    }
}
