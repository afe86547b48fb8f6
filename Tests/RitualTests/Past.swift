import CivilTime
import Foundation
import Ledger
import Rituals
import Schedules
import TestSupport
import Testing

/// A couple's files and a ledger with what was, on a machine of their own.
final class Past {
    let folder = TemporaryFolder()
    private let ledger: Ledger
    private let file: String
    private let zone = Zone.named("Europe/Berlin")

    init(_ rituals: String) throws {
        ledger = try Ledger(in: folder.path, machine: "")
        file = try folder.write(rituals, to: "rituals.yaml")
    }

    /// Keeps that a ritual came to an end on these dates, at seven in the evening.
    func keep(_ ritual: String, on dates: [String], _ outcome: Outcome = .done, by person: String? = nil)
        throws
    {
        let id = try #require(Rituals.Ritual.ID(ritual))
        ledger.person = person
        var records: [Keeper.Record] = []
        for date in dates {
            let civil = try #require(CivilDateTime(parsing: date + "T19:00"))
            let occurrence = Occurrence(
                ritual: id, due: Due(civil: civil, instant: zone.resolve(civil).instant))
            records += facts(outcome).map { .occurrence(occurrence, zone: zone.identifier, $0) }
        }
        let now = Instant("2026-11-21T12:00+01:00")
        try ledger.commit(records, at: now, settled: Keeper.Settled(now, in: zone))
    }

    private func facts(_ outcome: Outcome) -> [Keeper.Fact] {
        let rang: [Keeper.Fact] = [.ringing(.rings, again: false), .rang(on: [.desktop], nil)]
        switch outcome {
        case .done: return rang + [.answered(.done, .bubble), .ended(.done, .answered, owesDigest: false)]
        case .skipped:
            return rang + [.answered(.notToday, .bubble), .ended(.skipped, .answered, owesDigest: false)]
        case .lapsed: return rang + [.ended(.lapsed, .unanswered, owesDigest: false)]
        default: return [.ended(outcome, .grace, owesDigest: false)]
        }
    }

    func run(_ arguments: String..., columns: Int = 80) throws -> Ritual {
        try run(arguments, columns: columns)
    }

    /// Runs a command that looks back, in lines of so many cells.
    func run(_ arguments: [String], columns: Int = 80) throws -> Ritual {
        let places = ["--config", file] + (arguments.first == "list" ? [] : ["--state", folder.path])
        return try Ritual(
            arguments + places,
            environment: ["COLUMNS": String(columns), "HOME": folder.path, "PWD": folder.path])
    }
}

extension CivilDate {
    /// The dates from one to another that fall on these days of the week.
    static func all(_ first: String, _ last: String, on weekdays: Set<Weekday> = Set(Weekday.allCases)) throws
        -> [String]
    {
        let from = try #require(CivilDateTime(parsing: first + "T00:00")).date
        let to = try #require(CivilDateTime(parsing: last + "T00:00")).date
        return (from.dayNumber...to.dayNumber).map(CivilDate.init(dayNumber:))
            .filter { weekdays.contains($0.weekday) }.map(\.description)
    }
}

/// What headless Chromium has seen of a page; the pictures stay in `.build/pictures`.
struct Seen: Decodable {
    struct Screen: Decodable {
        struct Text: Decodable {
            let text: String
            let contrast: Double
            let left: Double
            let right: Double
        }

        let scheme: String
        let width: Double
        let corner: String
        let page: Double
        let texts: [Text]
    }

    struct Paper: Decodable {
        let name: String
        let pages: Int
        let text: String
        let corner: String
    }

    let screens: [Screen]
    let papers: [Paper]
    let loaded: [String]
    let complaints: [String]

    static let pictures = Oracle.packageRoot.path + "/.build/pictures"

    init(_ html: String, as name: String) throws {
        let folder = TemporaryFolder()
        let page = try folder.write(html, to: "page.html")
        let report = try Oracle.output(of: [
            "python3", Oracle.packageRoot.path + "/Tests/Peers/browser.py", page, Seen.pictures, name,
        ])
        self = try JSONDecoder().decode(Seen.self, from: Data(report.utf8))
    }
}
