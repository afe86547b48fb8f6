import CivilTime
import Host
import Ledger
import Rituals
import Systemd

/// What is open, what comes, and what is wrong: as the daemon says, or the file and the ledger.
struct Status {
    enum State: String {
        case open, later, waiting
    }

    struct Entry {
        let ritual: String
        let title: String?
        let due: String
        let at: Instant
        var state = State.open
        var rang: Instant?
        var until: Instant?
    }

    var hasDaemon = false
    var open: [Entry] = []
    var next: Entry?
    var isPaused = false
    var pausedUntil: Instant?
    var troubles: [String] = []

    /// Nil where no daemon runs.
    static func ofDaemon() throws -> Status? {
        guard let daemon = try? DaemonClient(), let properties = try daemon.properties() else { return nil }
        var status = Status()
        status.hasDaemon = true
        status.open = properties["Open"]?.dictionaries.compactMap(entry) ?? []
        status.next = properties["Next"]?.dictionary.flatMap(entry)
        status.isPaused = properties["Paused"] == .boolean(true)
        status.pausedUntil = properties["PausedUntil"]?.instant
        status.troubles = properties["Troubles"]?.texts ?? []
        return status
    }

    private static func entry(_ values: [String: BusValue]) -> Entry? {
        guard let ritual = values["ritual"]?.text, let due = values["due"]?.text,
            let at = values["at"]?.instant
        else { return nil }
        return Entry(
            ritual: ritual, title: values["title"]?.text, due: due, at: at,
            state: values["state"]?.text.flatMap(State.init) ?? .open, rang: values["rang"]?.instant,
            until: values["until"]?.instant)
    }

    static func ofFiles(_ file: FileOptions, _ state: StateOptions, _ present: Present) throws -> Status {
        var status = Status()
        let ledger = try state.ledger()
        status.open = try (ledger?.states(since: present.now) ?? []).compactMap(entry)
        if let pause = try ledger?.pauseInForce(), pause.end.map({ $0 > present.now }) != false {
            status.isPaused = true
            status.pausedUntil = pause.end
        }
        let oneOffs = try ledger?.oneOffs(since: present.now).map(\.ritual) ?? []
        let household = try file.household().adding(oneOffs)
        let known = try ledger?.states(since: present.now) ?? []
        var coming = Forecast(of: household, after: present.now, zone: present.zone, knowing: known)
        status.next = coming.next().map { entry(OccurrenceState($0, .open), household) }
        return status
    }

    private static func entry(_ state: OccurrenceState) -> Entry? {
        guard state.outcome == nil else { return nil }
        var entry = entry(state, Household())
        if state.isPromised {
            entry.state = .later
        } else if state.stage != .open {
            entry.state = .waiting
        }
        entry.rang = state.rangAt
        entry.until = state.later
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
        let troubles: [String]

        struct Row: Encodable {
            let ritual: String
            let title: String?
            let due: String
            let at: String
            let state: String?
            let rang: String?
            let until: String?
        }
    }

    func report(in zone: Zone, title: (String) -> String?) -> Report {
        func time(_ instant: Instant) -> String { Timestamp(instant, in: zone).description }
        func row(_ entry: Entry, isOpen: Bool) -> Report.Row {
            Report.Row(
                ritual: entry.ritual, title: title(entry.ritual) ?? entry.title, due: entry.due,
                at: time(entry.at), state: isOpen ? entry.state.rawValue : nil, rang: entry.rang.map(time),
                until: entry.until.map(time))
        }
        return Report(
            daemon: hasDaemon, open: open.map { row($0, isOpen: true) },
            next: next.map { row($0, isOpen: false) }, paused: isPaused,
            pausedUntil: pausedUntil.map(time), troubles: troubles)
    }
}
