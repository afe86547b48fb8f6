import ArgumentParser
import CivilTime
import Rituals
import Schedules

struct InCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "in", abstract: "Be reminded once, after a while.",
        discussion: """
            Example: ritual in 20m take the bread out

            It is kept as once-1, once-2 and so on, survives a restart, rings up to six hours late, and is answered like any \
            ritual. `ritual skip once-1` takes it back.
            """)

    @Argument(help: ArgumentHelp("How long from now, and what to say.", valueName: "SPAN TEXT"))
    var words: [String]

    @OptionGroup var options: ReminderOptions

    func run() throws {
        let present = Present()
        try options.remind(present) { () throws(SpokenReminder.Refusal) in
            try SpokenReminder(in: words, after: present.now, in: present.zone)
        }
    }
}
