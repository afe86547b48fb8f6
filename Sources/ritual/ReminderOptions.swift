import ArgumentParser
import CivilTime
import Rituals
import Schedules
import Systemd

/// What `ritual in` and `ritual at` share.
struct ReminderOptions: ParsableArguments {
    @Flag(
        name: .customLong("public"),
        help: "Let its words be seen in the journal, in terminals and in status bars.")
    var isPublic = false

    /// Has the daemon keep what was said; fails with what to type instead where it can't be read.
    func remind(
        _ present: Present, of reading: () throws(SpokenReminder.Refusal) -> SpokenReminder
    ) throws {
        let reminder: SpokenReminder
        do throws(SpokenReminder.Refusal) {
            reminder = try reading()
        } catch {
            throw CommandFailure(message: error.message.harmless, hint: error.hint.harmless)
        }
        let (due, offset, shown): (CivilDateTime, String, Instant)
        switch reminder.time {
        case .at(let moment): (due, offset, shown) = (moment.civil, "", moment.instant)
        case .after(let span):
            // It's meant for that instant, wherever the machine is then.
            shown = present.zone.instant(span, after: present.now)
            let stamp = Timestamp(shown, in: present.zone)
            (due, offset) = (stamp.civil, stamp.offsetText)
        }
        let answer = try DaemonClient().call(
            "Remind", .string(reminder.text), .string(due.description), .string(offset), .boolean(!isPublic))
        let name = answer.first?.text?.harmless ?? ""
        Output.line("\(name): \(Present().moment(shown)). `ritual skip \(name)` takes it back.")
    }
}
