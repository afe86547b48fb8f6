import CivilTime
import Host
import Rituals
import Schedules

/// Something in the files that keeps them from being used, or a warning about them.
package struct Problem: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        // The file as such
        case unreadable(BoundedFile.Failure)
        case fatal
        case notUTF8
        case controlCharacter(UInt32)
        case syntax(String)
        case tooDeep(limit: Int)
        case tooManyProblems(limit: Int)
        case aliasesGrow
        case unknownAlias(String)
        case aliasInItself(String)
        case secondDocument
        case tag(String)
        case duplicateKey(String, first: String)
        // Its shape
        case notAMapping(String)
        case notAList(String)
        case notAText(String)
        case noValue(String)
        case unknownKey(String, suggestion: String?)
        case misplacedKey(String, hint: String)
        case unavailableKey(String)
        case mergeKey
        case tooManyRituals(limit: Int)
        // Its values
        case phrase(PhraseError)
        case noSchedule(String)
        case invalidID(String)
        case reservedID(String)
        case notTrueOrFalse(key: String, value: String)
        case unknownValue(key: String, value: String, known: [String], suggestion: String?)
        case invalidThemeName(key: String, value: String)
        case unknownPlaceholder(String)
        case needsStarting(String)
        case needsPlace
        case noDate(String)
        case invalidDeckName(String)
        case noShippedDeck(String, known: [String])
        case noDeck(String, suggestion: String?)
        case mixedPrompts(String)
        case repeatedLine
        case unusualDeck
        case unknownZone(String, suggestion: String?)
        case unusableZone(String)
        case invalidTime(String)
        case invalidSpan(key: String, value: String)
        case notADate(key: String, value: String)
        case dateWithTime(key: String, value: String)
        case untilBefore(String, String)
        case notDegrees(key: String, value: String, range: Int)
        case halfAPlace
        case emptyList(String)
        case repeatedName(String)
        case notAPartner(String, partners: [String])
        case noPartners
        case notARange(key: String, value: String)
        case emptyRange(String)
        case alwaysQuiet
        case notANudge(String, most: Int)
        case notEnough(String)
        case needsFor(String)
        case needsAnswer(String)
        case stillARitual(String)
        case claimedTwice(String, first: String)
        case invalidChannelName(String)
        case reservedChannelName(String)
        case tooManyChannels(limit: Int)
        case noCommand(String)
        case commandLine(String)
        case blankInProgram(String)
        case relativeProgram(String)
        case nulInCommand
        case unknownBlank(String, suggestion: String?)
        case invalidTimeout(String, most: Int)
        // Warnings
        case tooLong(String, most: Int)
        case idleChannel(String)
        case conflictCopy
        case otherEnding
        case nobody
        case nobodysTurn
        case nearPartner(String, suggestion: String)
    }

    /// No person reads more than so many of one file; past it, a hostile file would only cost time and
    /// memory.
    static let most = 1000

    /// The file as people know it, with `~` for the home folder.
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int
    package let kind: Kind
    /// The text of that line; nil where the file could not be read so far.
    package let sourceLine: String?
    /// Whether it is about a private ritual: then its words do not go to the journal.
    package let isPrivate: Bool

    package init(
        file: String, line: Int, column: Int, kind: Kind, sourceLine: String? = nil, isPrivate: Bool = false
    ) {
        // A synced folder may bring any name.
        self.file = file.harmless
        self.line = line
        self.column = column
        self.kind = kind
        self.sourceLine = sourceLine
        self.isPrivate = isPrivate
    }

    /// As in `rituals.yaml:12:5`.
    package var place: String { "\(file):\(line):\(column)" }
    package var message: String { words.message.harmless }
    package var hint: String? { words.hint?.harmless }

    /// The message where others may read along: without any word of a private ritual.
    package var publicMessage: String {
        // Found before it is known whose they are.
        switch kind {
        case .duplicateKey: return "a key stands twice"
        case .unknownAlias, .aliasInItself: return "an alias stands for nothing that it could"
        case .tag: return "a tag has no use here"
        default: return isPrivate ? "something is wrong with a private ritual here" : message
        }
    }
}

extension Problem: CustomStringConvertible {
    /// The place and the words, the line with a caret under it, and the hint.
    package var description: String {
        var text = "\(place): \(message)"
        if let sourceLine {
            let (line, caret) = Problem.excerpt(of: sourceLine, around: column)
            if !line.isEmpty { text += "\n    \(line)\n    \(caret)" }
        }
        if let hint { text += "\n  hint: \(hint)" }
        return text
    }

    /// The part of a line around a column that fits a terminal, and a caret under the column.
    private static func excerpt(of line: String, around column: Int) -> (line: String, caret: String) {
        let scalars = Array(line.unicodeScalars)
        let start = column <= 90 ? 0 : min(column - 60, scalars.count)
        let end = min(start + 100, scalars.count)
        func text(_ range: Range<Int>) -> String {
            String(String.UnicodeScalarView(scalars[range])).harmless
        }
        let shown = (start > 0 ? "…" : "") + text(start..<end) + (end < scalars.count ? "…" : "")
        let before = (start > 0 ? "…" : "") + text(start..<max(start, min(column - 1, end)))
        return (shown, String(repeating: " ", count: before.unicodeScalars.count) + "^")
    }
}
