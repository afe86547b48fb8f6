import CivilTime
import Rituals
import Schedules

/// A ring to come, as calendars have it (RFC 5545, section 3.6.1).
struct CalendarEvent {
    let ritual: Ritual
    private let due: Due
    private let ringsAt: Instant
    private let headsUps: [Instant]
    private let zone: Zone
    private let me: String?

    /// What has no `for` is shown as so long.
    private static let usualLength = Span(seconds: 900)

    /// Nil where it does not ring; `zone` is the machine's.
    init?(_ prospect: Prospect, of household: Household, zone: Zone) {
        guard let ritual = household.ritual(prospect.occurrence.ritual), let ringsAt = prospect.ringsAt else {
            return nil
        }
        self.ritual = ritual
        due = prospect.occurrence.due
        self.ringsAt = ringsAt
        headsUps = prospect.headsUps
        self.zone = ritual.zone ?? zone
        me = household.me
    }

    /// `now` is when it is written, by which those who have an older text know this one as newer.
    func write(to text: inout CalendarText, at now: Instant) {
        text.add("BEGIN", "VEVENT")
        text.add("UID", uid)
        text.add("DTSTAMP", now)
        // It must not fall, and nobody counts: minutes do, and fit into 32 bits for long.
        text.add("SEQUENCE", String(now.seconds / 60))
        writeTimes(to: &text)
        text.add("SUMMARY", words: [summary])
        text.add("DESCRIPTION", words: lines)
        if ritual.isPrivate { text.add("CLASS", "PRIVATE") }
        for moment in headsUps + [ringsAt] { writeAlarm(at: moment, to: &text) }
        text.add("END", "VEVENT")
    }

    /// The same as long as it is the same occurrence, so that nothing doubles when it is read again.
    private var uid: String {
        let name =
            switch due.name {
            case .time(let civil) where !isAllDay: CalendarText.compact(civil)
            default: CalendarText.compact(due.day)
            }
        // No id has a dot in it.
        return "\(ritual.id).\(name)@rituald"
    }

    private var isAllDay: Bool { ritual.occasion != nil }

    /// What alarms are counted from; a day begins at midnight.
    private var start: Instant {
        isAllDay ? zone.resolve(due.day.at(.midnight)).instant : ringsAt
    }

    private func writeTimes(to text: inout CalendarText) {
        if isAllDay {
            text.add("DTSTART;VALUE=DATE", CalendarText.compact(due.day))
            text.add("DTEND;VALUE=DATE", CalendarText.compact(due.day.adding(days: 1)))
        } else {
            text.add("DTSTART", start)
            text.add("DTEND", zone.instant(ritual.duration ?? CalendarEvent.usualLength, after: start))
        }
        // Only what lasts takes up time that others may want to plan with.
        text.add("TRANSP", isAllDay || ritual.duration == nil ? "TRANSPARENT" : "OPAQUE")
    }

    private var summary: String {
        ritual.title + (ritual.occasion?.count(in: due.day.year).map { " (\($0))" } ?? "")
    }

    /// What its bubble will say; how often it was done by then nobody knows yet.
    private var lines: [String] {
        var ring = Announcement(
            .ring(Occurrence.ID(ritual: ritual.id, due: due.name)), of: ritual,
            ritual.words(for: due, in: zone, me: me), civil: due.civil, late: ringsAt - due.instant)
        ring.fill(.n, with: nil)
        return ring.lines
    }

    private func writeAlarm(at moment: Instant, to text: inout CalendarText) {
        text.add("BEGIN", "VALARM")
        text.add("ACTION", "DISPLAY")
        text.add("TRIGGER", CalendarText.compact(moment - start))
        text.add("DESCRIPTION", words: [summary])
        text.add("END", "VALARM")
    }
}
