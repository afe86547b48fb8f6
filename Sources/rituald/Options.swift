import CivilTime
import Host
import Rituals

/// What the daemon is told on its command line.
struct Options: Equatable {
    var configuration: String?
    var state: String?
    var timeLapse: TimeLapse?

    /// How fast a time-lapse goes, and where it begins.
    struct TimeLapse: Equatable {
        /// Seconds of the shown time in one second.
        let speed: Double
        /// Nil: now.
        let from: CivilDateTime?
    }

    enum Request: Equatable {
        case run(Options)
        /// To read the files with this digest, and leave.
        case tryFiles(String, path: String)
        case help
        case version
    }

    /// Wrong usage, in words.
    struct Invalid: Error, Equatable {
        let message: String
    }

    static let help = """
        usage: rituald [--config FILE] [--state DIR] [--time-lapse SPEED [--from T]]

        Keeps the rituals of rituals.yaml: rings them, and tells it to the journal.

          --config FILE       read FILE, not \(Places.short(Places.configuration))
          --state DIR         keep the state in DIR, not in \(Places.short(Places.state))
          --time-lapse SPEED  let time pass faster: 1d/10s shows a day in ten seconds
          --from T            where a time-lapse begins: 2026-12-24 or 2026-12-24T18:00
          --version           print the version
          --help              print this

        Without a service manager it runs in the foreground; Ctrl-C ends it, SIGHUP makes it read the files anew.
        """

    static func parse(_ arguments: [String]) throws(Invalid) -> Request {
        var options = Options()
        var speed: Double?
        var from: CivilDateTime?
        var digest: String?
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let equals = argument.firstIndex(of: "=")
            let name = String(argument[..<(equals ?? argument.endIndex)])
            func value() throws(Invalid) -> String {
                let value = equals.map { String(argument[argument.index(after: $0)...]) }
                // After a blank, what begins like an option is one, and its value was forgotten.
                let next = value ?? rest.first.flatMap { $0.hasPrefix("--") ? nil : rest.removeFirst() }
                guard let next, !next.isEmpty else {
                    throw Invalid(message: "\(name.harmless) needs a value")
                }
                return next
            }
            switch name {
            case "--help" where equals == nil, "-h" where equals == nil: return .help
            case "--version" where equals == nil: return .version
            case "--config": options.configuration = try value()
            case "--state": options.state = try value()
            case "--time-lapse": speed = try self.speed(try value())
            case "--from": from = try moment(try value())
            // Used by rituald itself alone.
            case "--try-files": digest = try value()
            default: throw Invalid(message: "unknown option \(argument.harmless)")
            }
        }
        if let digest { return .tryFiles(digest, path: options.configuration ?? Places.configuration) }
        if let speed {
            options.timeLapse = TimeLapse(speed: speed, from: from)
        } else if from != nil {
            throw Invalid(message: "--from goes with --time-lapse")
        }
        return .run(options)
    }

    /// `1d/10s`: a day in ten seconds.
    private static func speed(_ text: String) throws(Invalid) -> Double {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let spans = parts.compactMap { try? Span(parsing: $0) }.map { Double($0.days * 86_400 + $0.seconds) }
        guard parts.count == 2, spans.count == 2, spans[0] > 0, spans[1] > 0 else {
            throw Invalid(message: "--time-lapse takes two spans, as 1d/10s, not \(text.harmless)")
        }
        guard spans[0] / spans[1] <= 1e6 else {
            throw Invalid(message: "--time-lapse goes up to ten days in a second")
        }
        return spans[0] / spans[1]
    }

    private static func moment(_ text: String) throws(Invalid) -> CivilDateTime {
        // A date or a local date-time is the beginning of an RFC 3339 text; the rest is filled up.
        for filling in ["T00:00Z", "Z"] {
            if let stamp = Timestamp(parsing: text + filling) { return stamp.civil }
        }
        throw Invalid(message: "--from takes 2026-12-24 or 2026-12-24T18:00, not \(text.harmless)")
    }
}
