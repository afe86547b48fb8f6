import CivilTime
import Dispatch
import Glibc
import Host
import Rituals
import Schedules
import Systemd

/// The daemon on the session bus: `org.rituald.Rituals1`, described in rituald.bus(7).
@MainActor
final class RitualsObject {
    nonisolated static let name = "org.rituald.Rituals1"
    static let path = "/org/rituald/Rituals1"

    unowned let daemon: Daemon
    private var object: ExportedObject?
    /// What was told of each property that changes.
    private var told: [String: BusValue] = [:]

    init(_ daemon: Daemon, _ session: LastingBus) {
        self.daemon = daemon
        session.onConnect { [weak self] bus in
            self?.connected(bus)
        } onLoss: { [weak self] in
            self?.object = nil
        }
    }

    private func connected(_ bus: Bus) {
        object = try? ExportedObject(interface, at: RitualsObject.path, on: bus)
        told = current
        requestName(bus)
    }

    private func requestName(_ bus: Bus) {
        bus.requestName(RitualsObject.name) { [weak self, weak bus] process in
            guard let self, let bus, !bus.isClosed else { return }
            // One that has just ended leaves its name on the bus for a moment.
            if let process, kill(pid_t(process), 0) != 0 {
                DispatchQueue.main.asyncAfter(deadline: .now() + .seconds(1)) { [weak self, weak bus] in
                    MainActor.assumeIsolated { if let self, let bus, !bus.isClosed { self.requestName(bus) } }
                }
                return
            }
            self.daemon.anotherHasTheName(process)
        }
    }

    // MARK: What changes

    private var current: [String: BusValue] {
        [
            "Open": open, "Next": next, "Paused": paused, "PausedUntil": pausedUntil, "Pauses": pauses,
            "Silence": silence, "Troubles": troubles, "FilesRead": .string(daemon.filesRead),
        ]
    }

    /// Tells of the properties that have other values than before.
    func tellChanges() {
        guard let object else { return }
        let current = current
        let changed = current.keys.filter { current[$0] != told[$0] }.sorted()
        told = current
        if !changed.isEmpty { object.changed(changed) }
    }

    func tell(of report: Keeper.Report) {
        guard let object else { return }
        func occurrence(_ occurrence: Occurrence) -> [BusValue] {
            [.string(occurrence.ritual.description), .string(occurrence.due.name.description)]
        }
        switch report {
        case .rang(let about, _, _, _, _):
            object.emit("Rang", occurrence(about))
        case .answered(let about, _, let answer):
            object.emit("Answered", occurrence(about) + [.string(answer.kind.rawValue)])
        default:
            break
        }
    }

    func tell(of record: Keeper.Record) {
        guard case .occurrence(let about, _, .ended(let outcome, _, _)) = record else { return }
        let values = [about.ritual.description, about.due.name.description, outcome.rawValue]
        object?.emit("Ended", values.map(BusValue.string))
    }

    // MARK: Values

    private static func time(_ instant: Instant) -> BusValue { .int64(Int64(instant.seconds)) }

    /// An instant that can be reckoned with; nil before the Epoch and after the year 2200.
    static func moment(_ seconds: Int64) -> Instant? {
        (0..<7_258_118_400).contains(seconds) ? Instant(seconds: Int(seconds)) : nil
    }

    /// Title, where others may read it.
    func title(of ritual: Ritual?) -> [(String, BusValue)] {
        guard let ritual, !ritual.isPrivate else { return [] }
        return [("title", .string(ritual.title.harmless))]
    }

    static func entries(_ entries: [(String, BusValue)]) -> BusValue {
        .array(of: "{sv}", entries.map { .dictionaryEntry(.string($0.0), .variant($0.1)) })
    }

    private var open: BusValue {
        .array(
            of: "a{sv}",
            daemon.keeper.unfinished.map { state in
                let (occurrence, due) = (state.occurrence, state.occurrence.due)
                let word =
                    switch state.stage {
                    case .waiting where state.heldBy != nil: "held"
                    case .waiting: "waiting"
                    case .open where state.isPromised: "later"
                    case .open, .ringing, .ended: "open"
                    }
                var entries: [(String, BusValue)] = [
                    ("ritual", .string(occurrence.ritual.description)),
                    ("due", .string(due.name.description)),
                    ("at", RitualsObject.time(due.instant)), ("state", .string(word)),
                ]
                if let rang = state.rangAt { entries.append(("rang", RitualsObject.time(rang))) }
                let until = state.heldBy == nil ? state.later : state.heldUntil
                if let until { entries.append(("until", RitualsObject.time(until))) }
                if let rule = state.heldBy { entries.append(("rule", .string(rule.rawValue))) }
                return RitualsObject.entries(entries + title(of: daemon.keeper.ritual(occurrence.ritual)))
            })
    }

    private var next: BusValue {
        guard let (ritual, due) = daemon.keeper.next else { return RitualsObject.entries([]) }
        return entry(ritual, due)
    }

    func entry(_ ritual: Ritual, _ due: Due) -> BusValue {
        RitualsObject.entries(
            [
                ("ritual", .string(ritual.id.description)), ("due", .string(due.name.description)),
                ("at", RitualsObject.time(due.instant)),
            ] + title(of: ritual))
    }

    private var paused: BusValue { .boolean(daemon.keeper.widePause != nil) }

    private var pausedUntil: BusValue {
        daemon.keeper.widePause?.end.map(RitualsObject.time) ?? .int64(0)
    }

    private var pauses: BusValue {
        .array(
            of: "a{sv}",
            daemon.keeper.pauses.map { pause in
                let names = BusValue.array(of: "s", pause.scope.names.map { .string($0.description) })
                var entries = [(pause.scope.isWide ? "but" : "rituals", names)]
                if let end = pause.end { entries.append(("until", RitualsObject.time(end))) }
                return RitualsObject.entries(entries)
            })
    }

    /// What makes rituals wait that fall due now.
    private var silence: BusValue {
        let silence = daemon.keeper.silence(at: daemon.now)
        var entries: [(String, BusValue)] = []
        if silence.isLocked { entries.append(("locked", .boolean(true))) }
        if silence.isUndisturbed { entries.append(("undisturbed", .boolean(true))) }
        if let end = silence.quietUntil { entries.append(("quiet", RitualsObject.time(end))) }
        if let (ritual, end) = silence.unplugged {
            entries.append(("unplugged", .string(ritual.description)))
            entries.append(("until", RitualsObject.time(end)))
        }
        return RitualsObject.entries(entries)
    }

    private var troubles: BusValue {
        let files = daemon.filesAreFine ? [] : ["The files have problems; `ritual check` shows them"]
        let ledger = [daemon.bookkeeper.trouble].compactMap { $0 }
        let commands = daemon.courier.commands?.troubles ?? []
        return .texts((files + ledger + commands).map(\.harmless))
    }

    // MARK: The interface

    private var interface: BusInterface {
        typealias Method = BusInterface.Method
        typealias Property = BusInterface.Property
        let ritual: BusInterface.Argument = ("ritual", "s")
        let due: BusInterface.Argument = ("due", "s")
        return BusInterface(
            RitualsObject.name,
            methods: [
                Method("List", returns: [("rituals", "aa{sv}")]) { [unowned self] in list($0) },
                Method("Upcoming", [("count", "u")], returns: [("occurrences", "aa{sv}")]) {
                    [unowned self] in upcoming($0)
                },
                Method(
                    "Answer", [ritual, due, ("answer", "s"), ("until", "x")],
                    returns: [ritual, due, ("until", "x")]
                ) { [unowned self] in answer($0) },
                Method("Pause", [("until", "x"), ("rituals", "as"), ("but", "as")]) {
                    [unowned self] in pause($0)
                },
                Method("Resume", [("rituals", "as")], returns: [("was_paused", "b")]) {
                    [unowned self] in resume($0)
                },
                Method("Ring", [ritual], returns: [("channels", "as")]) { [unowned self] in ring($0) },
                Method(
                    "Remind", [("text", "s"), due, ("offset", "s"), ("private", "b")], returns: [ritual]
                ) { [unowned self] in remind($0) },
                Method(
                    "Pulse", Pulse.Question.allCases.map { ($0.rawValue, "y") } + [("note", "s")],
                    returns: [("said", "as")]
                ) { [unowned self] in pulse($0) },
                Method("ForgetPulse", [("week", "s")], returns: [("was_there", "b"), ("is_gone", "b")]) {
                    [unowned self] in forgetPulse($0)
                },
                Method("Reload") { [unowned self] call in daemon.reload { call.reply() } },
            ],
            properties: [
                Property("Version", "s", changes: false) { .string(Version.current) },
                Property("Open", "aa{sv}") { [unowned self] in open },
                Property("Next", "a{sv}") { [unowned self] in next },
                Property("Paused", "b") { [unowned self] in paused },
                Property("PausedUntil", "x") { [unowned self] in pausedUntil },
                Property("Pauses", "aa{sv}") { [unowned self] in pauses },
                Property("Silence", "a{sv}") { [unowned self] in silence },
                Property("Troubles", "as") { [unowned self] in troubles },
                Property("Files", "s", changes: false) { [unowned self] in .string(daemon.path.absolute) },
                Property("FilesRead", "s") { [unowned self] in .string(daemon.filesRead) },
            ],
            signals: [
                BusInterface.Signal("Rang", [ritual, due]),
                BusInterface.Signal("Answered", [ritual, due, ("answer", "s")]),
                BusInterface.Signal("Ended", [ritual, due, ("outcome", "s")]),
            ])
    }
}
