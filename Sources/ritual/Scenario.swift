import ArgumentParser
import CivilTime
import Host
import Rituals
import Schedules

/// A time to play through, and what happens in it.
struct Scenario: ParsableArguments {
    @Option(help: ArgumentHelp("The first day or moment; without it, now.", valueName: "D"))
    var from: String?

    @Option(help: ArgumentHelp("The last; without it, a week later.", valueName: "D"))
    var to: String?

    @Option(help: ArgumentHelp("The machine is off or asleep from A to B.", valueName: "A..B"))
    var off: [String] = []

    @Option(help: ArgumentHelp("The screen is locked from A to B.", valueName: "A..B"))
    var locked: [String] = []

    @Option(help: ArgumentHelp("All is paused from A to B.", valueName: "A..B"))
    var paused: [String] = []

    @Option(
        help: ArgumentHelp(
            "The machine is in this zone, from T on where that is given.", valueName: "ZONE[@T]"))
    var zone: [String] = []

    /// What has been read of it.
    struct Reading {
        let start: Instant
        let end: Instant
        /// The machine's at the start.
        let zone: Zone
        let script: [(at: Instant, event: Rehearsal.Event)]
    }

    /// The longest time that is played.
    private static let longestYears = 30

    func read(_ present: Present) throws -> Reading {
        let journeys = try zone.map { text -> (zone: Zone, at: String?) in
            let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
                .map(String.init)
            guard let name = parts.first, !name.isEmpty else { throw Scenario.failure("--zone", text) }
            return (try Scenario.zone(named: name), parts.count == 2 ? parts[1] : nil)
        }
        let home = journeys.last { $0.at == nil }?.zone ?? present.zone
        // What falls due at that very moment belongs to it.
        let start = try from.map { try moment($0, "--from", in: home) - .seconds(1) } ?? present.now
        let end =
            try to.map { try endOfDay($0, "--to", in: home) } ?? home.instant(Span(days: 7), after: start)
        guard start < end else {
            throw CommandFailure(message: "--to comes before \(from == nil ? "now" : "--from")")
        }
        guard end - start <= .seconds(Scenario.longestYears * 366 * 86_400) else {
            throw CommandFailure(message: "at most \(Scenario.longestYears) years are played at once")
        }
        var script: [(at: Instant, event: Rehearsal.Event)] = []
        for range in try ranges(off, "--off", in: home) {
            script += [(range.lowerBound, .sleeps), (range.upperBound, .wakes)]
        }
        for range in try ranges(locked, "--locked", in: home) {
            script += [(range.lowerBound, .locks), (range.upperBound, .unlocks)]
        }
        for range in try ranges(paused, "--paused", in: home) {
            script.append((range.lowerBound, .pauses(until: range.upperBound, .all)))
        }
        for (zone, at) in journeys {
            guard let at else { continue }
            script.append((try moment(at, "--zone", in: home), .moves(to: zone)))
        }
        if let early = script.first(where: { $0.at < start }) {
            let date = home.civil(at: early.at)
            throw CommandFailure(message: "\(date) lies before the time that is played")
        }
        return Reading(start: start, end: end, zone: home, script: script.sorted { $0.at < $1.at })
    }

    private static func zone(named name: String) throws -> Zone {
        do {
            return try ZoneDatabase.system.zone(named: name)
        } catch {
            let near = Suggestion.nearest(to: name, among: ZoneDatabase.system.neighbours(of: name))
            throw CommandFailure(
                message: "there's no time zone `\(name.harmless)`",
                hint: near.map { "did you mean `\($0)`?" } ?? "as in Europe/Berlin")
        }
    }

    /// `2026-12-24`, `2026-12-24T18:00` or `2026-12-24 18:00`.
    private func civil(_ text: String, _ option: String) throws -> (civil: CivilDateTime, hasTime: Bool) {
        let text = text.split(separator: " ").joined(separator: "T")
        if let civil = CivilDateTime(parsing: text) { return (civil, true) }
        if let civil = CivilDateTime(parsing: text + "T00:00") { return (civil, false) }
        throw Scenario.failure(option, text)
    }

    private func moment(_ text: String, _ option: String, in zone: Zone) throws -> Instant {
        zone.resolve(try civil(text, option).civil).instant
    }

    /// A date stands for all of it.
    private func endOfDay(_ text: String, _ option: String, in zone: Zone) throws -> Instant {
        let (civil, hasTime) = try civil(text, option)
        guard !hasTime else { return zone.resolve(civil).instant }
        return zone.resolve(civil.date.adding(days: 1).at(.midnight)).instant - .seconds(1)
    }

    /// In order, those that meet as one.
    private func ranges(_ texts: [String], _ option: String, in zone: Zone) throws -> [Range<Instant>] {
        var joined: [Range<Instant>] = []
        let ranges = try texts.map { try range($0, option, in: zone) }
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    private func range(_ text: String, _ option: String, in zone: Zone) throws -> Range<Instant> {
        let dots = text.indices.first { text[$0...].hasPrefix("..") }
        guard let dots, let begin = try? moment(String(text[..<dots]), option, in: zone),
            let end = try? endOfDay(String(text[text.index(dots, offsetBy: 2)...]), option, in: zone)
        else { throw Scenario.failure(option, text, isRange: true) }
        guard begin < end else { throw CommandFailure(message: "`\(text.harmless)` ends before it begins") }
        return begin..<end
    }

    private static func failure(_ option: String, _ text: String, isRange: Bool = false) -> CommandFailure {
        let example = isRange ? "2026-12-24T18:00..2026-12-26" : "2026-12-24 or 2026-12-24T18:00"
        return CommandFailure(
            message: "\(option) cannot be read: `\(text.harmless)`",
            hint: "as in \(option) \(option == "--zone" ? "Asia/Tokyo@2026-12-24T18:00" : example)")
    }
}
