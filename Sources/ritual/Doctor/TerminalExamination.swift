import Delivery

/// Whether a ring that no desktop takes could be a line in a terminal.
struct TerminalExamination: Examination {
    /// How many terminals of the user's are open, and how many of these others may write a line to.
    let open: Int
    let takingLines: Int

    private static let subject = "terminal"

    var findings: [Finding] {
        if open == 0 {
            return [Finding(Self.subject, .ok, "none of yours is open; rings would wait for one")]
        }
        guard takingLines > 0 else {
            return [
                Finding(
                    Self.subject, .warn,
                    "none of yours lets a ring be written to it, as this lets the one it is typed in",
                    remedy: "mesg y")
            ]
        }
        let which = takingLines == open ? "" : " in \(takingLines) of your \(open)"
        return [
            Finding(Self.subject, .ok, "a ring that no desktop takes can be a line at your prompt\(which)")
        ]
    }
}

extension TerminalExamination {
    init(_ machine: Machine) {
        let terminals = TerminalSearch(user: machine.user).ownTerminals()
        self.init(open: terminals.count, takingLines: terminals.filter(\.takesLines).count)
    }
}
