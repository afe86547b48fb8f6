import ArgumentParser
import CivilTime
import Rituals
import Schedules

struct AtCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "at", abstract: "Be reminded once, at a time.",
        discussion: """
            Example: ritual at "thursday 17:00" ask how it went

            The time is 18:00 (the next), tomorrow 18:00, tonight, next friday at 6 pm, 2026-12-24 18:00 or sunset, on the \
            machine's clock. Words at the start that form a time are read as one; where it's unclear where the time ends, quote it. \
            The reminder is kept and answered as one of `ritual in`.
            """)

    @Argument(help: ArgumentHelp("When, and what to say.", valueName: "TIME TEXT"))
    var words: [String]

    @OptionGroup var options: ReminderOptions

    func run() throws {
        let present = Present()
        let place = (try? FileOptions.parse([]).household())?.rituals.lazy.compactMap(\.place).first
        try options.remind(present) { () throws(SpokenReminder.Refusal) in
            try SpokenReminder(at: words, after: present.now, in: present.zone, place: place)
        }
    }
}
