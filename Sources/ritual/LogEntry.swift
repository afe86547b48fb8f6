import CivilTime
import Host
import Rituals

/// One thing that rituald has told of.
struct LogEntry {
    let at: Instant
    /// By their names in the journal, which rituald(1) lists.
    let fields: [String: String]

    /// Those that are read.
    static let names = [
        "MESSAGE", "PRIORITY", "MESSAGE_ID", "RITUAL_ID", "RITUAL_DUE", "RITUAL_EVENT", "RITUAL_OUTCOME",
        "RITUAL_RULE", "RITUAL_ANSWER",
    ]

    init(at instant: Instant, _ fields: [String: String]) {
        at = instant
        self.fields = fields.mapValues(\.harmless)
    }

    private var message: String { fields["MESSAGE"] ?? "" }
    private var priority: Int? { fields["PRIORITY"].flatMap { Int($0) } }

    /// `Sat 21 Nov 07:30:02  Coffee for two rang on the desktop  morning-coffee`, with the year where it is not
    /// this one.
    func line(in zone: Zone, thisYear: Int) -> String {
        let civil = zone.civil(at: at)
        let day = Wording.date(civil.date, thisYear: thisYear)
        let time = [civil.time.hour, civil.time.minute, civil.time.second].map { $0.padded(to: 2) }
        // Most days of the month have two digits.
        let gap = String(repeating: " ", count: max(1, "Sat 21 Nov ".count - day.count))
        let name = fields["RITUAL_ID"].map { "  " + Output.dim($0) } ?? ""
        return "\(day)\(gap)\(time.joined(separator: ":"))  \(weight)\(message)\(name)"
    }

    /// By the numbers of syslog(3).
    private var weight: String {
        switch priority {
        case .some(...3): "error: "
        case 4: "warning: "
        default: ""
        }
    }

    struct Row: Encodable {
        let at: String
        let message: String
        let priority: Int?
        let kind: String?
        let ritual: String?
        let due: String?
        let event: String?
        let outcome: String?
        let rule: String?
        let answer: String?
        let explanation: String?
    }

    func row(in zone: Zone, explanation: String?) -> Row {
        Row(
            at: Timestamp(at, in: zone).description, message: message, priority: priority,
            kind: fields["MESSAGE_ID"].flatMap(MessageID.init)?.name, ritual: fields["RITUAL_ID"],
            due: fields["RITUAL_DUE"], event: fields["RITUAL_EVENT"], outcome: fields["RITUAL_OUTCOME"],
            rule: fields["RITUAL_RULE"], answer: fields["RITUAL_ANSWER"], explanation: explanation)
    }
}
