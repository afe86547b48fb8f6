import Rituals
import Systemd

/// An announcement laid out for one notification server (Desktop Notifications Specification 1.2).
struct Bubble: Hashable, Sendable {
    let summary: String
    let body: String
    let icon: String
    /// A key and a label for each button.
    let actions: [String]
    let hints: BusValue

    /// `capabilities` are what the server says it can do; `drawsButtons`: it is known to show them, else a
    /// last line tells what to type.
    init(_ announcement: Announcement, capabilities: Set<String>, drawsButtons: Bool = false) {
        let title = announcement.title.harmless.clipped(to: 200)
        var lines = announcement.lines.map { $0.harmless.clipped(to: Announcement.longestLine) }
        if let answer = announcement.typedAnswer, !drawsButtons { lines.append(answer) }
        actions =
            capabilities.contains("actions") ? announcement.actions.flatMap { [$0.key, $0.label] } : []
        if capabilities.contains("body") {
            summary = title
            let text = lines.joined(separator: "\n")
            body = capabilities.contains("body-markup") ? Bubble.escaped(text) : text
        } else {
            summary = ([title] + lines).joined(separator: " – ")
            body = ""
        }
        icon = announcement.icon
        var hints: [(String, BusValue)] = [
            ("urgency", .byte(announcement.urgency.rawValue)),
            ("category", .string(Bubble.category)),
            ("desktop-entry", .string(Bubble.desktopEntry)),
        ]
        if let sound = announcement.sound, capabilities.contains("sound") {
            hints.append(("sound-name", .string(sound)))
        }
        if announcement.sound == nil { hints.append(("suppress-sound", .boolean(true))) }
        self.hints = .array(of: "{sv}", hints.map { .dictionaryEntry(.string($0.0), .variant($0.1)) })
    }

    static let applicationName = "rituald"
    /// The specification knows no class for reminders; those of one's own begin with `x-`.
    static let category = "x-rituald.reminder"
    /// The name of rituald.desktop, by which a desktop keeps its settings for the program.
    static let desktopEntry = "rituald"

    /// The five characters that have a meaning in the specification's markup.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
