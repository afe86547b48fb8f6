import Configuration
import Glibc
import Host
import Rituals

/// The file that a couple begins with.
struct FirstFile {
    /// Empty: their names are not known yet.
    var partners: [String] = []
    var rituals: [RitualDraft]
    /// Their day of the year, as it was typed.
    var anniversary: String?
    /// What both of them enjoy.
    var funList: [String] = []

    var text: String {
        let names = partners.map { YAMLScalar.text($0, in: .flow) }.joined(separator: ", ")
        let zone = ZoneDatabase.system.local().zone.identifier
        return """
            # Your rituals. Change what you like: rituald takes each change over as soon as you save it.
            #
            #   ritual edit                            open this file; a mistake is found before it counts
            #   ritual next                            what comes next?
            #   ritual add tea weekends at 4 pm        one more
            #   ritual disable tea                     let it rest; `ritual enable tea` wakes it again
            #   ritual explain every day at 9:15 pm    what does a phrase mean?
            #
            # A line that begins with # is a note to yourselves. `man rituald.yaml` explains every key.

            # Who the two of you are.
            \(names.isEmpty ? "# partners: [Alex, Sam]" : "partners: [\(names)]")

            # Times follow this machine, wherever you take it. Without the # they stay where you say:
            # timezone: \(zone.contains("/") ? zone : "Europe/Berlin")

            # Without the #, nothing rings in these hours: what falls due in them waits until they end.
            # quiet: 22:30-07:00

            # What holds for every ritual that says nothing else.
            defaults:
              at: 09:00          # for a `when` that names no time

            # Days of the year; with its year known, an anniversary rings as "our 11th".
            \(occasions)

            \(decks)rituals:

            """ + rituals.map { "\n" + $0.lines().joined(separator: "\n") + "\n" }.joined()
    }

    private var occasions: String {
        let isKnown = anniversary != nil
        let date = YAMLScalar.text(anniversary ?? "2016-06-18", in: .block)
        let lines = [
            "occasions:", "  anniversary:", "    title: Our day", "    date: \(date)",
            "    heads-up: [2w, 3d]",
        ]
        return lines.map { isKnown ? $0 : "# \($0)" }.joined(separator: "\n")
    }

    private var decks: String {
        guard !funList.isEmpty else { return "" }
        let lines = funList.map { "    - \(YAMLScalar.text($0, in: .block))\n" }.joined()
        return
            "decks:\n  # What both of you enjoy; add to it whenever something comes to mind.\n  fun-list:\n\(lines)\n"
    }

    /// Whether something has the name already, be it a link to nowhere.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// For a file that is missing: a link of its name is to lead to one that is elsewhere now.
    static func refuseLinkToNowhere(_ path: String) throws {
        guard let target = SymbolicLink.target(of: path) else { return }
        throw CommandFailure(
            message: "\(Places.short(path).harmless) is a link to \(target.harmless), which is not there",
            hint: "put the file there, or take the link away")
    }

    /// Makes a file that only its user may read, and the folder for it; never in the place of another.
    static func create(_ path: String, _ bytes: [UInt8]) throws {
        let name = Places.short(path).harmless
        do {
            try Folder.makePrivate(path.folder)
            guard try AtomicFile.create(path, bytes) else {
                throw CommandFailure(message: "there is a \(name) already; it stays as it is")
            }
        } catch let error as SystemError {
            throw CommandFailure(message: "\(name) cannot be made: \(error.reason)")
        }
    }
}
