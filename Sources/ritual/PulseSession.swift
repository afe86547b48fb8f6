import ArgumentParser
import CivilTime
import Ledger
import Rituals
import Systemd

/// Asks the pulse, and has the daemon keep it.
enum PulseSession {
    /// `isOffered`: it follows a Done, and leaving it is no matter.
    static func run(_ daemon: DaemonClient, isSecond: Bool, isOffered: Bool = false) throws {
        let answers: PulseInterview.Answers
        do {
            answers = try PulseInterview().answers(isSecond: isSecond)
        } catch is PulseInterview.Interrupted {
            Output.complain("Stopped; nothing is kept.")
            // As of a program that the signal itself has ended.
            throw ExitCode(130)
        }
        guard !answers.isEmpty else {
            guard isOffered || PulseInterview.isAtTerminal else {
                throw CommandFailure(message: "nothing was answered, so nothing is kept")
            }
            return Output.line("\nNothing is kept. `ritual pulse` is there whenever you like.")
        }
        let figures = Pulse.Question.allCases.map { BusValue.byte(UInt8(answers.figures[$0] ?? 0)) }
        let said = try daemon.call("Pulse", figures + [.string(answers.note ?? "")])
        Output.line("\nKept, for you alone. `ritual pulse --show` looks back.")
        for words in said.first?.texts ?? [] { Output.line("\n\(words.harmless)") }
    }

    /// Whether this person has something of this week; where that cannot be read, not.
    static func hasThisWeek(_ ledger: Ledger?, of person: String?, _ present: Present) -> Bool {
        let week = CivilWeek(of: present.today)
        return (try? ledger?.pulses(of: person))?.contains { $0.week == week } ?? false
    }
}
