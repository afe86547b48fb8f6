import ArgumentParser
import Host
import Rituals

/// What `enable` and `disable` are given, and what they do with it.
struct TurningOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Which rituals, by their names in the file.", valueName: "ID"))
    var rituals: [String]

    @OptionGroup var file: FileOptions

    /// All of them, or none where one is not known.
    func turn(on isOn: Bool) throws {
        var files = try ChangedFiles(file.path ?? Places.configuration)
        guard files.isThere || !files.household.rituals.isEmpty else {
            // Says that there is no file, and the way out.
            _ = try file.household()
            return
        }
        let ids = try rituals.map { try files.household.required($0).id }
        var lines: [String] = []
        let present = Present()
        for id in ids {
            let ritual = try files.household.required(id.description)
            if ritual.isEnabled == isOn {
                lines.append("\(id) is \(isOn ? "on" : "off") already.")
                continue
            }
            try files.turn(id, on: isOn)
            lines.append(
                isOn
                    ? TurningOptions.welcome(ritual, of: files.household, present)
                    : "\(id) is off. Its words stay in the file.")
        }
        try files.write()
        for line in lines { Output.line(line) }
    }

    private static func welcome(_ ritual: Ritual, of household: Household, _ present: Present) -> String {
        let next = household.next(of: ritual, after: present.now, in: ritual.zone ?? present.zone)
        guard let next else { return "\(ritual.id) is on. Its last time is past." }
        let moment = Wording.moment(present.zone.civil(at: next.instant), today: present.today)
        return "\(ritual.id) is on. Next: \(moment)."
    }
}
