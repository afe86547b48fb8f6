import CivilTime
import Host
import Rituals
import Schedules
import Systemd

/// What others may ask of the daemon.
extension RitualsObject {
    func list(_ call: BusCall) {
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

    func upcoming(_ call: BusCall) {
        let most: UInt32 = 1000
        guard case .uint32(let count)? = call.arguments.first, count <= most else {
            return call.refuse(.invalid("at most \(most) can be asked for"))
        }
        let coming = daemon.keeper.coming(Int(count))
        call.reply(.array(of: "a{sv}", coming.map { entry($0.ritual, $0.due) }))
    }

    func answer(_ call: BusCall) {
        let texts = call.arguments.prefix(3).compactMap(\.text)
        guard texts.count == 3, case .int64(let until)? = call.arguments.last else {
            return call.refuse(.invalid("Answer takes a ritual, a due time, an answer and a time"))
        }
        guard let kind = Answer.Kind(rawValue: texts[2]) else {
            let known = Answer.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            return call.refuse(.invalid("an answer is one of \(known)"))
        }
        let due = Due.Name(parsing: texts[1])
        guard texts[1].isEmpty || due != nil else {
            return call.refuse(.invalid("a due time is as 2026-11-21T07:30, or 2026-11-21 of `sometime`"))
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
            let (occurrence, answer) = try daemon.answer(kind, ritual: ritual, due: due, later: later)
            let moment = if case .later(let moment) = answer { Int64(moment.seconds) } else { Int64(0) }
            call.reply(
                .string(occurrence.ritual.description), .string(occurrence.due.name.description),
                .int64(moment))
        } catch {
            call.refuse(.own(error.busName, daemon.words(for: error)))
        }
    }

    func pause(_ call: BusCall) {
        guard call.arguments.count == 3, case .int64(let until) = call.arguments[0],
            let only = call.arguments[1].texts, let others = call.arguments[2].texts
        else {
            return call.refuse(.invalid("Pause takes a time, and two lists of rituals"))
        }
        guard only.isEmpty || others.isEmpty else {
            return call.refuse(.invalid("either the ones that are paused are named, or those that are not"))
        }
        guard let moment = RitualsObject.moment(until) else { return call.refuse(.invalidTime) }
        let end = until == 0 ? nil : moment
        guard end.map({ $0 > daemon.now }) != false else {
            return call.refuse(.own("TimeIsPast", "that moment is past"))
        }
        guard let ids = known(only + others, call) else { return }
        let scope: Pause.Scope = ids.isEmpty ? .all : others.isEmpty ? .only(ids) : .allBut(ids)
        daemon.tell { $0.paused(until: end, scope, at: $1) }
        call.reply()
    }

    func resume(_ call: BusCall) {
        guard let ids = known(call.arguments.first?.texts ?? [], call) else { return }
        let wasPaused = daemon.keeper.pauses.contains { pause in
            ids.isEmpty || ids.contains(where: pause.scope.covers)
        }
        daemon.tell { $0.resumed(ids, at: $1) }
        call.reply(.boolean(wasPaused))
    }

    /// The rituals of these names; nil, and the call refused, where there is one that the files do not have.
    private func known(_ names: [String], _ call: BusCall) -> Set<Ritual.ID>? {
        var ids: Set<Ritual.ID> = []
        for name in names {
            guard let id = Ritual.ID(name), daemon.keeper.ritual(id) != nil else {
                let words = Ritual.ID(name).map { daemon.words(for: .unknownRitual($0)) }
                call.refuse(.own("UnknownRitual", words ?? "`\(name.harmless)` cannot be a ritual's name"))
                return nil
            }
            ids.insert(id)
        }
        return ids
    }

    func ring(_ call: BusCall) {
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

    func remind(_ call: BusCall) {
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
        guard zone.resolve(due).instant > daemon.now else {
            return call.refuse(.own("TimeIsPast", "that moment is past"))
        }
        guard !texts[0].isEmpty, texts[0].utf8.count <= 4096 else {
            return call.refuse(.invalid("a reminder needs words, at most 4096 bytes of them"))
        }
        guard daemon.household != nil else {
            return call.refuse(.notReady)
        }
        guard let added = daemon.remind(texts[0], due: due, offset: offset, isPrivate: isPrivate) else {
            return call.refuse(notKept)
        }
        call.reply(.string(added.id.description))
    }
}

/// The pulse.
extension RitualsObject {
    func pulse(_ call: BusCall) {
        let numbers = call.arguments.prefix(Pulse.Question.allCases.count).map { value in
            if case .byte(let number) = value { Int(number) } else { Int.max }
        }
        guard let note = call.arguments.last?.text, note.utf8.count <= Pulse.longestNote,
            numbers.allSatisfy({ $0 == 0 || Pulse.scale.contains($0) })
        else {
            return call.refuse(
                .invalid("Pulse takes four figures, 1 to 5 or 0 for none, and at most 4096 bytes of a note"))
        }
        let figures = Dictionary(uniqueKeysWithValues: zip(Pulse.Question.allCases, numbers))
            .filter { $0.value > 0 }
        guard !figures.isEmpty || !note.isEmpty else {
            return call.refuse(.invalid("there is nothing in it to keep"))
        }
        // Whose it is stands beside the files.
        guard daemon.household != nil else { return call.refuse(.notReady) }
        guard let said = daemon.keepPulse(figures, note: note.isEmpty ? nil : note) else {
            return call.refuse(notKept)
        }
        call.reply(.texts(said.map(\.words)))
    }

    func forgetPulse(_ call: BusCall) {
        guard let week = call.arguments.first?.text.flatMap(CivilWeek.init(parsing:)) else {
            return call.refuse(.invalid("a week is as 2026-W47"))
        }
        guard daemon.household != nil else { return call.refuse(.notReady) }
        guard let forgetting = daemon.forgetPulse(of: week) else { return call.refuse(notKept) }
        call.reply(.boolean(forgetting.wasThere), .boolean(forgetting.isGone))
    }

    private var notKept: BusRefusal {
        .own("NotKept", daemon.bookkeeper.trouble ?? "it cannot be written down")
    }
}

extension BusRefusal {
    fileprivate static func invalid(_ message: String) -> BusRefusal {
        BusRefusal("org.freedesktop.DBus.Error.InvalidArgs", message)
    }

    fileprivate static let invalidTime = invalid("a time lies between the years 1970 and 2200")

    fileprivate static let notReady = own("NotReady", "the files have problems\n`ritual check` shows them")

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
