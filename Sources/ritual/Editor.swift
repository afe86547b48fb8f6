import Host

/// The editor that a person likes: `$VISUAL`, else `$EDITOR`, else vi.
struct Editor {
    /// As the shell reads it: a name, and options where it has any.
    let command: String

    static var preferred: Editor {
        Editor(command: Environment.value("VISUAL") ?? Environment.value("EDITOR") ?? "vi")
    }

    /// Those that begin at a line when they are told `+12`.
    private static let jumping: Set<String> = [
        "vi", "vim", "nvim", "view", "gvim", "vis", "nvi", "elvis", "nano", "pico", "emacs", "emacsclient",
        "mg", "jmacs",
        "joe", "jed", "ne", "micro", "kak", "hx", "helix",
    ]

    /// Whether it is one command: then the shell makes room for it, and does not end of a Ctrl-C that the editor
    /// takes for itself.
    private var replacesShell: Bool {
        !command.contains { ";&|(){}\n".contains($0) }
            && !command.prefix { $0 != " " }.contains("=")
    }

    /// Edits a file, and returns with the editor's exit status.
    func open(_ path: String, atLine line: Int?) throws(SystemError) -> Int32 {
        let program = command.split(separator: " ").first.map { String($0).fileName } ?? ""
        let jump = line.flatMap { Editor.jumping.contains(program) ? "+\($0)" : nil }
        // As git has it: the shell takes the command apart, and leaves the file's name alone.
        return try Program.runEditor(
            ["/bin/sh", "-c", "\(replacesShell ? "exec " : "")\(command) \"$@\"", command]
                + [jump, path].compactMap(\.self))
    }
}
