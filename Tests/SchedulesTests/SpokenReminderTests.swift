import CivilTime
import Schedules
import TestSupport
import Testing

@Suite("Reminders as people say them") struct SpokenReminderTests {
    private static let zone = Zone.named("Europe/Berlin")
    /// A Tuesday.
    private static let now = Instant("2026-12-01T10:00+01:00")
    private static let place = Place(latitude: 52.52, longitude: 13.4)

    private static func told(_ reminder: SpokenReminder) -> String {
        switch reminder.time {
        case .at(let due): "\(due.civil.description) \(reminder.text)"
        case .after(let span): "\(span) \(reminder.text)"
        }
    }

    @Test(
        "the longest beginning that is a time is the time",
        arguments: [
            ("18:00 call the garage", "2026-12-01T18:00 call the garage"),
            ("9:00 tea", "2026-12-02T09:00 tea"), ("6 pm tea", "2026-12-01T18:00 tea"),
            ("tomorrow 18:00 tea", "2026-12-02T18:00 tea"), ("tomorrow, 19:00 tea", "2026-12-02T19:00 tea"),
            ("noon tomorrow tea", "2026-12-02T12:00 tea"), ("tomorrow at noon tea", "2026-12-02T12:00 tea"),
            ("tonight tea", "2026-12-01T20:00 tea"), ("tonight at 9 tea", "2026-12-01T21:00 tea"),
            ("tonight at 22:00 tea", "2026-12-01T22:00 tea"),
            ("tonight at 9:30 tea", "2026-12-01T21:30 tea"), ("9 tonight tea", "2026-12-01T21:00 tea"),
            ("this evening at 8 tea", "2026-12-01T20:00 tea"),
            ("tomorrow morning at 8 tea", "2026-12-02T08:00 tea"),
            ("friday 18:00 tea", "2026-12-04T18:00 tea"), ("next friday 17:00 tea", "2026-12-04T17:00 tea"),
            ("next tuesday 17:00 tea", "2026-12-08T17:00 tea"),
            ("10:00 on the first sunday of may brunch", "2027-05-02T10:00 brunch"),
            ("24 december at 4 pm tea", "2026-12-24T16:00 tea"),
            ("2026-12-24 16:00 tea", "2026-12-24T16:00 tea"),
            ("the 15th at 8:00 tea", "2026-12-15T08:00 tea"),
            ("sunset walk", "2026-12-01T15:56 walk"),
            ("18:00 at the door", "2026-12-01T18:00 at the door"),
            ("18:00 in the garden", "2026-12-01T18:00 in the garden"),
            ("18:00 sun cream", "2026-12-06T18:00 cream"), ("18:00 3 eggs", "2026-12-01T18:00 3 eggs"),
            ("18:00 first aid kit", "2026-12-01T18:00 first aid kit"),
        ])
    func at(_ said: String, _ meant: String) throws {
        let words = said.split(separator: " ").map(String.init)
        let reminder = try SpokenReminder(
            at: words, after: SpokenReminderTests.now, in: SpokenReminderTests.zone,
            place: SpokenReminderTests.place)
        #expect(SpokenReminderTests.told(reminder) == meant)
    }

    @Test(
        "after a while, and then at a time",
        arguments: [
            ("20m tea", "20m tea"), ("half an hour tea", "30m tea"), ("an hour tea", "1h tea"),
            ("five minutes tea", "5m tea"), ("2 hours take the bread out", "2h take the bread out"),
            ("an hour and a half tea", "1h30m tea"), ("1 hour 20 minutes tea", "1h20m tea"),
            ("a week tea", "1w tea"), ("2 weeks tea", "2w tea"),
            ("2 weeks at 9:00 tea", "2026-12-15T09:00 tea"), ("3 days at 6 pm tea", "2026-12-04T18:00 tea"),
            ("20m at the door", "20m at the door"),
        ])
    func after(_ said: String, _ meant: String) throws {
        let reminder = try SpokenReminder(
            in: said.split(separator: " ").map(String.init), after: SpokenReminderTests.now,
            in: SpokenReminderTests.zone)
        #expect(SpokenReminderTests.told(reminder) == meant)
    }

    @Test(
        "what repeats, what goes on, what has no words and what is no time is refused, with what to type",
        arguments: [
            ("at every monday 9:00 call mum", "`ritual add call-mum \"every monday 9:00\"`"),
            ("at mondays 9:00 x", "`ritual add x \"mondays 9:00\"`"), ("at daily 9:00 x", "ritual add"),
            ("at 9:00 every monday x", "ritual add"), ("at 9:00 and 18:00 x", "ritual add"),
            ("at 18:00 on every second friday x", "`ritual at \"18:00\" \"on every second friday x\"`"),
            ("in 20m on friday tea", "`ritual in \"20m\" \"on friday tea\"`"),
            ("in 20m at 9:00 tea", "`ritual in \"20m\" \"at 9:00 tea\"`"),
            ("at friday 18:00", "call the garage"), ("in 20m", "call the garage"),
            ("at someday x", "tomorrow 18:00"),
            ("at 7 tea", "`ritual at \"7 am\" tea` or `ritual at \"7 pm\" tea`"), ("in a flash x", "20m"),
            ("in 0s tea", "20m"), ("at 2020-01-01 tea", "tomorrow 18:00"),
        ])
    func refuses(_ said: String, _ hint: String) {
        var words = said.split(separator: " ").map(String.init)
        let isAt = words.removeFirst() == "at"
        let error = #expect(throws: SpokenReminder.Refusal.self) {
            let (now, zone) = (SpokenReminderTests.now, SpokenReminderTests.zone)
            _ =
                try isAt
                ? SpokenReminder(at: words, after: now, in: zone)
                : SpokenReminder(in: words, after: now, in: zone)
        }
        #expect(error?.hint.contains(hint) == true, "\(error?.message ?? ""): \(error?.hint ?? "")")
    }

    @Test func `quotes say where the time ends`() throws {
        for words in [["20m", "on friday's list"], ["20m", "9:00 tea"]] {
            let reminder = try SpokenReminder(
                in: words, after: SpokenReminderTests.now, in: SpokenReminderTests.zone)
            #expect(reminder.text == words[1])
        }
    }
}
