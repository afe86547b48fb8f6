import CivilTime
import Rituals
import Schedules

/// The channels that run programs, and who asks for them.
extension HouseholdReader {
    /// In seconds.
    private static let longestTimeout = 300
    private static let mostChannels = 100

    mutating func readChannels(_ node: Node) {
        guard let entries = mapping(node, "`channels`") else { return }
        for entry in entries where !isFull {
            guard channelNames.count < HouseholdReader.mostChannels else {
                return report(.tooManyChannels(limit: HouseholdReader.mostChannels), at: entry.keyMark)
            }
            // Also of one that is refused: what names it has no mistake of its own.
            channelNames.append(entry.key)
            guard ChannelName(rawValue: entry.key).isScreen == false else {
                report(.reservedChannelName(entry.key), at: entry.keyMark)
                continue
            }
            if Ritual.ID(entry.key) == nil { report(.invalidChannelName(entry.key), at: entry.keyMark) }
            readChannel(entry)
        }
    }

    private mutating func readChannel(_ entry: Node.Entry) {
        let name = ChannelName(rawValue: entry.key)
        guard !entry.value.isEmpty else { return report(.noCommand(entry.key), at: entry.keyMark) }
        guard let keys = mapping(entry.value, "`\(entry.key)`") else { return }
        var command: (program: String, arguments: [CommandText])?
        var input: CommandText?
        var events: Set<CommandChannel.Event> = [.ring]
        var timeout = CommandChannel.usualTimeout
        var showsPrivate = false
        for key in keys where check(key, keys: .channel) {
            switch key.key {
            case "command": command = readCommand(key)
            case "stdin": input = commandText(key.value, key.key)
            case "on": events = readEvents(key) ?? events
            case "timeout": timeout = readTimeout(key) ?? timeout
            case "private": showsPrivate = readWhetherShown(key) ?? showsPrivate
            default: break
            }
        }
        if !keys.contains(where: { $0.key == "command" }) {
            report(.noCommand(entry.key), at: entry.keyMark)
        }
        guard let command else { return }
        let channel = CommandChannel(
            name: name, program: command.program, arguments: command.arguments, input: input, events: events,
            timeout: timeout, showsPrivate: showsPrivate)
        channels.append(channel)
        guard !channel.hearsUnplugging else { return }
        idleChannels[name] = source.problem(.idleChannel(entry.key), at: entry.keyMark, isPrivate: false)
    }

    /// The program and its arguments, a list; a name alone stands for a program without arguments.
    private mutating func readCommand(_ entry: Node.Entry) -> (program: String, arguments: [CommandText])? {
        if case .scalar(let line) = entry.value.value, line.contains(where: \.isWhitespace) {
            report(.commandLine(line), at: entry.value.mark)
            return nil
        }
        var items = [entry.value]
        if case .sequence(let list) = entry.value.value { items = list }
        guard let first = items.first else {
            report(.emptyList(entry.key), at: entry.value.mark)
            return nil
        }
        let program = readProgram(first, entry.key)
        let arguments = items.dropFirst().compactMap { commandText($0, entry.key) }
        guard let program, arguments.count == items.count - 1 else { return nil }
        return (program, arguments)
    }

    private mutating func readProgram(_ node: Node, _ key: String) -> String? {
        guard let program = text(node, key), let read = commandText(node, key) else { return nil }
        if read.hasBlanks {
            report(.blankInProgram(program), at: node.mark)
        } else if program.includes("/"), !program.hasPrefix("/"), !program.hasPrefix("~/") {
            report(.relativeProgram(program), at: node.mark)
        } else {
            return program
        }
        return nil
    }

    /// A text with its line breaks, which mean something to a program.
    private mutating func commandText(_ node: Node, _ key: String) -> CommandText? {
        guard case .scalar(let text) = node.value else {
            report(.notAText(key), at: node.mark)
            return nil
        }
        guard !text.unicodeScalars.contains("\0") else {
            report(.nulInCommand, at: node.mark)
            return nil
        }
        do throws(CommandText.UnknownBlank) {
            return try CommandText(parsing: text)
        } catch {
            let names = CommandText.Blank.allCases.map(\.rawValue)
            report(
                .unknownBlank(error.name, suggestion: Suggestion.nearest(to: error.name, among: names)),
                at: node.mark)
            return nil
        }
    }

    private mutating func readEvents(_ entry: Node.Entry) -> Set<CommandChannel.Event>? {
        let known = CommandChannel.Event.allCases.map { ($0.rawValue, $0) }
        guard let texts = texts(entry.value, entry.key) else { return nil }
        var events: Set<CommandChannel.Event> = []
        for (text, node) in texts {
            guard let event = choice(text, at: node.mark, entry.key, among: known) else { continue }
            if !events.insert(event).inserted { report(.repeatedName(text), at: node.mark) }
        }
        return events
    }

    private mutating func readTimeout(_ entry: Node.Entry) -> Duration? {
        guard let text = text(entry.value, entry.key) else { return nil }
        let longest = HouseholdReader.longestTimeout
        if let span = try? Span(parsing: text), span.days == 0, (1...longest).contains(span.seconds) {
            return .seconds(span.seconds)
        }
        report(.invalidTimeout(text, most: longest), at: entry.value.mark)
        return nil
    }

    /// `private`: whether it hears the words of private rituals.
    private mutating func readWhetherShown(_ entry: Node.Entry) -> Bool? {
        let known = Showing.allCases.map { ($0.rawValue, $0) }
        let showing = text(entry.value, entry.key).flatMap {
            choice($0, at: entry.value.mark, entry.key, among: known)
        }
        return showing.map { $0 == .shown }
    }

    private enum Showing: String, CaseIterable {
        case hidden, shown
    }

    /// `notify`: the channels that a ritual asks for.
    mutating func readNotify(_ entry: Node.Entry) -> [ChannelName] {
        var asked: [ChannelName] = []
        for (text, node) in texts(entry.value, entry.key) ?? [] {
            guard let name = channel(text, at: node.mark, entry.key) else { continue }
            idleChannels[name] = nil
            if asked.contains(name) {
                report(.repeatedName(text), at: node.mark)
            } else {
                asked.append(name)
            }
        }
        return asked
    }

    private mutating func channel(_ text: String, at mark: Mark, _ key: String) -> ChannelName? {
        if channelNames.contains(text) { return ChannelName(rawValue: text) }
        let names = ChannelName.screens.map(\.rawValue)
        let known = (names + channelNames).map { ($0, ChannelName(rawValue: $0)) }
        return choice(text, at: mark, key, among: known)
    }
}
