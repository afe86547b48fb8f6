import CivilTime
import Host
import Rituals
import Schedules

/// The rituals, and the settings that they share with `defaults:`.
extension HouseholdReader {
    mutating func readRituals(_ node: Node) {
        guard let entries = mapping(node, "`rituals`") else { return }
        for entry in entries where !isFull {
            guard isRoom(at: entry.keyMark) else { return }
            readRitual(entry)
        }
    }

    /// Whether there may be one more.
    mutating func isRoom(at mark: Mark) -> Bool {
        guard rituals.count >= HouseholdReader.mostRituals else { return true }
        report(.tooManyRituals(limit: HouseholdReader.mostRituals), at: mark)
        return false
    }

    /// The name of a ritual or an occasion, which share one list; nil where it cannot be one.
    mutating func readID(_ entry: Node.Entry) -> Ritual.ID? {
        let known = Ritual.ID(entry.key)
        if known == nil { report(.invalidID(entry.key), at: entry.keyMark) }
        if known?.isReserved == true { report(.reservedID(entry.key), at: entry.keyMark) }
        let standing = "\(source.name):\(entry.keyMark.line):\(entry.keyMark.column)"
        if let first = places.updateValue(standing, forKey: entry.key) {
            places[entry.key] = first
            report(.duplicateKey(entry.key, first: first), at: entry.keyMark)
        }
        return known
    }

    /// Known before anything of it is reported.
    func isPrivate(_ keys: [Node.Entry]) -> Bool {
        defaults.isPrivate == true
            || keys.contains { $0.key == "private" && !HouseholdReader.isFalse($0.value) }
    }

    mutating func readRitual(_ entry: Node.Entry) {
        let known = readID(entry)
        guard !entry.value.isEmpty else {
            report(.noSchedule(entry.key), at: entry.keyMark)
            return
        }
        guard let keys = mapping(entry.value, "`\(entry.key)`") else { return }
        inPrivate = isPrivate(keys)
        defer { inPrivate = false }

        var settings = RitualSettings()
        var when: Node?
        var zone = householdZone
        var terms = Terms(defaultTime: defaultTime, place: place, id: entry.key)
        var formerIDs: [Ritual.ID] = []
        var isFine = true
        let hints = [
            "at": "the time stands in `when`: `when: daily at 07:30`",
            "date": "dates of the year stand in `occasions`, or in `when`: `when: june 18 at 18:00`",
            "kind": "it belongs to an occasion",
        ]
        for key in keys where check(key, keys: .ritual, hints: hints) {
            switch key.key {
            case "when": when = key.value
            case "timezone": zone = self.zone(key.value)
            case "was": formerIDs = readFormerNames(key)
            case "starting", "from", "until", "except": isFine = read(key, into: &terms) && isFine
            default: read(key, into: &settings)
            }
        }
        // One of the other schedule languages has been refused by its name already.
        if !keys.contains(where: { ["when", "calendar", "rrule", "cron"].contains($0.key) }) {
            report(.noSchedule(entry.key), at: entry.keyMark)
        }
        isFine = checkOrder(of: terms, keys) && isFine
        let schedule = when.flatMap { readWhen($0, terms: isFine ? terms : nil) }
        let all = settings.falling(backTo: defaults)
        checkTogether(all, own: settings, keys, since: terms.starting, at: entry.keyMark)
        guard let id = known, let schedule else { return }
        add(ritual(id, all, schedule, zone: zone, formerIDs: formerIDs, since: terms.starting), all)
    }

    /// Keeps a ritual, which gets its decks when all are known.
    mutating func add(_ ritual: Ritual, _ settings: RitualSettings) {
        if let prompts = settings.prompts {
            wantedPrompts.append((rituals.count, prompts, settings.isPrivate != nil))
        }
        rituals.append(ritual)
    }

    func ritual(
        _ id: Ritual.ID, _ all: RitualSettings, _ schedule: Schedule, zone: Zone?, formerIDs: [Ritual.ID],
        since: CivilDate?, occasion: Occasion? = nil
    ) -> Ritual {
        let tellsOfSun = [all.say, all.late].contains { $0?.includes(Placeholder.sunset.text) == true }
        return Ritual(
            id: id, title: all.title, say: all.say, late: all.late, schedule: schedule, zone: zone,
            isEnabled: all.isEnabled ?? true, isPrivate: all.isPrivate ?? false,
            urgency: all.urgency ?? .normal, icon: all.icon, sound: all.sound,
            channels: all.channels ?? [.desktop], grace: all.grace,
            missed: all.missed ?? .silent, snooze: all.snooze ?? [Ritual.usualSnooze],
            wantsAnswer: all.wantsAnswer ?? true, duration: all.duration,
            notesEnd: all.notesEnd ?? false, nudge: all.nudge, headsUps: all.headsUps ?? [],
            quiet: all.quiet ?? .hold, locked: all.locked ?? .hold, unplugs: all.unplugs ?? false,
            enough: all.enough, asksPulse: all.asksPulse == true && all.wantsAnswer != false, who: all.who,
            formerIDs: formerIDs, turns: all.turns ?? [], since: since,
            place: tellsOfSun ? place : nil, occasion: occasion)
    }

    private static func isFalse(_ node: Node) -> Bool {
        if case .scalar(let text) = node.value {
            ["false", "no", "off"].contains(text.lowercased())
        } else {
            false
        }
    }

    mutating func read(_ entry: Node.Entry, into settings: inout RitualSettings) {
        let (key, node) = (entry.key, entry.value)
        switch key {
        case "title": settings.title = text(node, key).map { shown($0, at: node.mark, key) }
        case "say": settings.say = readWords(node, key)
        case "late": settings.late = readWords(node, key)
        case "answer": settings.wantsAnswer = flag(node, key)
        case "grace":
            if let text = text(node, key) { settings.grace = span(text, at: node.mark, key) }
        case "snooze":
            guard let texts = texts(node, key) else { break }
            let spans = texts.compactMap { span($0.text, at: $0.node.mark, key) }
            if !spans.isEmpty { settings.snooze = spans }
        case "missed":
            let known = Ritual.Missed.allCases.map { ($0.rawValue, $0) }
            if let text = text(node, key) {
                settings.missed = choice(text, at: node.mark, key, among: known)
            }
        case "for":
            if let text = text(node, key) { settings.duration = span(text, at: node.mark, key) }
        case "end": settings.notesEnd = readEnd(entry)
        case "nudge": settings.nudge = readNudge(entry)
        case "heads-up": settings.headsUps = readHeadsUps(entry)
        case "quiet": settings.quiet = readHolding(entry)
        case "locked": settings.locked = readHolding(entry)
        case "unplug": settings.unplugs = flag(node, key)
        case "pulse": settings.asksPulse = flag(node, key)
        case "enough": settings.enough = readEnough(entry)
        case "who": settings.who = readWho(entry)
        case "enabled": settings.isEnabled = flag(node, key)
        case "private": settings.isPrivate = flag(node, key)
        case "urgency":
            let known = Ritual.Urgency.allCases.map { ($0.name, $0) }
            if let text = text(node, key) {
                settings.urgency = choice(text, at: node.mark, key, among: known)
            }
        case "prompts": settings.prompts = readPrompts(entry)
        case "turns": settings.turns = readTurns(entry)
        case "icon": settings.icon = themeName(node, key)
        case "sound": settings.sound = themeName(node, key)
        case "notify": settings.channels = readNotify(entry)
        default: break
        }
    }

    /// A line of words, in which names in braces stand for something.
    mutating func readWords(_ node: Node, _ key: String) -> String? {
        guard let text = text(node, key) else { return nil }
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            rest = rest[rest.index(after: open)...]
            let name = rest.prefix(while: \.isLetter)
            guard !name.isEmpty, rest.dropFirst(name.count).first == "}" else { continue }
            if Placeholder(rawValue: String(name)) == nil {
                report(.unknownPlaceholder(String(name)), at: node.mark)
            }
        }
        return shown(text, at: node.mark, key)
    }

    /// A name of the freedesktop Icon or Sound Naming Specification: never a path, which the desktop would
    /// open.
    mutating func themeName(_ node: Node, _ key: String) -> String? {
        guard let name = text(node, key) else { return nil }
        let isName =
            name.utf8.count <= 128
            && name.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "._-".unicodeScalars.contains(scalar))
            }
        guard isName else {
            report(.invalidThemeName(key: key, value: name), at: node.mark)
            return nil
        }
        return name
    }
}
