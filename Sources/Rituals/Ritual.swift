import CivilTime
import Schedules

/// One thing that the couple does again and again, as the file describes it.
package struct Ritual: Hashable, Sendable {
    /// The name under which a ritual is known to the file, the journal and the commands.
    package struct ID: Hashable, Comparable, Sendable, CustomStringConvertible {
        package let description: String

        package static let longest = 64

        /// A letter, then letters, digits, `-` and `_`, up to 64 of them; nil for anything else.
        ///
        /// A letter is one in any script.
        package init?(_ text: String) {
            let scalars = text.unicodeScalars
            guard let first = scalars.first, first.properties.isAlphabetic, scalars.count <= ID.longest else {
                return nil
            }
            let plain = scalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || scalar.properties.canonicalCombiningClass != .notReordered
                    || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
            }
            guard plain else { return nil }
            description = text
        }

        /// Whether the program keeps this name for itself: `insight`, and `once-1` and its like for one-offs.
        package var isReserved: Bool {
            guard description != "insight" else { return true }
            let parts = description.split(separator: "-", omittingEmptySubsequences: false)
            return parts.count == 2 && parts[0] == "once" && !parts[1].isEmpty
                && parts[1].allSatisfy(\.isNumber)
        }

        /// The name of the one-off with this number.
        package init(oneOff number: Int) {
            description = "once-\(number)"
        }

        /// Whether it is that of a one-off, which a person has asked for by a command.
        package var isOneOff: Bool { isReserved && description != "insight" }

        /// `Morning coffee` from `morning-coffee`: the title of a ritual that has none.
        package var title: String {
            let words = description.split { $0 == "-" || $0 == "_" }.joined(separator: " ")
            return words.prefix(1).uppercased() + words.dropFirst()
        }

        package static func < (one: ID, other: ID) -> Bool { one.description < other.description }
    }

    /// How pressing the desktop should take it; the numbers are the Desktop Notifications Specification's.
    package enum Urgency: UInt8, CaseIterable, Sendable {
        case low, normal, critical

        package var name: String { String(describing: self) }
    }

    /// What becomes of an occurrence that could not ring within its grace.
    package enum Missed: String, CaseIterable, Sendable {
        /// It is only recorded.
        case silent
        /// The next digest names it.
        case digest
    }

    package let id: ID
    package var title: String
    /// A line of its own under the title.
    package var say: String?
    /// The words to use, in place of `say`, where it rings more than ten minutes late.
    package var late: String?
    package var schedule: Schedule
    /// Nil: the machine's zone, wherever it travels.
    package var zone: Zone?
    package var isEnabled: Bool
    /// Whether only its id may be seen outside its own bubble.
    package var isPrivate: Bool
    package var urgency: Urgency
    /// A name from the freedesktop icon theme; nil: as the announcement has it.
    package var icon: String?
    /// A name from the freedesktop sound theme; nil: as the announcement has it.
    package var sound: String?
    package var channels: [ChannelName]
    /// How long after its time it still rings, the last moment included.
    package var grace: Span
    package var missed: Missed
    /// What Later means, the button's first; never empty.
    package var snooze: [Span]
    /// Whether it rings with buttons and is counted.
    package var wantsAnswer: Bool
    /// How long it lasts, from its last ring.
    package var duration: Span?
    /// Whether a line says that the time it lasts is over.
    package var notesEnd: Bool
    package var nudge: Nudge?
    /// How long before its time it is told of, the longest first.
    package var headsUps: [Span]
    /// Within quiet hours.
    package var quiet: Holding
    /// While the screen is locked.
    package var locked: Holding
    /// Whether others wait while it lasts.
    package var unplugs: Bool
    package var enough: Enough?
    /// Whether the four questions of the pulse follow it.
    package var asksPulse: Bool
    /// The partner on whose machine alone it exists; nil: on both.
    package var who: String?
    /// The names that it had before.
    package var formerIDs: [ID]
    /// What to talk about, drawn from one after the other.
    package var prompts: [Deck]
    /// Whose turn it is, one after the other.
    package var turns: [String]
    /// `starting`, or an occasion's date: since when its years and days are counted.
    package var since: CivilDate?
    /// Where the sun sets, for what it says of that.
    package var place: Place?
    /// Nil: it is no date of the year.
    package var occasion: Occasion?

    package static let usualGrace = Span(seconds: 3600)

    /// How long after its time a ritual rings that says nothing of that: what lasts is worth coming late to.
    package static func usualGrace(lasting duration: Span?) -> Span {
        guard let duration else { return usualGrace }
        let least = Span(seconds: 1800)
        return duration.days > 0 || duration.seconds > least.seconds ? duration : least
    }
    package static let usualSnooze = Span(seconds: 600)

    package init(
        id: ID, title: String? = nil, say: String? = nil, late: String? = nil, schedule: Schedule,
        zone: Zone? = nil, isEnabled: Bool = true, isPrivate: Bool = false, urgency: Urgency = .normal,
        icon: String? = nil, sound: String? = nil, channels: [ChannelName] = [.desktop],
        grace: Span? = nil, missed: Missed = .silent, snooze: [Span] = [Ritual.usualSnooze],
        wantsAnswer: Bool = true, duration: Span? = nil, notesEnd: Bool = false, nudge: Nudge? = nil,
        headsUps: [Span] = [], quiet: Holding = .hold, locked: Holding = .hold, unplugs: Bool = false,
        enough: Enough? = nil, asksPulse: Bool = false, who: String? = nil, formerIDs: [ID] = [],
        prompts: [Deck] = [], turns: [String] = [], since: CivilDate? = nil, place: Place? = nil,
        occasion: Occasion? = nil
    ) {
        self.id = id
        self.title = title ?? id.title
        self.say = say
        self.late = late
        self.schedule = schedule
        self.zone = zone
        self.isEnabled = isEnabled
        self.isPrivate = isPrivate
        self.urgency = urgency
        self.icon = icon
        self.sound = sound
        self.channels = channels
        self.grace = grace ?? Ritual.usualGrace(lasting: duration)
        self.missed = missed
        self.snooze = snooze
        self.wantsAnswer = wantsAnswer
        self.duration = duration
        self.notesEnd = notesEnd
        self.nudge = nudge
        self.headsUps = headsUps
        self.quiet = quiet
        self.locked = locked
        self.unplugs = unplugs
        self.enough = enough
        self.asksPulse = asksPulse
        self.who = who
        self.formerIDs = formerIDs
        self.prompts = prompts
        self.turns = turns
        self.since = since
        self.place = place
        self.occasion = occasion
    }

    /// The title where others may read along, as in a terminal or in the service's status.
    package var publicTitle: String { isPrivate ? Announcement.privateTitle : title }
}
