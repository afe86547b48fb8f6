import CivilTime
import Host
import Rituals
import Schedules
import Systemd

/// The daemon on the session bus: `org.rituald.Rituals1`, described in rituald.bus(7).
@MainActor
final class RitualsObject {
    nonisolated static let name = "org.rituald.Rituals1"
    static let path = "/org/rituald/Rituals1"

    private unowned let daemon: Daemon
    private var object: ExportedObject?
    /// What was told of each property that changes.
    private var told: [String: BusValue] = [:]

    init(_ daemon: Daemon, _ session: SessionBus) {
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
        bus.requestName(RitualsObject.name) { [weak self, weak bus] isOurs in
            guard !isOurs, bus?.isClosed == false else { return }
            self?.daemon.reporter.trouble(
                "Commands reach another rituald: it has the name \(RitualsObject.name) on the bus")
        }
    }

    // MARK: What changes

    private var current: [String: BusValue] {
        ["Open": open, "Next": next, "Paused": paused, "PausedUntil": pausedUntil, "Troubles": troubles]
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
            [.string(occurrence.ritual.description), .string(occurrence.due.civil.description)]
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
        let values = [about.ritual.description, about.due.civil.description, outcome.rawValue]
        object?.emit("Ended", values.map(BusValue.string))
    }

    // MARK: Values

    private static func time(_ instant: Instant) -> BusValue { .int64(Int64(instant.seconds)) }

    /// An instant that can be reckoned with; nil before the Epoch and after the year 2200.
    private static func moment(_ seconds: Int64) -> Instant? {
        (0..<7_258_118_400).contains(seconds) ? Instant(seconds: Int(seconds)) : nil
    }

    /// Title, where others may read it.
    private func title(of ritual: Ritual?) -> [(String, BusValue)] {
        guard let ritual, !ritual.isPrivate else { return [] }
        return [("title", .string(ritual.title.harmless))]
    }

    private static func entries(_ entries: [(String, BusValue)]) -> BusValue {
        .array(of: "{sv}", entries.map { .dictionaryEntry(.string($0.0), .variant($0.1)) })
    }

    private var open: BusValue {
        .array(
            of: "a{sv}",
            daemon.keeper.unfinished.map { state in
                let (occurrence, due) = (state.occurrence, state.occurrence.due)
                let word =
                    switch state.stage {
                    case .waiting: "waiting"
                    case .open where state.isPromised: "later"
                    case .open, .ringing, .ended: "open"
                    }
                var entries: [(String, BusValue)] = [
                    ("ritual", .string(occurrence.ritual.description)),
                    ("due", .string(due.civil.description)),
                    ("at", RitualsObject.time(due.instant)), ("state", .string(word)),
                ]
                if let rang = state.rangAt { entries.append(("rang", RitualsObject.time(rang))) }
                if let later = state.later { entries.append(("until", RitualsObject.time(later))) }
                return RitualsObject.entries(entries + title(of: daemon.keeper.ritual(occurrence.ritual)))
            })
    }

    private var next: BusValue {
        guard let (ritual, due) = daemon.keeper.next else { return RitualsObject.entries([]) }
        return entry(ritual, due)
    }

    private func entry(_ ritual: Ritual, _ due: Due) -> BusValue {
        RitualsObject.entries(
            [
                ("ritual", .string(ritual.id.description)), ("due", .string(due.civil.description)),
                ("at", RitualsObject.time(due.instant)),
            ] + title(of: ritual))
    }

    private var paused: BusValue { .boolean(daemon.keeper.pauseInForce != nil) }

    private var pausedUntil: BusValue {
        daemon.keeper.pauseInForce?.end.map(RitualsObject.time) ?? .int64(0)
    }

    private var troubles: BusValue {
        let files = daemon.filesAreFine ? [] : ["The files have problems; `ritual check` shows them"]
        return .array(of: "s", (files + [daemon.bookkeeper.trouble].compactMap { $0 }).map(BusValue.string))
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
                Method("Pause", [("until", "x")]) { [unowned self] in pause($0) },
                Method("Resume", returns: [("was_paused", "b")]) { [unowned self] in resume($0) },
                Method("Ring", [ritual], returns: [("channels", "as")]) { [unowned self] in ring($0) },
                Method(
                    "Remind", [("text", "s"), due, ("offset", "s"), ("private", "b")], returns: [ritual]
                ) { [unowned self] in remind($0) },
                Method("Reload") { [unowned self] in
                    daemon.reload()
                    $0.reply()
                },
            ],
            properties: [
                Property("Version", "s", changes: false) { .string(Version.current) },
                Property("Open", "aa{sv}") { [unowned self] in open },
                Property("Next", "a{sv}") { [unowned self] in next },
                Property("Paused", "b") { [unowned self] in paused },
                Property("PausedUntil", "x") { [unowned self] in pausedUntil },
                Property("Troubles", "as") { [unowned self] in troubles },
            ],
            signals: [
                BusInterface.Signal("Rang", [ritual, due]),
                BusInterface.Signal("Answered", [ritual, due, ("answer", "s")]),
                BusInterface.Signal("Ended", [ritual, due, ("outcome", "s")]),
            ])
    }

    // MARK: Methods

    private func list(_ call: BusCall) {
        let rituals = daemon.keeper.rituals.map { ritual in
            RitualsObject.entries(
                [
                    ("ritual", .string(ritual.id.description)),
                    ("when", .array(of: "s", ritual.schedule.normalForm.map(BusValue.string))),
                    ("enabled", .boolean(ritual.isEnabled)), ("private", .boolean(ritual.isPrivate)),
                ] + title(of: ritual))
        }
        call.reply(.array(of: "a{sv}", rituals))
    }

    private func upcoming(_ call: BusCall) {
        let most: UInt32 = 1000
        guard case .uint32(let count)? = call.arguments.first, count <= most else {
            return call.refuse(.invalid("at most \(most) can be asked for"))
        }
        let coming = daemon.keeper.coming(Int(count))
        call.reply(.array(of: "a{sv}", coming.map { entry($0.ritual, $0.due) }))
    }

    private func answer(_ call: BusCall) {
        let texts = call.arguments.prefix(3).compactMap(\.text)
        guard texts.count == 3, case .int64(let until)? = call.arguments.last else {
            return call.refuse(.invalid("Answer takes a ritual, a due time, an answer and a time"))
        }
        guard let kind = Answer.Kind(rawValue: texts[2]) else {
            let known = Answer.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            return call.refuse(.invalid("an answer is one of \(known)"))
        }
        let civil = CivilDateTime(parsing: texts[1])
        guard texts[1].isEmpty || civil != nil else {
            return call.refuse(.invalid("a due time is as 2026-11-21T07:30"))
        }
        let ritual = Ritual.ID(texts[0])
        guard texts[0].isEmpty || ritual != nil else {
            return call.refuse(.invalid("`\(texts[0].harmless)` cannot be a ritual's name"))
        }
        guard !texts[0].isEmpty || texts[1].isEmpty else {
            return call.refuse(.invalid("a due time needs its ritual"))
        }
        guard let moment = RitualsObject.moment(until) else { return call.refuse(.invalidTime) }
        do throws(AnswerRefusal) {
            let later = until == 0 ? nil : moment
            let (occurrence, answer) = try daemon.answer(kind, ritual: ritual, due: civil, later: later)
            let moment = if case .later(let moment) = answer { Int64(moment.seconds) } else { Int64(0) }
            call.reply(
                .string(occurrence.ritual.description), .string(occurrence.due.civil.description),
                .int64(moment))
        } catch {
            call.refuse(.own(error.busName, daemon.words(for: error)))
        }
    }

    private func pause(_ call: BusCall) {
        guard case .int64(let until)? = call.arguments.first else { return call.refuse(.invalid("no time")) }
        guard let moment = RitualsObject.moment(until) else { return call.refuse(.invalidTime) }
        let end = until == 0 ? nil : moment
        guard end.map({ $0 > daemon.clock.now() }) != false else {
            return call.refuse(.own("TimeIsPast", "that moment is past"))
        }
        daemon.tell { $0.paused(until: end, at: $1) }
        call.reply()
    }

    private func resume(_ call: BusCall) {
        let wasPaused = daemon.keeper.pauseInForce != nil
        daemon.tell { $0.resumed(at: $1) }
        call.reply(.boolean(wasPaused))
    }

    private func ring(_ call: BusCall) {
        guard let name = call.arguments.first?.text, let id = Ritual.ID(name),
            let ritual = daemon.keeper.ritual(id)
        else {
            return call.refuse(.own("UnknownRitual", "there is no such ritual"))
        }
        daemon.tryOut(ritual) { taken, refused in
            guard !taken.isEmpty else {
                return call.refuse(.own("NotShown", "nothing took it: " + refused.joined(separator: "; ")))
            }
            call.reply(.array(of: "s", taken.map { .string($0.rawValue) }))
        }
    }

    private func remind(_ call: BusCall) {
        let texts = call.arguments.prefix(3).compactMap(\.text)
        guard texts.count == 3, case .boolean(let isPrivate)? = call.arguments.last,
            let due = CivilDateTime(parsing: texts[1])
        else {
            return call.refuse(
                .invalid("Remind takes a text, a time as 2026-11-21T07:30, an offset and a flag"))
        }
        // The offset is read as the end of a timestamp.
        let offset = texts[2].isEmpty ? nil : Timestamp(parsing: texts[1] + texts[2])?.offset
        guard texts[2].isEmpty || offset != nil else {
            return call.refuse(.invalid("an offset is as +01:00"))
        }
        let zone = offset.map(Zone.init(fixedOffset:)) ?? daemon.zone
        guard due.date.components.year <= 2200 else { return call.refuse(.invalidTime) }
        guard zone.resolve(due).instant > daemon.clock.now() else {
            return call.refuse(.own("TimeIsPast", "that moment is past"))
        }
        guard !texts[0].isEmpty, texts[0].utf8.count <= 4096 else {
            return call.refuse(.invalid("a reminder needs words, at most 4096 bytes of them"))
        }
        guard daemon.household != nil else {
            return call.refuse(.own("NotReady", "the files have problems\n`ritual check` shows them"))
        }
        guard let added = daemon.remind(texts[0], due: due, offset: offset, isPrivate: isPrivate) else {
            return call.refuse(.own("NotKept", daemon.bookkeeper.trouble ?? "it cannot be written down"))
        }
        call.reply(.string(added.id.description))
    }
}

extension BusRefusal {
    fileprivate static func invalid(_ message: String) -> BusRefusal {
        BusRefusal("org.freedesktop.DBus.Error.InvalidArgs", message)
    }

    fileprivate static let invalidTime = invalid("a time lies between the years 1970 and 2200")

    fileprivate static func own(_ name: String, _ message: String) -> BusRefusal {
        BusRefusal("\(RitualsObject.name).Error.\(name)", message)
    }
}

extension AnswerRefusal {
    /// The last part of the error's name on the bus.
    fileprivate var busName: String {
        switch self {
        case .unknownRitual: "UnknownRitual"
        case .nothingOpen: "NothingOpen"
        case .severalOpen: "SeveralOpen"
        case .notOpen: "NotOpen"
        case .nothingToAnswer: "NothingToAnswer"
        case .noSuchOccurrence: "NoSuchOccurrence"
        case .wantsNoAnswer: "WantsNoAnswer"
        case .laterPastNext: "LaterPastNext"
        case .laterInThePast: "TimeIsPast"
        }
    }
}
