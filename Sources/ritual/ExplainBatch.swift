import CivilTime
import FoundationEssentials
import Glibc
import Rituals
import Schedules

/// Answers JSON lines, so that others can check many schedules in one run.
enum ExplainBatch {
    private struct ErrorLine: Encodable {
        let error: String
        let hint: String?
        let column: Int?
        let item: Int?
    }

    /// Every key there is; those that this version does not answer are refused by name.
    private static let later: Set<String> = ["calendar", "rrule", "cron"]
    private static let known: Set<String> = [
        "when", "starting", "from", "until", "except", "zone", "place", "id", "after", "n",
    ]

    static func run() throws {
        while let line = readLine() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            do throws(Explanation.Failure) {
                try answer(Explanation(request(line)).output)
            } catch {
                try Output.json(
                    ErrorLine(error: error.message, hint: error.hint, column: error.column, item: error.item))
            }
            fflush(nil)
        }
    }

    private static func answer(_ output: Explanation.Output) throws(Explanation.Failure) {
        do {
            try Output.json(output)
        } catch {
            throw Explanation.Failure(message: "the answer cannot be written: \(error)")
        }
    }

    private static func request(_ line: String) throws(Explanation.Failure) -> Explanation.Request {
        guard let fields = try? JSONDecoder().decode([String: JSONValue].self, from: Data(line.utf8)) else {
            throw Explanation.Failure(message: "this line is no JSON object")
        }
        for key in fields.keys.sorted() where !known.contains(key) {
            guard !later.contains(key) else {
                throw Explanation.Failure(
                    message: "`\(key)` can't be used yet in this version", hint: "`when` can")
            }
            let suggestion = Suggestion.nearest(to: key, among: known.union(later).sorted())
            throw Explanation.Failure(
                message: "unknown key `\(key.harmless)`", hint: suggestion.map { "did you mean `\($0)`?" })
        }
        var request: Explanation.Request
        switch fields["when"] {
        case .text(let phrase)?: request = Explanation.Request(phrases: [phrase], isList: false)
        case .list(let phrases)? where !phrases.isEmpty:
            request = Explanation.Request(phrases: phrases, isList: true)
        case nil:
            throw Explanation.Failure(
                message: "there is no `when`", hint: "as in {\"when\": \"daily at 07:30\"}")
        default: throw Explanation.Failure(message: "`when` must be a phrase or a list of phrases")
        }
        request.zone = try text(fields, "zone")
        request.after = try text(fields, "after")
        request.starting = try text(fields, "starting")
        request.from = try text(fields, "from")
        request.until = try text(fields, "until")
        request.id = try text(fields, "id") ?? ""
        switch fields["except"] {
        case .list(let texts)?: request.except = texts
        case .text(let text)?: request.except = [text]
        case nil: break
        default: throw Explanation.Failure(message: "`except` must be a list of texts")
        }
        switch fields["place"] {
        case .place(let latitude, let longitude)?:
            guard let place = Place(latitude: latitude, longitude: longitude) else {
                throw Explanation.Failure(
                    message: "there is no such place", hint: "latitudes go to 90, longitudes to 180 degrees")
            }
            request.place = place
        case nil: break
        default:
            throw Explanation.Failure(
                message: "`place` must be an object",
                hint: "as in {\"latitude\": 52.52, \"longitude\": 13.40}")
        }
        switch fields["n"] {
        case .number(let count)? where Explanation.Request.counts.contains(count): request.count = count
        case nil: break
        default: throw Explanation.Failure(message: "`n` must be a number from 1 to 100000")
        }
        return request
    }

    private static func text(_ fields: [String: JSONValue], _ key: String) throws(Explanation.Failure)
        -> String?
    {
        switch fields[key] {
        case .text(let text)?: return text
        case nil: return nil
        default: throw Explanation.Failure(message: "`\(key)` must be a text")
        }
    }
}

/// The shapes of JSON that a request may hold.
private enum JSONValue: Decodable {
    case text(String)
    case number(Int)
    case list([String])
    case place(latitude: Double, longitude: Double)
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let list = try? container.decode([String].self) {
            self = .list(list)
        } else if let degrees = try? container.decode([String: Double].self), degrees.count == 2,
            let latitude = degrees["latitude"], let longitude = degrees["longitude"]
        {
            self = .place(latitude: latitude, longitude: longitude)
        } else {
            self = .other
        }
    }
}
