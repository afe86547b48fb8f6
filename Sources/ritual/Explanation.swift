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
        var starting: String?
        var from: String?
        var until: String?
        var except: [String] = []
        var place: Place?
        /// The ritual for which the minutes of `sometime` are drawn.
        var id = ""
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

        init(_ error: PhraseError, item: Int? = nil) {
            message = error.message.harmless
            hint = error.hint?.harmless
            column = error.column
            self.item = item
        }

        init(message: String, hint: String? = nil, column: Int? = nil) {
            self.message = message
            self.hint = hint
            self.column = column
        }

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
    /// Whether the times are drawn for one ritual.
    var isDrawn: Bool { normal.contains { $0.includes("sometime") } }
    private let isList: Bool
    private let schedule: Schedule

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
        let terms = try Explanation.terms(of: request)
        do {
            schedule = try Schedule(
                parsing: request.phrases, terms: terms, today: zone.civil(at: instant).date)
        } catch {
            throw Failure(error.error, item: request.isList ? error.index + 1 : nil)
        }
        self.init(of: schedule, in: zone, after: instant, count: request.count, isList: request.isList)
    }

    /// What a schedule means that has been read already.
    init(of schedule: Schedule, in zone: Zone, after instant: Instant, count: Int, isList: Bool = false) {
        self.zone = zone
        self.isList = isList
        self.schedule = schedule
        normal = schedule.normalForm
        next = Array(schedule.occurrences(after: instant, in: zone).prefix(count))
    }

    /// The time that falls on the same instant as another because the clocks skip it.
    func merged(_ due: Due) -> CivilDateTime? { schedule.merged(into: due, in: zone) }

    var output: Output {
        Output(
            normal: isList ? .many(normal) : .one(normal.joined()),
            next: next.map { Timestamp($0.instant, in: zone).description })
    }

    private static func terms(of request: Request) throws(Failure) -> Terms {
        var terms = Terms(place: request.place, id: request.id)
        terms.starting = try date(request.starting, "starting")
        terms.from = try date(request.from, "from")
        terms.until = try date(request.until, "until")
        var lists: [Exceptions] = []
        for text in request.except {
            do {
                lists.append(try Exceptions(parsing: text))
            } catch {
                throw Failure(
                    message: "in `except`: \(error.message.harmless)", hint: error.hint?.harmless,
                    column: error.column)
            }
        }
        terms.except = Exceptions(joining: lists)
        for (name, first) in [("from", terms.from), ("starting", terms.starting)] {
            if let first, let until = terms.until, until < first {
                throw Failure(message: "`until` comes before `\(name)`, \(first)", hint: nil)
            }
        }
        return terms
    }

    private static func date(_ text: String?, _ key: String) throws(Failure) -> CivilDate? {
        guard let text else { return nil }
        guard let date = try? CivilDate(parsing: text) else {
            throw Failure(
                message: "`\(text.harmless)` is no date for `\(key)`", hint: "as in 2027-01-04")
        }
        return date
    }

    private static func zone(_ name: String?) throws(Failure) -> Zone {
        let zones = ZoneDatabase.system
        guard let name else { return zones.local().zone }
        do {
            return try zones.zone(named: name)
        } catch {
            let suggestion = Suggestion.nearest(to: name, among: zones.neighbours(of: name))
            throw Failure(
                message: "there's no time zone `\(name.harmless)`",
                hint: suggestion.map { "did you mean `\($0)`?" })
        }
    }
}
