import CivilTime
import Rituals
import Schedules
import TestSupport

/// The times that the couple think of.
extension Author {
    /// Each of them by its name.
    static let zone = Dictionary(uniqueKeysWithValues: zones.map { ($0, Zone.named($0)) })

    mutating func someZone() -> Zone {
        zone(named: chance.pick(Author.zones))
    }

    /// New rules for a zone: an hour more or less than there was, from a moment of the next days on, or no change where one
    /// was to come.
    mutating func newRules(of zone: Zone, at now: Instant) -> Zone? {
        let excerpt = ZoneExcerpt(of: zone, from: now - .seconds(30 * 86_400))
        var fields = excerpt.text.split(separator: " ").map {
            $0.split(separator: ":").compactMap { Int($0) }
        }
        let at = now.seconds + chance.length(from: 60, to: 4 * 86_400)
        let before = zone.offset(at: Instant(seconds: at))
        let isFree = fields.dropFirst().allSatisfy { abs($0[0] - at) > 86_400 }
        guard isFree, abs(before) < 12 * 3600 else { return nil }
        if chance.once(in: 3), let next = fields.firstIndex(where: { $0[0] > now.seconds }) {
            fields.remove(at: next)
        } else {
            fields.append([at, before + (chance.once(in: 2) ? 3600 : -3600)])
            fields.sort { $0[0] < $1[0] }
        }
        let text = fields.map { "\($0[0]):\($0[1])" }.joined(separator: " ")
        return ZoneExcerpt(parsing: text, identifier: zone.identifier)?.zone
    }

    mutating func setSchedule(of ritual: inout Ritual, on today: CivilDate) {
        ritual.zone = chance.once(in: 5) ? someZone() : nil
        while true {
            let phrase = phrase(on: today)
            var terms = Terms(starting: today.adding(days: chance.number(-30...3)))
            terms.id = ritual.id.description
            terms.place = Place(latitude: 52.5, longitude: 13.4)
            if !chance.once(in: 4) || !phrase.includes("every ") { terms.starting = nil }
            if phrase.includes("other ") || phrase.includes(" days") || phrase.includes("weeks") {
                terms.starting = today.adding(days: chance.number(-30...3))
            }
            if chance.once(in: 12) { terms.from = today.adding(days: chance.number(-5...20)) }
            if chance.once(in: 12) { terms.until = today.adding(days: chance.number(5...90)) }
            guard let schedule = try? Schedule(parsing: [phrase], terms: terms) else { continue }
            ritual.schedule = schedule
            // The sun's event is the place's, on whatever date a traveller's calendar has it.
            if phrase.includes("sun") && !phrase.includes("sund") {
                ritual.zone = zone(named: "Europe/Berlin")
            }
            return
        }
    }

    private mutating func phrase(on today: CivilDate) -> String {
        let time = time()
        switch chance.number(0...19) {
        case 0...4: return "daily at \(time)"
        case 5: return "daily at \(time), \(self.time()), \(self.time())"
        case 6, 7: return "weekdays at \(time)"
        case 8, 9:
            return "\(chance.pick(["mondays", "tue, thu", "sundays", "weekends", "fri-mon"])) at \(time)"
        case 10: return "every other \(chance.pick(["friday", "day"])) at \(time)"
        case 11:
            return "\(chance.pick(["the 1st and 15th", "last day of the month", "first sunday"])) at \(time)"
        case 12:
            return "\(today.adding(days: chance.number(-1...40))) at \(time)"
        case 13: return "february 29 at \(time)"
        case 14, 15:
            return
                "sometime between \(chance.pick(["10:00 and 16:00", "22:00 and 02:00", "01:00 and 04:00"]))"
        case 16:
            return
                "every \(chance.pick(["90 minutes", "2 hours", "20 minutes"])) between \(chance.pick(["09:00 and 12:00", "22:00 and 03:00"])) on \(chance.pick(["weekdays", "saturdays"]))"
        case 17: return "daily at \(chance.pick(["sunset", "sunrise", "sunset - 30m"]))"
        case 18: return "\(chance.pick(["every 2 weeks on tue, thu", "every 3 days"])) at \(time)"
        default: return "daily at \(time) except \(chance.pick(["saturdays", "first sunday"]))"
        }
    }

    /// The same few again and again, so that much falls on one moment.
    private mutating func time() -> String {
        guard chance.once(in: 3) else {
            return chance.pick([
                "07:00", "07:30", "12:00", "19:00", "19:00", "21:15", "22:30", "02:30", "00:00", "23:59",
                "03:00", "01:59:30",
            ])
        }
        let (hour, minute) = (chance.number(0...23), chance.number(0...59))
        return "\(hour.padded(to: 2)):\(minute.padded(to: 2))"
    }
}

extension Ritual {
    /// The same under another name.
    init(copying other: Ritual, as id: ID) {
        self.init(
            id: id, title: other.title, say: other.say, late: other.late, schedule: other.schedule,
            zone: other.zone, isEnabled: other.isEnabled, isPrivate: other.isPrivate, urgency: other.urgency,
            channels: other.channels, grace: other.grace, missed: other.missed, snooze: other.snooze,
            wantsAnswer: other.wantsAnswer, duration: other.duration, notesEnd: other.notesEnd,
            nudge: other.nudge, headsUps: other.headsUps, quiet: other.quiet, locked: other.locked,
            unplugs: other.unplugs, enough: other.enough, who: other.who, formerIDs: other.formerIDs)
    }
}
