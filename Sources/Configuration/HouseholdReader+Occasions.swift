import CivilTime
import Rituals
import Schedules

/// Dates of the year, which become rituals.
extension HouseholdReader {
    private static let usualGrace = Span(seconds: 14 * 3600)

    mutating func readOccasions(_ node: Node) {
        for entry in mapping(node, "`occasions`") ?? [] where !isFull {
            guard isRoom(at: entry.keyMark) else { return }
            readOccasion(entry)
        }
    }

    private mutating func readOccasion(_ entry: Node.Entry) {
        let id = readID(entry)
        guard !entry.value.isEmpty else {
            report(.noDate(entry.key), at: entry.keyMark)
            return
        }
        guard let keys = mapping(entry.value, "`\(entry.key)`") else { return }
        inPrivate = isPrivate(keys)
        defer { inPrivate = false }

        let hints = Dictionary(
            uniqueKeysWithValues: Keys.schedule.all.map {
                ($0, "an occasion has a `date`, and `at` for its time; `rituals` have schedules")
            })
        var settings = RitualSettings()
        var date: Node?
        var kind = Occasion.Kind.anniversary
        var time = defaultTime
        var formerIDs: [Ritual.ID] = []
        for key in keys where check(key, keys: .occasion, hints: hints) {
            switch key.key {
            case "date": date = key.value
            case "kind":
                let known = Occasion.Kind.allCases.map { ($0.rawValue, $0) }
                kind =
                    text(key.value, key.key).flatMap {
                        choice($0, at: key.value.mark, key.key, among: known)
                    } ?? kind
            case "at":
                if let read = readTime(key.value, key.key) { time = read }
            case "was": formerIDs = readFormerNames(key)
            default: read(key, into: &settings)
            }
        }
        if date == nil { report(.noDate(entry.key), at: entry.keyMark) }
        let yearly = date.flatMap { readDate($0) }
        var all = settings.falling(backTo: defaults)
        // `defaults` may say more than an occasion has.
        all.enough = nil
        all.grace = all.grace ?? HouseholdReader.usualGrace
        all.missed = all.missed ?? .digest
        checkTogether(all, own: settings, keys, since: yearly?.first, at: entry.keyMark)
        guard let id, let yearly, let schedule = yearly.schedule(at: time) else { return }
        add(
            ritual(
                id, all, schedule, zone: householdZone, formerIDs: formerIDs, since: yearly.first,
                occasion: Occasion(kind, year: yearly.first?.year)), all)
    }

    /// `2016-06-18`, `06-18` or `june 18`.
    private mutating func readDate(_ node: Node) -> YearlyDate? {
        guard let text = text(node, "date") else { return nil }
        if let date = YearlyDate(parsing: text) { return date }
        report(.notADate(key: "occasion", value: text), at: node.mark)
        return nil
    }
}
