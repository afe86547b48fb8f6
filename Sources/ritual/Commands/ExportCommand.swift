import ArgumentParser
import CivilTime
import Glibc
import Host
import Rituals

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what comes as a calendar, for a phone.",
        discussion: """
            Each ring to come is an event with an alarm, and what its bubble will say. What will not ring is not in it, nor is \
            what is private without --private. Read again, it takes the place of the older one. \
            Example: ritual export ics --for Sam --out ~/Sync/sam.ics
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        /// iCalendar, RFC 5545.
        case ics
    }

    @Argument(help: "The format.")
    var format: Format

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "As this partner has it, instead of the one whose machine this is.", valueName: "NAME"))
    var partner: String?

    @Option(help: "How many days ahead.")
    var days = 60

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("Write to FILE instead of standard output.", valueName: "FILE"))
    var out: String?

    @Flag(name: .customLong("private"), help: "Take in what is private.")
    var showsPrivate = false

    @OptionGroup var file: FileOptions
    @OptionGroup var state: StateOptions

    private static let mostEvents = 20_000

    func validate() throws {
        guard (1...366).contains(days) else { throw ValidationError("--days takes a number from 1 to 366") }
    }

    func run() throws {
        let present = Present()
        let end = present.zone.instant(Span(days: days), after: present.now)
        let events = try events(until: end, present)
        var text = CalendarText()
        text.add("BEGIN", "VCALENDAR")
        text.add("VERSION", "2.0")
        text.add("PRODID", "-//rituald//ritual \(Version.current)//EN")
        text.add("X-WR-CALNAME", "Rituals")
        text.add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
        text.add("X-PUBLISHED-TTL", "PT1H")
        for event in events { event.write(to: &text, at: present.now) }
        if events.isEmpty {
            text.addZone()
            Output.complain("Nothing is scheduled in these \(days) days, so the calendar is empty.")
        }
        text.add("END", "VCALENDAR")
        guard let out else { return Output.bytes(text.bytes) }
        try ExportCommand.write(text.bytes, to: out)
        let last = Wording.date(present.zone.civil(at: end).date, thisYear: present.today.year)
        Output.line("\(Places.short(out).harmless): \(Wording.count(events.count, "event")), until \(last).")
    }

    private func events(until end: Instant, _ present: Present) throws -> [CalendarEvent] {
        let known = try known(present)
        let coming = Prospect.coming(ExportCommand.mostEvents + 1, until: end, of: known, present)
        guard coming.count <= ExportCommand.mostEvents else {
            throw CommandFailure(
                message: "there are more than \(ExportCommand.mostEvents) events in \(days) days",
                hint: "take fewer `--days`")
        }
        return coming.compactMap { CalendarEvent($0, of: known.household, zone: present.zone) }
            .filter { !$0.ritual.isPrivate || showsPrivate }
    }

    /// The reminders of this machine are for whoever asked for them.
    private func known(_ present: Present) throws -> Known {
        let own = try file.household()
        guard let partner, partner != own.me else { return try Known(own, state, present) }
        return try Known(file.household(asSeenBy: partner), state, present, withReminders: false)
    }

    /// Whole or not at all; who may read a file that is there stays as it is.
    private static func write(_ bytes: [UInt8], to path: String) throws {
        let name = Places.short(path).harmless
        try FirstFile.refuseLinkToNowhere(path)
        do throws(SystemError) {
            if !FirstFile.isThere(path), try AtomicFile.create(path, bytes) { return }
            guard isFile(path) else { throw SystemError("open", path, code: ENODEV) }
            try AtomicFile.replace(path, bytes)
        } catch {
            let reason = error.code == ENODEV ? "it is no ordinary file" : error.reason
            throw CommandFailure(message: "\(name) cannot be written: \(reason)")
        }
    }

    /// A device or a folder would be replaced as well.
    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
