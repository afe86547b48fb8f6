import CivilTime
import Configuration
import Host
import Ledger
import Rituals
import Systemd

/// What is open, what comes, and what is wrong: as the daemon says, or the file and the ledger.
struct Status {
    enum State: String {
        case open, later, held, waiting
    }

    struct Entry {
        let ritual: String
        let title: String?
        let due: String
        let at: Instant
        var state = State.open
        var rang: Instant?
        var until: Instant?
        /// Which rule holds it.
        var rule: String?
    }

    /// A pause of some rituals, or of all but some.
    struct PauseEntry {
        let scope: Pause.Scope
        let until: Instant?
    }

    /// What makes rituals wait that fall due now.
    struct Silence {
        var isLocked = false
        var isUndisturbed = false
        var quietUntil: Instant?
        var unplugged: String?
        var unpluggedUntil: Instant?
    }

    var hasDaemon = false
    /// One that runs and could not be asked.
    var unreached: RunningDaemon?
    var open: [Entry] = []
    var next: Entry?
    var pauses: [PauseEntry] = []
    var silence = Silence()
    var troubles: [String] = []
    /// The rituals that nobody answers, which may have another time or be let go.
    var offers: [Ritual.ID] = []

    /// Nil where no daemon runs.
    static func ofDaemon(_ file: FileOptions? = nil) throws -> Status? {
        guard let daemon = try? DaemonClient(), let properties = try daemon.properties() else { return nil }
        var status = Status()
        status.hasDaemon = true
        status.open = properties["Open"]?.dictionaries.compactMap(entry) ?? []
        status.next = properties["Next"]?.dictionary.flatMap(entry)
        status.pauses = properties["Pauses"]?.dictionaries.map(pause) ?? []
        status.silence = silence(properties["Silence"]?.dictionary ?? [:])
        status.troubles = properties["Troubles"]?.texts ?? []
        let path = file?.path ?? Places.configuration
        if properties["Files"]?.text == path.absolute, let read = properties["FilesRead"]?.text,
            FileImage(of: path).digest != read
        {
            status.troubles.append(
                "The files have changed since the daemon read them; if it doesn't notice, `systemctl --user reload rituald`"
            )
        }
        return status
    }

    private static func entry(_ values: [String: BusValue]) -> Entry? {
        guard let ritual = values["ritual"]?.text, let due = values["due"]?.text,
            let at = values["at"]?.instant
        else { return nil }
        return Entry(
            ritual: ritual, title: values["title"]?.text, due: due, at: at,
            state: values["state"]?.text.flatMap(State.init) ?? .open, rang: values["rang"]?.instant,
            until: values["until"]?.instant, rule: values["rule"]?.text)
    }

    private static func pause(_ values: [String: BusValue]) -> PauseEntry {
        let only = values["rituals"]?.texts?.compactMap(Ritual.ID.init)
        let others = values["but"]?.texts?.compactMap(Ritual.ID.init) ?? []
        let scope: Pause.Scope =
            only.map { .only(Set($0)) } ?? (others.isEmpty ? .all : .allBut(Set(others)))
        return PauseEntry(scope: scope, until: values["until"]?.instant)
    }

    private static func silence(_ values: [String: BusValue]) -> Silence {
        Silence(
            isLocked: values["locked"] == .boolean(true),
            isUndisturbed: values["undisturbed"] == .boolean(true), quietUntil: values["quiet"]?.instant,
            unplugged: values["unplugged"]?.text, unpluggedUntil: values["until"]?.instant)
    }

    static func ofFiles(_ file: FileOptions, _ state: StateOptions, _ present: Present) throws -> Status {
        var status = Status()
        status.unreached = RunningDaemon(in: state.folder ?? Places.state)
        status.hasDaemon = status.unreached != nil
        let ledger = try state.ledger()
        let known = try Known(file, state, present)
        let household = known.household
        status.open = try (ledger?.states(since: present.now) ?? [])
            .filter { !household.others.contains($0.occurrence.ritual) }.compactMap(entry)
        status.pauses = known.pauses.map { PauseEntry(scope: $0.scope, until: $0.end) }
        status.silence.quietUntil = household.quiet?.end(at: present.now, in: present.zone)
        var coming = Forecast(
            of: household, after: present.now, zone: present.zone, knowing: known.states,
            pauses: known.pauses)
        status.next = coming.next().map { entry(OccurrenceState($0, .open), household) }
        return status
    }

    private static func entry(_ state: OccurrenceState) -> Entry? {
        guard state.outcome == nil else { return nil }
        var entry = entry(state, Household())
        if state.isPromised {
            entry.state = .later
        } else if state.stage != .open {
            entry.state = state.heldBy == nil ? .waiting : .held
        }
        entry.rang = state.rangAt
        entry.until = state.heldBy == nil ? state.later : state.heldUntil
        entry.rule = state.heldBy?.rawValue
        return entry
    }

    private static func entry(_ state: OccurrenceState, _ household: Household) -> Entry {
        let id = state.occurrence.ritual
        let ritual = household.ritual(id)
        return Entry(
            ritual: id.description, title: ritual?.isPrivate == false ? ritual?.title : nil,
            due: state.occurrence.due.name.description, at: state.occurrence.due.instant)
    }

    // MARK: For programs

    struct Report: Encodable {
        let daemon: Bool
        let open: [Row]
        let next: Row?
        let paused: Bool
        let pausedUntil: String?
        let pauses: [PauseRow]
        let locked: Bool
        let undisturbed: Bool
        let quietUntil: String?
        let unplugged: String?
        let unpluggedUntil: String?
        let troubles: [String]
        let offers: [String]

        struct PauseRow: Encodable {
            let rituals: [String]?
            let but: [String]?
            let until: String?
        }

        struct Row: Encodable {
            let ritual: String
            let title: String?
            let due: String
            let at: String
            let state: String?
            let rang: String?
            let until: String?
            let rule: String?
        }
    }

    func report(in zone: Zone, title: (String) -> String?) -> Report {
        func time(_ instant: Instant) -> String { Timestamp(instant, in: zone).description }
        func row(_ entry: Entry, isOpen: Bool) -> Report.Row {
            Report.Row(
                ritual: entry.ritual, title: title(entry.ritual) ?? entry.title, due: entry.due,
                at: time(entry.at), state: isOpen ? entry.state.rawValue : nil, rang: entry.rang.map(time),
                until: entry.until.map(time), rule: entry.rule)
        }
        let wide = pauses.first { $0.scope.isWide }
        return Report(
            daemon: hasDaemon, open: open.map { row($0, isOpen: true) },
            next: next.map { row($0, isOpen: false) }, paused: wide != nil,
            pausedUntil: wide?.until.map(time),
            pauses: pauses.map { pause in
                let names = pause.scope.names.map(\.description)
                return Report.PauseRow(
                    rituals: pause.scope.isWide ? nil : names, but: pause.scope.isWide ? names : nil,
                    until: pause.until.map(time))
            },
            locked: silence.isLocked, undisturbed: silence.isUndisturbed,
            quietUntil: silence.quietUntil.map(time), unplugged: silence.unplugged,
            unpluggedUntil: silence.unpluggedUntil.map(time), troubles: troubles,
            offers: offers.map(\.description))
    }
}
