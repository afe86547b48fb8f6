import ArgumentParser
import CivilTime

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show what a phrase means, and when it rings next.",
        discussion: """
            Example: ritual explain weekdays at 7:30

            What counts needs --starting, the sun --place, and `sometime` draws for the ritual of --id.

            With --json: {"normal", "next": [RFC 3339, ...]}. With --batch: JSON lines in, each an object with "when" (a phrase \
            or a list), and "starting", "from", "until", "except" (a list), "zone", "place" ({"latitude", "longitude"}), "id", \
            "after" (RFC 3339), "n"; one JSON line out for each, as with --json, or {"error", "hint", \
            "column", "item"}: the column in the phrase from 1, the item of a list from 1.
            """)

    @Argument(help: ArgumentHelp("As behind `when:` in the file.", valueName: "PHRASE"))
    var phrase: [String] = []

    @Flag(help: "Answer JSON lines from standard input.")
    var batch = false

    @Option(
        help: ArgumentHelp("A time zone, as Europe/Berlin; without it, the machine's.", valueName: "ZONE"))
    var zone: String?

    @Option(help: ArgumentHelp("Count from this date; nothing rings before it.", valueName: "D"))
    var starting: String?

    @Option(help: ArgumentHelp("Where the sun rises, in degrees, as 52.52,13.40.", valueName: "LAT,LON"))
    var place: String?

    @Option(help: ArgumentHelp("The ritual for which `sometime` draws.", valueName: "ID"))
    var id: String?

    @Option(help: ArgumentHelp("Begin strictly after T, in RFC 3339; without it, now.", valueName: "T"))
    var after: String?

    @Option(name: .short, help: "How many times.")
    var n: Int?

    @Flag(help: "Print JSON.")
    var json = false

    // Known, and refused by name until a later version.
    @Option(help: .hidden) var calendar: String?
    @Option(help: .hidden) var rrule: String?
    @Option(help: .hidden) var cron: String?

    func validate() throws {
        let later = [("--calendar", calendar), ("--rrule", rrule), ("--cron", cron)]
        if let (name, _) = later.first(where: { $0.1 != nil }) {
            throw ValidationError("\(name) can't be used yet in this version")
        }
        guard batch != !phrase.isEmpty else {
            throw ValidationError("Give a phrase, or --batch and JSON lines.")
        }
        let ofOne = [zone, after, starting, place, id].contains { $0 != nil } || n != nil
        guard !batch || !ofOne else {
            throw ValidationError("With --batch each line has its own zone, after, n and the rest.")
        }
        guard place == nil || parsedPlace != nil else {
            throw ValidationError("--place takes two numbers of degrees, as 52.52,13.40")
        }
        guard n.map(Explanation.Request.counts.contains) != false else {
            throw ValidationError("-n takes a number from 1 to 100000")
        }
    }

    func run() throws {
        if batch { return try ExplainBatch.run() }
        let text = phrase.joined(separator: " ")
        let request = Explanation.Request(
            phrases: [text], isList: false, zone: zone, after: after, starting: starting, place: parsedPlace,
            id: id ?? "", count: n ?? Explanation.Request.defaultCount)
        let answer: Explanation
        do {
            answer = try Explanation(request)
        } catch {
            throw error.failure(of: text)
        }
        if json { return try Output.json(answer.output) }
        Output.explanation(answer)
        if id == nil, answer.isDrawn {
            Output.line("The minutes are drawn for each ritual by its id: --id NAME shows another's.")
        }
    }

    private var parsedPlace: Place? {
        guard let parts = place?.split(separator: ",", omittingEmptySubsequences: false), parts.count == 2,
            let latitude = Double(parts[0]), let longitude = Double(parts[1].drop(while: \.isWhitespace))
        else { return nil }
        return Place(latitude: latitude, longitude: longitude)
    }
}
