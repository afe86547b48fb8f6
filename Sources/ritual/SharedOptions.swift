import ArgumentParser
import CivilTime
import Configuration
import Host
import Ledger
import Rituals
import Schedules

/// Options of every command that reads the couple's files.
struct FileOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("Read FILE instead of the usual one.", valueName: "FILE"))
    var path: String?

    /// The household, or a failure that shows every problem.
    func household() throws -> Household { try household(of: [:]) }

    /// The household as the machine of that partner has it, or a failure that names the nearest.
    func household(asSeenBy name: String) throws -> Household {
        let partners = try household().partners
        guard partners.contains(name) else {
            let known = partners.map { "`\($0.harmless)`" }.joined(separator: " and ")
            throw CommandFailure(
                message: "there is no partner `\(name.harmless)`",
                hint: partners.isEmpty
                    ? "`partners: [Alex, Sam]` names the two of you" : "the file has \(known)")
        }
        return try household(of: [
            LoadedConfiguration.mePath(beside: path ?? Places.configuration): Array(name.utf8)
        ])
    }

    private func household(of unsaved: [String: [UInt8]]) throws -> Household {
        let loaded = LoadedConfiguration.load(path ?? Places.configuration, unsaved: unsaved)
        if let household = loaded.household { return household }
        throw CommandFailure(message: loaded.problems.map(\.description).joined(separator: "\n"))
    }
}

/// Options of every command that reads the ledger.
struct StateOptions: ParsableArguments {
    @Option(
        name: .customLong("state"),
        help: ArgumentHelp("Read the ledger in DIR instead of the usual one.", valueName: "DIR"))
    var folder: String?

    /// The ledger; nil where none has been begun.
    func ledger() throws -> Ledger? {
        let folder = folder ?? Places.state
        do {
            return try Ledger(reading: folder)
        } catch {
            throw CommandFailure(message: "\(Places.short(Ledger.path(in: folder))): \(error)")
        }
    }
}

struct PrintOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false

    @Flag(name: .customLong("private"), help: "Show the words of private rituals.")
    var showsPrivate = false

    /// The title as this command may show it.
    func title(of ritual: Ritual) -> String {
        (shows(ritual) ? ritual.title : ritual.id.description).harmless
    }

    /// Whether more of it than its id may be shown.
    func shows(_ ritual: Ritual) -> Bool { !ritual.isPrivate || showsPrivate }
}

extension Ritual.ID {
    /// The name that a person has typed, or a failure where it cannot be one.
    init(typed name: String) throws {
        guard let id = Ritual.ID(name) else {
            throw CommandFailure(message: "`\(name.harmless)` cannot be a ritual's name")
        }
        self = id
    }
}

extension Household {
    /// The ritual of that name, or a failure that names the nearest.
    func required(_ name: String) throws -> Ritual {
        if let id = Ritual.ID(name), let ritual = ritual(id) { return ritual }
        let suggestion = Suggestion.nearest(to: name, among: rituals.map(\.id.description))
        throw CommandFailure(
            message: "there is no ritual `\(name.harmless)`",
            hint: suggestion.map { "did you mean `\($0)`?" } ?? "`ritual list` shows them all")
    }
}

/// The clock and the zone that a command speaks of.
struct Present {
    let now = SystemClock.now()
    let zone = ZoneDatabase.system.local().zone

    var today: CivilDate { zone.civil(at: now).date }

    /// An instant on the machine's clock, to the minute, as people say it.
    func moment(_ instant: Instant) -> String {
        let civil = zone.civil(at: instant)
        return Wording.moment(civil.date.at(civil.time.minutes), today: today)
    }
}
