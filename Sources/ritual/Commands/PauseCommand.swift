import ArgumentParser
import CivilTime
import Rituals
import Schedules
import Systemd

struct PauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Be silent for a while.",
        discussion: """
            What falls into the pause is left out and not caught up; what is open stays open, and its bubble comes back \
            afterwards. Alone it lasts until `ritual resume`. Examples: ritual pause 2h, ritual pause tomorrow 18:00, \
            ritual pause 2w
            """)

    @Argument(
        help: ArgumentHelp(
            "How long, or until when: 18:00, tomorrow 18:00, friday 18:00, 2026-12-24 18:00.",
            valueName: "SPAN or TIME"))
    var words: [String] = []

    // Known, and refused by name until a later version.
    @Option(help: .hidden) var but: String?
    @Flag(help: .hidden) var toggle = false

    func validate() throws {
        for (name, isGiven) in [("--but", but != nil), ("--toggle", toggle)] where isGiven {
            throw ValidationError("\(name) cannot be used yet in this version")
        }
    }

    func run() throws {
        let present = Present()
        let until = words.isEmpty ? nil : try end(words.joined(separator: " "), present)
        _ = try DaemonClient().call("Pause", .int64(until.map { Int64($0.seconds) } ?? 0))
        Output.line(
            until.map { "Paused until \(present.moment($0)). `ritual resume` ends it before." }
                ?? "Paused until `ritual resume`.")
    }

    private func end(_ text: String, _ present: Present) throws -> Instant {
        if let span = try? Span(parsing: text) {
            guard span != Span() else { throw CommandFailure(message: "a pause needs some length") }
            return present.zone.instant(span, after: present.now)
        }
        do {
            guard let due = try NamedMoment.due(parsing: text, after: present.now, in: present.zone) else {
                throw CommandFailure(message: "`\(text.harmless)` is past")
            }
            return due.instant
        } catch let error as PhraseError {
            let isRitual = words.allSatisfy { Ritual.ID($0) != nil }
            throw CommandFailure(
                message: "`\(text.harmless)` is neither a span nor a time",
                hint: isRitual
                    ? "as in `ritual pause 2h`; single rituals cannot be paused yet in this version"
                    : error.hint ?? "as in `ritual pause 2h` or `ritual pause tomorrow 18:00`")
        }
    }
}
