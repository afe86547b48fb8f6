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
            afterwards. Alone it lasts until `ritual resume`. With names only those rituals are paused, with --but all others. \
            A pause of all and a ritual's own run side by side. Examples: ritual pause 2h, ritual pause tomorrow 18:00, \
            ritual pause 2w memories, ritual pause 6w --but morning-coffee
            """)

    @Argument(
        help: ArgumentHelp(
            "How long, or until when: 18:00, tomorrow 18:00, friday 18:00, 2026-12-24 18:00; and which rituals.",
            valueName: "SPAN or TIME] [RITUAL"))
    var words: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Let these ring, and pause all others.", valueName: "RITUAL"))
    var but: [String] = []

    @Flag(help: "End the pause where there is one.")
    var toggle = false

    func run() throws {
        let present = Present()
        let (until, rituals) = try read(present)
        guard rituals.isEmpty || but.isEmpty else {
            throw CommandFailure(
                message: "either name the rituals that rest, or with --but those that go on")
        }
        let daemon = try DaemonClient()
        if toggle, try isPaused(rituals) {
            let wasPaused = try daemon.call("Resume", .texts(rituals)).first == .boolean(true)
            return ResumeCommand.tell(wasPaused: wasPaused, rituals)
        }
        _ = try daemon.call(
            "Pause", .int64(until.map { Int64($0.seconds) } ?? 0), .texts(rituals), .texts(but))
        let name = (rituals.isEmpty ? but : rituals).map(\.harmless).joined(separator: ", ")
        let what = rituals.isEmpty ? but.isEmpty ? "Paused" : "All but \(name) paused" : "\(name) paused"
        let resume = "`ritual resume\(rituals.isEmpty ? "" : " " + rituals.joined(separator: " ").harmless)`"
        Output.line(
            until.map { "\(what) until \(present.moment($0)). \(resume) ends it before." }
                ?? "\(what) until \(resume).")
    }

    /// Whether something of what is to be paused is.
    private func isPaused(_ rituals: [String]) throws -> Bool {
        let pauses = try Status.ofDaemon()?.pauses ?? []
        let ids = rituals.compactMap(Ritual.ID.init)
        return ids.isEmpty
            ? pauses.contains { $0.scope.isWide }
            : ids.contains { id in pauses.contains { $0.scope.covers(id) } }
    }

    /// The longest beginning that is a span or a time, and the names behind it.
    private func read(_ present: Present) throws -> (until: Instant?, rituals: [String]) {
        // A ritual may have the name of a day: one that the file has is meant as the ritual.
        guard !(words + but).contains(where: \.isEmpty) else {
            throw CommandFailure(message: "a name, a span or a time is empty")
        }
        let known = (try? FileOptions.parse([]).household())?.rituals.map(\.id.description) ?? []
        if words.allSatisfy(known.contains) { return (nil, words) }
        for count in stride(from: words.count, through: 1, by: -1) {
            let names = Array(words.dropFirst(count))
            guard names.allSatisfy({ Ritual.ID($0) != nil }),
                let until = try end(words.prefix(count).joined(separator: " "), present)
            else { continue }
            return (until, names)
        }
        // As in `pause tea 2h`.
        for count in stride(from: words.count - 1, through: 1, by: -1) {
            let names = Array(words.dropLast(count))
            guard names.allSatisfy(known.contains),
                let until = try end(words.suffix(count).joined(separator: " "), present)
            else { continue }
            return (until, names)
        }
        guard words.allSatisfy({ Ritual.ID($0) != nil }) else { throw failure }
        return (nil, words)
    }

    /// Nil where it is neither a span nor a time.
    private func end(_ text: String, _ present: Present) throws -> Instant? {
        var text = text
        for word in ["for ", "until "] where text.lowercased().hasPrefix(word) {
            text = String(text.dropFirst(word.count))
        }
        if let span = try? Span(parsing: text) {
            guard span != Span() else { throw CommandFailure(message: "a pause needs some length") }
            return present.zone.instant(span, after: present.now)
        }
        do {
            guard let due = try NamedMoment.due(parsing: text, after: present.now, in: present.zone) else {
                throw CommandFailure(message: "`\(text.harmless)` is past")
            }
            return due.instant
        } catch is PhraseError {
            return nil
        }
    }

    private var failure: CommandFailure {
        CommandFailure(
            message: "`\(words.joined(separator: " ").harmless)` is neither a span nor a time",
            hint: "as in `ritual pause 2h`, `ritual pause tomorrow 18:00` or `ritual pause 2w memories`")
    }
}
