import ArgumentParser
import Glibc
import Host
import Rituals

/// Where a page goes.
struct PageOptions: ParsableArguments {
    @Option(
        name: .customLong("out"),
        help: ArgumentHelp(
            "Write the page to FILE; - is standard output. Without it, a terminal is told the name of a new file, "
                + "and anything else gets the page.", valueName: "FILE"))
    var path: String?

    /// Writes a page, whole or not at all, and never over a file that is there; `name` is that of the file where no
    /// other is asked for.
    func deliver(_ page: Page, as name: String) throws {
        if path == "-" || (path == nil && isatty(STDOUT_FILENO) == 0) {
            return print(page.html, terminator: "")
        }
        let path = path ?? name
        let shown = Places.short(path).harmless
        let isNew: Bool
        do {
            isNew = try AtomicFile.create(path, Array(page.html.utf8))
        } catch {
            throw CommandFailure(message: "\(shown): \(error)")
        }
        guard isNew else {
            throw CommandFailure(
                message: "\(shown) is there already; it stays as it is",
                hint: "`--out` gives the page another name")
        }
        Output.line("\(shown) is written. A browser shows it, and prints it.")
    }
}
