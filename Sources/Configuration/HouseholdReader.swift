import CivilTime
import Host
import Rituals
import Schedules

/// Turns the trees of the files into a household, and collects every problem on the way.
struct HouseholdReader {
    static let mostRituals = 100_000

    let zones: ZoneDatabase
    let decks: DeckShelf
    /// What files, by their paths, are to be read as, whatever they have in them now.
    var unsaved: [String: [UInt8]] = [:]
    private(set) var problems: [Problem] = []
    /// What can be used and is most likely a mistake.
    var warnings: [Problem] = []
    private(set) var partners: [String] = []
    var rituals: [Ritual] = []

    var source = Source(name: "", bytes: [])
    var inPrivate = false
    var householdZone: Zone?
    private(set) var away: [ClosedRange<CivilDate>] = []
    private(set) var quiet: QuietHours?
    private var allowsInsights = true
    var place: Place?
    var defaultTime = Schedule.defaultTime
    var defaults = RitualSettings()
    var places: [String: String] = [:]
    /// The former names of rituals.
    var claims: [String: Claim] = [:]
    /// The decks that have been read, and where those of `decks:` stand.
    var knownDecks: [String: Deck] = [:]
    var deckPlaces: [String: String] = [:]
    var promptReferences: [PromptReference] = []
    /// Which rituals, by their places, draw from which of them, and which say themselves whether they are
    /// private.
    var wantedPrompts: [(ritual: Int, reference: Int, saysIfPrivate: Bool)] = []
    /// What to say of the first `who` or `turns` where nobody is known to sit at this machine.
    var whoFirst: Problem?
    var channels: [CommandChannel] = []
    /// The names of all channels, also of those with a problem.
    var channelNames: [String] = []
    /// What to say of each channel that nothing has asked for so far.
    var idleChannels: [ChannelName: Problem] = [:]
    // Households repeat themselves: each phrase and each zone is read once.
    private var knownZones: [String: Zone] = [:]
    private var zoneFailures: [String: Problem.Kind] = [:]
    var knownSchedules: [ScheduleText: Schedule] = [:]
    /// For hints that name a date to begin from.
    let today: @Sendable () -> CivilDate

    init(zones: ZoneDatabase, decks: DeckShelf, today: @escaping @Sendable () -> CivilDate) {
        self.zones = zones
        self.decks = decks
        self.today = today
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
        // A place that is refused is no reason to refuse each ritual of the sun as well.
        if let node = sections["place"] { place = readPlace(node) ?? Place(latitude: 0, longitude: 0) }
        if let node = sections["quiet"] { quiet = readQuietHours(node) }
        if let node = sections["away"] {
            let lists = exceptions(node, "away").read
            for (text, mark, list) in lists where list.dateRanges == nil {
                report(.notADate(key: "away", value: text), at: mark)
            }
            away = Exceptions(joining: lists.map(\.exceptions)).dateRanges ?? []
        }
        if let node = sections["channels"], !node.isEmpty { readChannels(node) }
        if let node = sections["insights"] { allowsInsights = flag(node, "insights") ?? true }
        if let node = sections["defaults"], !node.isEmpty { readDefaults(node) }
        if let node = sections["decks"], !node.isEmpty { readDecks(node) }
        if let node = sections["rituals"], !node.isEmpty { readRituals(node) }
        if let node = sections["occasions"], !node.isEmpty { readOccasions(node) }
    }

    /// Ends the reading of all files; `me` is whose machine it is, where that is known.
    mutating func household(of me: String?) -> Household {
        for (name, claim) in claims where places[name] != nil { problems.append(claim.problem) }
        resolvePrompts()
        if me == nil, let whoFirst { warnings.append(whoFirst) }
        warnings += idleChannels.values.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        let others = rituals.filter { $0.who != nil && $0.who != me }
        return Household(
            partners: partners, me: me, away: away, quiet: quiet,
            rituals: rituals.filter { $0.who == nil || $0.who == me },
            others: Set(others.flatMap { [$0.id] + $0.formerIDs }), channels: channels,
            allowsInsights: allowsInsights)
    }

    // MARK: Problems

    /// Whether so much is wrong that there is no use in looking on.
    var isFull: Bool { problems.count > Problem.most }

    mutating func report(_ kind: Problem.Kind, at mark: Mark) {
        guard !isFull else { return }
        let kind = problems.count == Problem.most ? .tooManyProblems(limit: Problem.most) : kind
        problems.append(source.problem(kind, at: mark, isPrivate: inPrivate))
    }

    mutating func add(_ problem: Problem) {
        if !isFull { problems.append(problem) }
    }

    /// Whether an entry's key can be read here; if not, it is reported.
    mutating func check(
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

    // MARK: The household

    mutating func readPartners(_ node: Node) {
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

    mutating func zone(_ node: Node) -> Zone? {
        guard let name = text(node, "timezone") else { return nil }
        if let known = knownZones[name] { return known }
        if let failure = zoneFailures[name] {
            report(failure, at: node.mark)
            return nil
        }
        do {
            let zone = try zones.zone(named: name)
            knownZones[name] = zone
            return zone
        } catch {
            let near =
                zones.presentName(of: name) ?? Suggestion.nearest(to: name, among: zones.neighbours(of: name))
            let failure: Problem.Kind =
                error == .unknown ? .unknownZone(name, suggestion: near) : .unusableZone(name)
            zoneFailures[name] = failure
            report(failure, at: node.mark)
        }
        return nil
    }

    mutating func readDefaults(_ node: Node) {
        guard let entries = mapping(node, "`defaults`") else { return }
        let hints = Dictionary(
            uniqueKeysWithValues: Keys.schedule.all.map {
                ($0, "it belongs to a ritual; `defaults` may hold its time, as `at: 09:00`")
            }
        )
        .merging(
            [
                "timezone": "it belongs to the top level, or to a ritual", "was": "it belongs to a ritual",
                "date": "it belongs to an occasion", "kind": "it belongs to an occasion",
            ]
        ) { _, new in new }
        var settings = RitualSettings()
        for entry in entries where check(entry, keys: .defaults, hints: hints) {
            if entry.key == "at" {
                defaultTime = readTime(entry.value, entry.key) ?? defaultTime
            } else {
                read(entry, into: &settings)
            }
        }
        defaults = settings
    }

    mutating func readTime(_ node: Node, _ key: String) -> TimeOfDay? {
        guard let text = text(node, key) else { return nil }
        if let time = try? TimeOfDay(parsing: text) { return time }
        report(.invalidTime(text), at: node.mark)
        return nil
    }
}
