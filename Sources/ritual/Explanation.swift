import CivilTime
import Host
import Rituals
import Schedules

/// What a schedule is in its normal form, and when it rings next.
struct Explanation {
    struct Request {
        var phrases: [String]
        /// Whether it was given as a list, and is to be answered as one.
        var isList: Bool
        /// Nil: the machine's.
        var zone: String?
        /// RFC 3339; nil: now.
        var after: String?
        var count = Request.defaultCount

        static let defaultCount = 5
        static let counts = 1...100_000
    }

    struct Failure: Error {
        let message: String
        var hint: String?
        /// In the phrase, from 1.
        var column: Int?
        /// In the list, from 1.
        var item: Int?

        /// For a person, with the phrase and a caret under the place.
        func failure(of phrase: String) -> CommandFailure {
            let caret =
                column.map { "\n  \(phrase.harmless)\n  \(String(repeating: " ", count: $0 - 1))^" } ?? ""
            return CommandFailure(message: message + caret, hint: hint)
        }
    }

    struct Output: Encodable {
        /// A text, or a list of them for a list.
        let normal: OneOrMany
        let next: [String]
    }

    enum OneOrMany: Encodable {
        case one(String)
        case many([String])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .one(let text): try container.encode(text)
            case .many(let texts): try container.encode(texts)
            }
        }
    }

    let normal: [String]
    let next: [Due]
    let zone: Zone
    private let isList: Bool

    init(_ request: Request) throws(Failure) {
        let zone = try Explanation.zone(request.zone)
        var instant = SystemClock.now()
        if let after = request.after {
            guard let stamp = Timestamp(parsing: after) else {
                throw Failure(
                    message: "`\(after.harmless)` is no time of RFC 3339", hint: "as in 2026-03-28T12:00:00Z")
            }
            instant = stamp.instant
        }
        let schedule: Schedule
        do {
            schedule = try Schedule(parsing: request.phrases)
        } catch {
            throw Failure(
                message: error.error.message.harmless, hint: error.error.hint?.harmless,
                column: error.error.column,
                item: request.isList ? error.index + 1 : nil)
        }
        self.init(of: schedule, in: zone, after: instant, count: request.count, isList: request.isList)
    }

    /// What a schedule means that has been read already.
    init(of schedule: Schedule, in zone: Zone, after instant: Instant, count: Int, isList: Bool = false) {
        self.zone = zone
        self.isList = isList
        normal = schedule.normalForm
        var next: [Due] = []
        while next.count < count, let due = schedule.next(after: next.last?.instant ?? instant, in: zone) {
            next.append(due)
        }
        self.next = next
    }

    var output: Output {
        Output(
            normal: isList ? .many(normal) : .one(normal.joined()),
            next: next.map { Timestamp($0.instant, in: zone).description })
    }

    private static func zone(_ name: String?) throws(Failure) -> Zone {
        let zones = ZoneDatabase.system
        guard let name else { return zones.local().zone }
        do {
            return try zones.zone(named: name)
        } catch {
            let suggestion = Suggestion.nearest(to: name, among: zones.neighbours(of: name))
            throw Failure(
                message: "there is no time zone `\(name.harmless)`",
                hint: suggestion.map { "did you mean `\($0)`?" })
        }
    }
}
