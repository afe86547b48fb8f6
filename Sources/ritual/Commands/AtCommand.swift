import ArgumentParser
import CivilTime
import Rituals
import Schedules

struct AtCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "at", abstract: "Be reminded once, at a time.",
        discussion: """
            Example: ritual at "thursday 17:00" ask how it went

            The time is 18:00 (the next), tomorrow 18:00, friday 18:00 or 2026-12-24 18:00, on the machine's clock. It is \
            kept and answered as one of `ritual in`.
            """)

    @Argument(help: ArgumentHelp("When, and what to say.", valueName: "TIME TEXT"))
    var words: [String]

    @OptionGroup var options: ReminderOptions

    func run() throws {
        let present = Present()
        let (found, text) = try ReminderOptions.split(words) { text -> Due?? in
            try? .some(NamedMoment.due(parsing: text, after: present.now, in: present.zone))
        }
        guard let found else {
            do {
                _ = try NamedMoment.due(parsing: words[0], after: present.now, in: present.zone)
            } catch {
                throw CommandFailure(
                    message: "\(words[0].harmless): \(error.message.harmless)",
                    hint: error.hint ?? "as in `ritual at \"tomorrow 18:00\" call the garage`")
            }
            throw CommandFailure(message: "a reminder needs words")
        }
        guard let due = found else { throw CommandFailure(message: "that moment is past") }
        try options.remind(text, due: due.civil, offset: "", shown: due.instant)
    }
}
