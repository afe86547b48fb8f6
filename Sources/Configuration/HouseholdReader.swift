import CivilTime
import Host
import Rituals
import Schedules

/// Turns the trees of the files into a household, and collects every problem on the way.
struct HouseholdReader {
    static let mostRituals = 100_000

    private let zones: ZoneDatabase
    private(set) var problems: [Problem] = []
    private(set) var partners: [String] = []
    private(set) var rituals: [Ritual] = []

    private var source = Source(name: "", bytes: [])
    private var inPrivate = false
    private var householdZone: Zone?
    private var defaultTime = Schedule.defaultTime
    private var defaults = RitualSettings()
    private var places: [String: String] = [:]
    // Households repeat themselves: each phrase and each zone is read once.
    private var knownZones: [String: Zone] = [:]
    private var knownSchedules: [[String]: Schedule] = [:]

    init(zones: ZoneDatabase) {
        self.zones = zones
    }

    /// Reads `rituals.yaml`, or with the keys of an addition a file in `rituals.d`, which must come after it.
    mutating func read(_ root: Node?, of source: Source, keys: Keys) {
        self.source = source
        guard let root, !root.isEmpty, let entries = mapping(root, "the file") else { return }
        var sections: [String: Node] = [:]
        for entry in entries
        where check(
            entry, keys: keys, elsewhere: keys.standing(of: "partners") == .read ? [] : Keys.household.all)
        {
            sections[entry.key] = entry.value
        }
        // In the order in which the parts need each other, not in the file's.
        if let node = sections["partners"] { readPartners(node) }
        if let node = sections["timezone"] { householdZone = zone(node) }
        if let node = sections["defaults"], !node.isEmpty { readDefaults(node) }
        if let node = sections["rituals"], !node.isEmpty { readRituals(node) }
    }

    // MARK: Problems

    /// Whether so much is wrong that there is no use in looking on.
    private var isFull: Bool { problems.count > Problem.most }

    private mutating func report(_ kind: Problem.Kind, at mark: Mark) {
        guard !isFull else { return }
        let kind = problems.count == Problem.most ? .tooManyProblems(limit: Problem.most) : kind
        problems.append(source.problem(kind, at: mark, isPrivate: inPrivate))
    }

    /// Whether an entry's key can be read here; if not, it is reported.
    private mutating func check(
        _ entry: Node.Entry, keys: Keys, elsewhere: [String] = [], hints: [String: String] = [:]
    ) -> Bool {
        guard !isFull else { return false }
        switch keys.standing(of: entry.key) {
        case .read:
            return true
        case .later:
            report(.unavailableKey(entry.key), at: entry.keyMark)
        case .unknown where entry.key == "<<":
            report(.mergeKey, at: entry.keyMark)
        case .unknown where hints[entry.key] != nil:
            report(.misplacedKey(entry.key, hint: hints[entry.key] ?? ""), at: entry.keyMark)
        case .unknown where elsewhere.contains(entry.key):
            report(
                .misplacedKey(entry.key, hint: "it belongs to the top level of `rituals.yaml`"),
                at: entry.keyMark)
        case .unknown:
            report(
                .unknownKey(entry.key, suggestion: Suggestion.nearest(to: entry.key, among: keys.all)),
                at: entry.keyMark)
        }
        return false
    }

    // MARK: Shapes

    private mutating func mapping(_ node: Node, _ what: String) -> [Node.Entry]? {
        if case .mapping(let entries) = node.value { return entries }
        report(.notAMapping(what), at: node.mark)
        return nil
    }

    /// A text on one line: the line breaks of a longer YAML text are spaces.
    private mutating func text(_ node: Node, _ key: String) -> String? {
        guard case .scalar(let text) = node.value else {
            report(.notAText(key), at: node.mark)
            return nil
        }
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let words = line.drop(while: \.isWhitespace)
        guard let end = words.lastIndex(where: { !$0.isWhitespace }) else {
            report(.noValue(key), at: node.mark)
            return nil
        }
        return String(words[...end])
    }

    /// A list of texts; one text stands for a list of one.
    private mutating func texts(_ node: Node, _ key: String) -> [(text: String, node: Node)]? {
        guard case .sequence(let items) = node.value else {
            return text(node, key).map { [($0, node)] }
        }
        guard !items.isEmpty else {
            report(.emptyList(key), at: node.mark)
            return nil
        }
        var read: [(text: String, node: Node)] = []
        for item in items {
            if let text = text(item, key) { read.append((text, item)) }
        }
        return read.count == items.count ? read : nil
    }

    private mutating func flag(_ node: Node, _ key: String) -> Bool? {
        guard let text = text(node, key) else { return nil }
        switch text.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            report(.notTrueOrFalse(key: key, value: text), at: node.mark)
            return nil
        }
    }

    private mutating func choice<Choice: RawRepresentable>(
        _ text: String, at mark: Mark, _ key: String, among known: [(String, Choice)]
    ) -> Choice? {
        if let found = known.first(where: { $0.0 == text.lowercased() }) { return found.1 }
        let names = known.map(\.0)
        report(
            .unknownValue(
                key: key, value: text, known: names, suggestion: Suggestion.nearest(to: text, among: names)),
            at: mark)
        return nil
    }

    // MARK: The household

    private mutating func readPartners(_ node: Node) {
        guard case .sequence = node.value else {
            report(.notAList("partners"), at: node.mark)
            return
        }
        for (name, node) in texts(node, "partners") ?? [] {
            if partners.contains(name) {
                report(.repeatedName(name), at: node.mark)
            } else {
                partners.append(name)
            }
        }
    }

    private mutating func zone(_ node: Node) -> Zone? {
        guard let name = text(node, "timezone") else { return nil }
        if let known = knownZones[name] { return known }
        do {
            let zone = try zones.zone(named: name)
            knownZones[name] = zone
            return zone
        } catch .unknown {
            report(
                .unknownZone(
                    name, suggestion: Suggestion.nearest(to: name, among: zones.neighbours(of: name))),
                at: node.mark)
        } catch {
            report(.unusableZone(name), at: node.mark)
        }
        return nil
    }

    private mutating func readDefaults(_ node: Node) {
        guard let entries = mapping(node, "`defaults`") else { return }
        let hints = Dictionary(
            uniqueKeysWithValues: Keys.schedule.all.map {
                ($0, "it belongs to a ritual; `defaults` may hold its time, as `at: 09:00`")
            }
        )
        .merging(["timezone": "it belongs to the top level, or to a ritual"]) { _, new in new }
        var settings = RitualSettings()
        for entry in entries where check(entry, keys: .defaults, hints: hints) {
            if entry.key == "at" { readDefaultTime(entry.value) } else { read(entry, into: &settings) }
        }
        defaults = settings
    }

    private mutating func readDefaultTime(_ node: Node) {
        guard let text = text(node, "at") else { return }
        if let time = try? TimeOfDay(parsing: text) {
            defaultTime = time
        } else {
            report(.invalidTime(text), at: node.mark)
        }
    }

    // MARK: Rituals

    private mutating func readRituals(_ node: Node) {
        guard let entries = mapping(node, "`rituals`") else { return }
        for entry in entries where !isFull {
            guard rituals.count < HouseholdReader.mostRituals else {
                report(.tooManyRituals(limit: HouseholdReader.mostRituals), at: entry.keyMark)
                return
            }
            readRitual(entry)
        }
    }

    private mutating func readRitual(_ entry: Node.Entry) {
        let known = Ritual.ID(entry.key)
        if known == nil { report(.invalidID(entry.key), at: entry.keyMark) }
        if known?.isReserved == true { report(.reservedID(entry.key), at: entry.keyMark) }
        let place = "\(source.name):\(entry.keyMark.line):\(entry.keyMark.column)"
        if let first = places.updateValue(place, forKey: entry.key) {
            places[entry.key] = first
            report(.duplicateKey(entry.key, first: first), at: entry.keyMark)
        }
        guard !entry.value.isEmpty else {
            report(.noSchedule(entry.key), at: entry.keyMark)
            return
        }
        guard let keys = mapping(entry.value, "`\(entry.key)`") else { return }
        // Known before anything of it is reported.
        inPrivate =
            defaults.isPrivate == true
            || keys.contains { $0.key == "private" && !HouseholdReader.isFalse($0.value) }
        defer { inPrivate = false }

        var settings = RitualSettings()
        var schedule: Schedule?
        var zone = householdZone
        for key in keys
        where check(key, keys: .ritual, hints: ["at": "the time stands in `when`: `when: daily at 07:30`"]) {
            switch key.key {
            case "when": schedule = readWhen(key.value)
            case "timezone": zone = self.zone(key.value)
            default: read(key, into: &settings)
            }
        }
        // One of the other schedule languages has been refused by its name already.
        if !keys.contains(where: { ["when", "calendar", "rrule", "cron"].contains($0.key) }) {
            report(.noSchedule(entry.key), at: entry.keyMark)
        }
        guard let id = known, let schedule else { return }
        let all = settings.falling(backTo: defaults)
        rituals.append(
            Ritual(
                id: id, title: all.title, say: all.say, schedule: schedule, zone: zone,
                isEnabled: all.isEnabled ?? true,
                isPrivate: all.isPrivate ?? false, urgency: all.urgency ?? .normal, icon: all.icon,
                sound: all.sound,
                channels: all.channels ?? [.desktop]))
    }

    private static func isFalse(_ node: Node) -> Bool {
        if case .scalar(let text) = node.value {
            ["false", "no", "off"].contains(text.lowercased())
        } else {
            false
        }
    }

    private mutating func readWhen(_ node: Node) -> Schedule? {
        guard let phrases = texts(node, "when") else { return nil }
        let words = phrases.map(\.text)
        if let known = knownSchedules[words] { return known }
        var isFine = true
        for (text, node) in phrases {
            do {
                _ = try Phrase(parsing: text)
            } catch {
                isFine = false
                report(.phrase(error), at: place(of: error, in: text, at: node.mark))
            }
        }
        guard isFine else { return nil }
        do {
            let schedule = try Schedule(parsing: words, defaultTime: defaultTime)
            knownSchedules[words] = schedule
            return schedule
        } catch {
            report(.phrase(error.error), at: phrases[error.index].node.mark)
            return nil
        }
    }

    /// Where in the file a column of a phrase lies: exact where the phrase stands there as it is, else its
    /// beginning.
    private func place(of error: PhraseError, in text: String, at mark: Mark) -> Mark {
        guard let line = source.line(mark.line) else { return mark }
        let rest = String(line.unicodeScalars.dropFirst(mark.column - 1))
        for quote in ["", "\"", "'"] where rest.hasPrefix(quote + text) {
            return Mark(line: mark.line, column: mark.column + quote.count + error.column - 1)
        }
        return mark
    }

    private mutating func read(_ entry: Node.Entry, into settings: inout RitualSettings) {
        let (key, node) = (entry.key, entry.value)
        switch key {
        case "title": settings.title = text(node, key)
        case "say": settings.say = readSay(node)
        case "enabled": settings.isEnabled = flag(node, key)
        case "private": settings.isPrivate = flag(node, key)
        case "urgency":
            let known = Ritual.Urgency.allCases.map { ($0.name, $0) }
            if let text = text(node, key) {
                settings.urgency = choice(text, at: node.mark, key, among: known)
            }
        case "icon": settings.icon = themeName(node, key)
        case "sound": settings.sound = themeName(node, key)
        case "notify":
            let known = ChannelName.allCases.map { ($0.rawValue, $0) }
            var channels: [ChannelName] = []
            for (text, node) in texts(node, key) ?? [] {
                guard let channel = choice(text, at: node.mark, key, among: known) else { continue }
                if channels.contains(channel) {
                    report(.repeatedName(text), at: node.mark)
                } else {
                    channels.append(channel)
                }
            }
            settings.channels = channels
        default: break
        }
    }

    private mutating func readSay(_ node: Node) -> String? {
        guard let text = text(node, "say") else { return nil }
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            rest = rest[rest.index(after: open)...]
            let name = rest.prefix(while: \.isLetter)
            guard !name.isEmpty, rest.dropFirst(name.count).first == "}" else { continue }
            let isKnown = ["n", "years", "days", "sunset"].contains(String(name))
            report(
                isKnown ? .unavailablePlaceholder(String(name)) : .unknownPlaceholder(String(name)),
                at: node.mark)
        }
        return text
    }

    /// A name of the freedesktop Icon or Sound Naming Specification: never a path, which the desktop would
    /// open.
    private mutating func themeName(_ node: Node, _ key: String) -> String? {
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
