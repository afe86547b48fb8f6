/// A channel that runs a program, as the file describes it.
package struct CommandChannel: Hashable, Sendable {
    /// What a program may be told of.
    package enum Event: String, CaseIterable, Sendable {
        case ring
        case headsUp = "heads-up"
        case nudge
        /// The line that the time which a ritual lasts is over.
        case end
        /// A ritual has unplugged; heard whether the ritual names the channel or not.
        case unplug
        /// No ritual is unplugged any more; likewise.
        case replug
        case answer
    }

    package let name: ChannelName
    /// A name that is looked up, or a path that begins with `/` or `~/`.
    package let program: String
    package let arguments: [CommandText]
    /// What the program reads on its standard input; nil: nothing.
    package let input: CommandText?
    package let events: Set<Event>
    /// How long the program may take.
    package let timeout: Duration
    /// Whether it is given the words of private rituals.
    package let showsPrivate: Bool

    package static let usualTimeout: Duration = .seconds(10)

    package init(
        name: ChannelName, program: String, arguments: [CommandText] = [], input: CommandText? = nil,
        events: Set<Event> = [.ring], timeout: Duration = CommandChannel.usualTimeout,
        showsPrivate: Bool = false
    ) {
        self.name = name
        self.program = program
        self.arguments = arguments
        self.input = input
        self.events = events
        self.timeout = timeout
        self.showsPrivate = showsPrivate
    }

    /// Whether it follows what is unplugged.
    package var hearsUnplugging: Bool { events.contains(.unplug) || events.contains(.replug) }
}
