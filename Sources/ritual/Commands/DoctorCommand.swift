import ArgumentParser
import Host

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Show what is wrong with this machine, and what mends it.",
        discussion: """
            Looks at the files, the service, the desktop and the system; changes nothing. Under a line that is not ok stands the \
            command that mends it. Ends with 1 where something fails, with 0 where there are only warnings.

            With --json: a list of {"subject", "verdict" ("ok", "warn" or "fail"), "words", "remedy" (a command for the shell, not \
            there where none helps)}; a subject may come several times.
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var file: FileOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        let machine = Machine(
            configuration: file.path ?? Places.configuration, state: state.folder ?? Places.state,
            session: Inquiry(.session), system: Inquiry(.system))
        let findings = DoctorCommand.examinations(of: machine).flatMap(\.findings)
        if json { try Output.json(findings) } else { print(findings) }
        if findings.contains(where: { $0.verdict == .fail }) { throw ExitCode(1) }
    }

    private static func examinations(of machine: Machine) -> [any Examination] {
        [
            ConfigurationExamination(machine), ServiceExamination(machine), LingeringExamination(machine),
            BusExamination(machine), NotificationExamination(machine), DisturbanceExamination(machine),
            LockExamination(machine), TerminalExamination(machine),
            ChannelExamination(machine), JournalExamination(machine),
            LedgerExamination(machine), ZoneExamination(machine), ClockExamination(machine),
        ]
    }

    private func print(_ findings: [Finding]) {
        Output.table(
            findings.flatMap { finding in
                [[finding.verdict.rawValue, finding.subject, finding.words]]
                    + (finding.remedy.map { [["", "", "  " + $0]] } ?? [])
            })
    }
}
