import Glibc
import Rituals

/// One line and a bell on a terminal of the user's that waits at a shell's prompt: never into an editor, a
/// pager or a running build.
@MainActor
package final class UserTerminal: Channel {
    private let search: TerminalSearch

    package init(search: TerminalSearch = TerminalSearch()) {
        self.search = search
    }

    package func deliver(_ announcement: Announcement, reply: @escaping @MainActor (DeliveryResult) -> Void) {
        guard let path = search.terminalAtPrompt() else {
            return reply(.refused("no terminal of the user's waits at a prompt"))
        }
        let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return reply(.refused("the terminal cannot be opened")) }
        defer { close(descriptor) }
        // A line of its own above the prompt, wherever the cursor is.
        let line = "\r\n\u{07}\(TerminalLine.text(of: announcement))\r\n"
        let written = write(descriptor, line, line.utf8.count)
        reply(written == line.utf8.count ? .taken(nil) : .refused("the terminal does not take the line"))
    }
}
