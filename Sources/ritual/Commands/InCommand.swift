import ArgumentParser
import CivilTime
import Rituals

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
        let (span, text) = try ReminderOptions.split(words) { try? Span(parsing: $0) }
        guard let span else {
            throw CommandFailure(
                message: "`\(words[0].harmless)` is no span", hint: "as in `ritual in 20m take the bread out`"
            )
        }
        guard span != Span() else { throw CommandFailure(message: "a reminder for now is no reminder") }
        let present = Present()
        let instant = present.zone.instant(span, after: present.now)
        // It is meant for that instant, wherever the machine is then.
        let stamp = Timestamp(instant, in: present.zone)
        try options.remind(text, due: stamp.civil, offset: stamp.offsetText, shown: instant)
    }
}
