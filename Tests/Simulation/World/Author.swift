import CivilTime
import Rituals
import Schedules

/// The couple who write the file: a household as nobody would have thought of it, and its edits.
struct Author {
    var chance: Chance
    private(set) var household = Household()
    /// What the file said before, which an edit may bring back.
    private var drafts: [Household] = []
    private var names = 0
    /// The zones that have other rules by now than the tz database.
    private var rules: [String: Zone] = [:]

    static let zones = [
        "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "America/Sao_Paulo",
        "Pacific/Apia", "Asia/Kolkata", "Europe/London", "America/Los_Angeles", "Africa/Casablanca",
        "Pacific/Chatham", "Pacific/Kiritimati",
    ]

    init(seed: UInt64) {
        chance = Chance(seed: seed)
    }

    mutating func begin(on today: CivilDate) {
        let count = chance.pick([1, 3, 4, 5, 6, 8, 10])
        household = Household(
            away: away(around: today), quiet: quiet(),
            rituals: (0..<count).map { _ in ritual(on: today) })
    }

    /// A zone as it is now.
    func zone(named name: String) -> Zone { rules[name] ?? Author.zone[name] ?? .utc }

    /// A zone gets new rules, whatever the files say.
    mutating func takes(_ zone: Zone) {
        rules[zone.identifier] = zone
        household = household.with(zone)
        drafts = drafts.map { $0.with(zone) }
    }

    /// Changes something of the file.
    mutating func edit(on today: CivilDate) {
        drafts = drafts.suffix(7) + [household]
        var rituals = household.rituals
        var (away, quiet) = (household.away, household.quiet)
        switch chance.number(0...11) {
        case 0: away = self.away(around: today)
        case 1: quiet = self.quiet()
        case 2 where rituals.count < 12: rituals.append(ritual(on: today))
        case 3 where rituals.count > 1: rituals.remove(at: chance.number(0...(rituals.count - 1)))
        case 4:
            if let draft = drafts.dropLast().last, chance.once(in: 2) {
                household = draft
                return
            }
            household = chance.pick(drafts)
            return
        case 5: rename(&rituals)
        default:
            if rituals.isEmpty { return }
            let index = chance.number(0...(rituals.count - 1))
            rituals[index] = changed(rituals[index], on: today)
        }
        household = Household(away: away, quiet: quiet, rituals: rituals)
    }

    private mutating func rename(_ rituals: inout [Ritual]) {
        guard !rituals.isEmpty else { return }
        let index = chance.number(0...(rituals.count - 1))
        let old = rituals[index]
        // The minutes of `sometime` go with the id: a new name would be a new schedule.
        var new = Ritual(copying: old, as: name())
        new.formerIDs = old.formerIDs + [old.id]
        rituals[index] = new
    }

    private mutating func changed(_ ritual: Ritual, on today: CivilDate) -> Ritual {
        var ritual = ritual
        switch chance.number(0...9) {
        case 0, 1: ritual.isEnabled.toggle()
        case 2, 3: setSchedule(of: &ritual, on: today)
        default:
            let other = self.ritual(on: today, named: ritual.id)
            let former = ritual
            ritual = other
            ritual.schedule = former.schedule
            ritual.zone = former.zone
            ritual.isEnabled = former.isEnabled
            ritual.formerIDs = former.formerIDs
            ritual.enough = former.enough == nil ? nil : other.enough
        }
        return ritual
    }

    private mutating func name() -> Ritual.ID {
        names += 1
        guard let id = Ritual.ID("r\(names)") else { preconditionFailure("no id") }
        return id
    }

    mutating func away(around today: CivilDate) -> [ClosedRange<CivilDate>] {
        guard chance.once(in: 3) else { return [] }
        let start = today.adding(days: chance.number(-3...20))
        return [start...start.adding(days: chance.number(0...9))]
    }

    mutating func quiet() -> QuietHours? {
        let texts = chance.pick([
            nil, [(1350, 420)], [(1320, 420), (780, 840)], [(0, 360)], [(1380, 0)], [(120, 180)],
            [(540, 1020)],
        ])
        return texts.flatMap { stretches in
            QuietHours(
                stretches.compactMap { start, end in
                    guard let start = TimeOfDay(secondOfDay: start * 60),
                        let end = TimeOfDay(secondOfDay: end * 60)
                    else { return nil }
                    return QuietHours.Stretch(from: start, to: end)
                })
        }
    }

    // MARK: A ritual

    mutating func ritual(on today: CivilDate, named given: Ritual.ID? = nil) -> Ritual {
        let id = given ?? name()
        let isPrivate = chance.once(in: 4)
        let wantsAnswer = !chance.once(in: 6)
        let duration = chance.once(in: 3) ? Span(seconds: 60 * chance.pick([5, 30, 45, 90, 600])) : nil
        var ritual = Ritual(
            id: id, title: isPrivate ? "\(Author.secret) title of \(id)" : "Title of \(id)",
            say: isPrivate ? "\(Author.secret) line" : nil,
            late: chance.once(in: 5) ? (isPrivate ? "\(Author.secret) late" : "Late.") : nil,
            schedule: Schedule(once: today.at(.noon)), isEnabled: !chance.once(in: 12),
            isPrivate: isPrivate,
            channels: chance.pick([[.desktop], [.desktop], [.desktop], [.desktop, .terminal], [.terminal]]),
            grace: chance.once(in: 3)
                ? Span(seconds: 60 * chance.pick([1, 10, 240, 840]))
                : chance.once(in: 8) ? Span(days: 1) : nil,
            missed: chance.once(in: 2) ? .digest : .silent,
            snooze: [Span(seconds: 60 * chance.pick([1, 10, 60, 300]))], wantsAnswer: wantsAnswer,
            duration: duration, notesEnd: duration != nil && chance.once(in: 2),
            nudge: chance.once(in: 3) && wantsAnswer
                ? Nudge(every: Span(seconds: 60 * chance.pick([1, 10, 30])), times: chance.number(1...3))
                : nil,
            headsUps: chance.once(in: 3)
                ? chance.pick([
                    [Span(seconds: 7200)], [Span(days: 1)], [Span(days: 3), Span(seconds: 1800)],
                    [Span(days: 14), Span(days: 1), Span(seconds: 600)],
                ]) : [],
            quiet: chance.pick([.hold, .hold, .hold, .ring, .drop]),
            locked: chance.pick([.hold, .hold, .hold, .ring, .drop]),
            unplugs: duration != nil && chance.once(in: 2))
        setSchedule(of: &ritual, on: today)
        if wantsAnswer, chance.once(in: 5) {
            ritual.enough = Enough(chance.number(1...2), a: chance.pick(Enough.Period.allCases))
        }
        return ritual
    }

    /// A word of what must never be seen by others.
    static let secret = "SECRET"
}

extension Household {
    /// The same by the rules that a zone has now.
    fileprivate func with(_ zone: Zone) -> Household {
        let rituals = rituals.map { ritual in
            var ritual = ritual
            if ritual.zone?.identifier == zone.identifier { ritual.zone = zone }
            return ritual
        }
        return Household(away: away, quiet: quiet, rituals: rituals)
    }
}
