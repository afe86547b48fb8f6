import Glibc
import Host

/// Finds the terminal at which the user is most likely to be, among those that may be written to.
package struct TerminalSearch: Sendable {
    private let terminals: String
    private let processes: String
    private let user: uid_t

    /// An editor that a terminal was started with leads its session as well: only these are prompts.
    private static let shells: Set<String> = [
        "bash", "dash", "elvish", "fish", "ksh", "mksh", "nu", "pwsh", "sh", "tcsh", "xonsh", "zsh",
    ]
    /// `terminals` is the folder of pseudo-terminals, `processes` that of proc(5).
    package init(terminals: String = "/dev/pts", processes: String = "/proc", user: uid_t = getuid()) {
        self.terminals = terminals
        self.processes = processes
        self.user = user
    }

    /// A pseudo-terminal of the user's.
    package struct Terminal: Hashable, Sendable {
        package let path: String
        let device: UInt
        let readAt: Int
        /// Whether it is writable for its group (mesg(1)).
        package let takesLines: Bool
    }

    /// All pseudo-terminals of the user's.
    package func ownTerminals() -> [Terminal] {
        (Folder.entries(of: terminals) ?? []).compactMap { name in
            let path = terminals + "/" + name
            var status = stat()
            guard Int(name) != nil, lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFCHR,
                status.st_uid == user
            else { return nil }
            return Terminal(
                path: path, device: UInt(status.st_rdev), readAt: status.st_atim.tv_sec,
                takesLines: status.st_mode & S_IWGRP != 0)
        }
    }

    /// The path of the user's own terminal that was read from last, is writable for its group (`mesg y`), and
    /// whose foreground process is its session's leader and a shell; nil where there is none.
    package func terminalAtPrompt() -> String? {
        let own = ownTerminals().filter(\.takesLines)
        guard !own.isEmpty else { return nil }
        let atPrompt = devicesAtPrompt()
        return own.filter { atPrompt.contains($0.device) }.max { $0.readAt < $1.readAt }?.path
    }

    /// The devices whose foreground process group is that of their session's leader.
    private func devicesAtPrompt() -> Set<UInt> {
        var devices: Set<UInt> = []
        for name in Folder.entries(of: processes) ?? [] {
            guard let process = Int(name), let fields = statFields(of: process) else { continue }
            // proc_pid_stat(5): comm, then state, ppid, pgrp, session, tty_nr, tpgid.
            guard fields.numbers.count > 4, fields.numbers[2] == process, fields.numbers[4] == process else {
                continue
            }
            if TerminalSearch.shells.contains(fields.command) {
                devices.insert(TerminalSearch.device(ofNumber: fields.numbers[3]))
            }
        }
        return devices
    }

    private func statFields(of process: Int) -> (command: String, numbers: [Int])? {
        guard let text = try? BoundedFile.read("\(processes)/\(process)/stat", limit: 4096) else {
            return nil
        }
        // The name stands in parentheses and may hold any character, so it ends at the last one.
        guard let open = text.firstIndex(of: UInt8(ascii: "(")),
            let close = text.lastIndex(of: UInt8(ascii: ")")), open < close
        else { return nil }
        let command = String(decoding: text[(open + 1)..<close], as: UTF8.self)
        let rest = String(decoding: text[(close + 1)...], as: UTF8.self).split(separator: " ")
        return (command, rest.dropFirst().prefix(8).compactMap { Int($0) })
    }

    /// `tty_nr` packs the device's numbers as the kernel's old layout has it: minor in bits 31-20 and 7-0,
    /// major in 15-8.
    private static func device(ofNumber number: Int) -> UInt {
        let bits = UInt(bitPattern: number)
        let (major, minor) = (bits >> 8 & 0xFFF, bits & 0xFF | bits >> 12 & 0xFFF00)
        return minor & 0xFF | (major & 0xFFF) << 8 | (minor & ~0xFF) << 12
    }
}
