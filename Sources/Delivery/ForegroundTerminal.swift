import Glibc
import Rituals

/// The terminal that the program itself was started in: lines on standard output.
@MainActor
package final class ForegroundTerminal: Channel {
    package init() {}

    package func deliver(_ announcement: Announcement, reply: @escaping @MainActor (DeliveryResult) -> Void) {
        let line = TerminalLine.text(of: announcement) + "\n"
        let written = write(STDOUT_FILENO, line, line.utf8.count)
        reply(written == line.utf8.count ? .taken(nil) : .refused("standard output cannot be written"))
    }
}
