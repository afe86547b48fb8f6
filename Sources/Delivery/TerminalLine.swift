import CivilTime
import Rituals

/// An announcement as one line of text for a terminal, where others may read along.
package enum TerminalLine {
    package static func text(of announcement: Announcement) -> String {
        let date = Wording.date(announcement.civil.date, thisYear: announcement.civil.date.year)
        let words =
            announcement.isPrivate ? privateWords(announcement) : [announcement.title] + announcement.lines
        let text = words.map { $0.harmless.clipped(to: 500) }.joined(separator: " · ")
        let answer = announcement.typedAnswer.map { "  (\($0))" } ?? ""
        return "\(date) \(announcement.civil.time)  \(text)\(answer)"
    }

    /// Its name in the file says to those who know it which one it is, and what to answer.
    private static func privateWords(_ announcement: Announcement) -> [String] {
        ["A private ritual"] + (announcement.kind.ritual.map { [$0.description] } ?? [])
    }
}
