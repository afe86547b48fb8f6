import CivilTime
import Schedules
import TestSupport

/// The reader of phrases: what it reads it says again, and what it cannot read it refuses at a place.
///
/// An input is one phrase, or two with a line end between them; the second is read as exceptions too.
package struct PhraseReader: Reader {
    package static let name = "Phrase"

    private let zones: [Zone]
    private let places = [(52.52, 13.4), (78.22, 15.65), (-0.22, -78.51), (-54.8, -68.3)]
        .compactMap(Place.init(latitude:longitude:))

    package init() {
        let rules = [
            "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
            "EET-2EEST,M3.5.0/0,M10.5.0/0", "IST-1GMT0,M10.5.0,M3.5.0/1", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
            "<+0545>-5:45",
        ]
        // Samoa left out a whole day.
        let samoa = TZifFile(
            offsets: [-36_000, 50_400], changes: [(Instant("2011-12-30T10:00Z").seconds, 1)],
            footer: "<+14>-14")
        zones =
            [.utc] + rules.compactMap { try? Zone(posix: $0) }
            + [try? Zone(tzif: samoa.bytes, identifier: "Samoa")].compactMap(\.self)
        precondition(zones.count == rules.count + 2 && places.count == 4)
    }

    package func check(_ bytes: [UInt8]) throws(Broken) {
        let lines = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        var chance = Chance(bytes)
        var terms = terms(&chance)
        for line in lines {
            try checkParts(line)
            try check([line], terms, &chance)
        }
        guard lines.count == 2 else { return }
        try check(lines, terms, &chance)
        if let except = try? Exceptions(parsing: lines[1]) {
            terms.except = except
            try check([lines[0]], terms, &chance)
        }
    }

    private func terms(_ chance: inout Chance) -> Terms {
        let starting = CivilDate(dayNumber: chance.number(19_900...20_800))
        var terms = Terms(starting: starting, place: chance.one(of: places), id: "fuzz")
        if chance.number(0...3) == 0 { terms.from = starting.adding(days: chance.number(-400...400)) }
        if chance.number(0...3) == 0 { terms.until = starting.adding(days: chance.number(400...4000)) }
        return terms
    }

    private func check(_ phrases: [String], _ terms: Terms, _ chance: inout Chance) throws(Broken) {
        let schedule: Schedule
        do {
            schedule = try Schedule(parsing: phrases, terms: terms)
        } catch {
            try require(phrases.indices.contains(error.index), "there is no phrase \(error.index)")
            return try check(error.error, in: phrases[error.index])
        }
        let normal = schedule.normalForm
        let again = try? Schedule(parsing: normal, terms: terms)
        try require(
            again == schedule, "\(phrases) is \(normal), which is \(again?.normalForm ?? ["refused"])")
        try require(again?.normalForm == normal, "\(normal) is \(again?.normalForm ?? []) when read again")
        if phrases.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) {
            let louder = try? Schedule(parsing: phrases.map { $0.uppercased() }, terms: terms)
            try require(louder == schedule, "\(phrases) in capitals is \(louder?.normalForm ?? ["refused"])")
        }
        try require(
            schedule.next(after: Years.all.lowerBound, in: .utc) != nil
                || schedule.previous(before: Years.all.lowerBound, in: .utc) != nil,
            "\(phrases) never rings, and has been taken")
        let near = chance.number(-3...20) * 86_400
        let instants =
            [
                // Where Berlin's clocks go forward and back, and New York's.
                chance.one(
                    of: [1_774_746_000, 1_792_888_200, 1_772_949_600, 1_793_512_800].map { $0 + near / 20 }),
                terms.starting.map { $0.dayNumber * 86_400 + near } ?? 0,
                chance.instant(Years.promised).seconds, chance.instant(Years.all).seconds,
            ].map { Instant(seconds: $0) } + [Years.all.lowerBound, Years.all.upperBound]
        for zone in [zones[1], chance.one(of: zones)] {
            let walk = Walk(schedule: schedule, zone: zone)
            for instant in instants { try walk.check(around: instant) }
            try walk.checkOrdinals(after: instants[0])
        }
    }

    // MARK: Parts

    /// The readers of small texts: what they read is the same when it is written and read again.
    private func checkParts(_ text: String) throws(Broken) {
        try checkPart(text, Exceptions.init(parsing:), \.normalForm)
        try checkPart(text, TimeOfDay.init(parsing:), \.description)
        try checkPart(text, CivilDate.init(parsing:), \.description)
        if let span = try? Span(parsing: text) {
            try require((try? Span(parsing: span.description)) == span, "`\(text)` is not \(span)")
        }
        if let name = Due.Name(parsing: text) {
            try require(Due.Name(parsing: name.description) == name, "`\(text)` is not \(name)")
        }
        if let stamp = Timestamp(parsing: text) {
            let again = Timestamp(stamp.instant, in: Zone(fixedOffset: stamp.offset))
            try require(again == stamp, "`\(text)` is not \(again)")
            try require(Timestamp(parsing: stamp.description) == stamp, "`\(text)` is not \(stamp)")
        }
    }

    private func checkPart<Part: Equatable>(
        _ text: String, _ read: (String) throws(PhraseError) -> Part, _ written: (Part) -> String
    ) throws(Broken) {
        let part: Part
        do {
            part = try read(text)
        } catch {
            return try check(error, in: text)
        }
        let again = try? read(written(part))
        try require(again == part, "`\(text)` is not `\(written(part))`")
    }

    private func check(_ error: PhraseError, in text: String) throws(Broken) {
        try require(
            (1...text.unicodeScalars.count + 1).contains(error.column),
            "column \(error.column) is not in `\(text)`")
        try require(
            !error.message.isEmpty && error.message != "this cannot be read",
            "no words for \(error.kind) in `\(text)`")
        try require(error.hint != "", "an empty hint for \(error.kind) in `\(text)`")
        // What is spelled out for people to choose from must itself be read.
        let ways: [String] =
            switch error.kind {
            case .twoReadings(_, let one, let other): [one, other]
            case .timeAfterExcept(let better): [better].compactMap(\.self)
            case .timesOnlyInSome(let joined): [joined].compactMap(\.self)
            default: []
            }
        for way in ways where !way.contains("…") && !way.hasPrefix("[") {
            try require((try? Phrase(parsing: way)) != nil, "`\(text)` is led to `\(way)`")
        }
    }
}
