import CivilTime
import Configuration
import Host
import Rituals
import Schedules
import TestSupport

/// The reader of the couple's files, and the changes that the commands make to their text.
package struct YAMLReader: Reader {
    package static let name = "YAML"

    private let folder = TemporaryFolder()
    private let zones: ZoneDatabase

    package init() {
        let berlin = TZifFile(offsets: [3600], footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        do {
            try folder.write(.init(berlin.bytes), to: "zones/Europe/Berlin")
            try folder.write(.init(TZifFile(offsets: [0], footer: "UTC0").bytes), to: "zones/UTC")
        } catch {
            preconditionFailure("no zones: \(error)")
        }
        let path = folder.path + "/zones"
        zones = ZoneDatabase(
            directory: path, variable: nil, localtime: path + "/UTC", nameFile: path + "/none")
    }

    package func check(_ bytes: [UInt8]) throws(Broken) {
        let loaded = load(bytes)
        try require(
            (loaded.household == nil) == !loaded.problems.isEmpty, "neither a household nor a problem")
        // libyaml ends every file with a line end, and what is missing there is missing behind it.
        let lines = bytes.count { $0 == 0x0A } + 2
        for problem in loaded.problems + loaded.warnings {
            try require(
                problem.line >= 1 && problem.column >= 1 && problem.line <= lines,
                "\(problem) is at no place of \(lines) lines")
            let end = (problem.sourceLine?.unicodeScalars.count ?? .max - 1) + 1
            try require(problem.column <= end, "\(problem) is behind the line's end, \(end)")
            try require(!problem.message.isEmpty && problem.hint != "", "no words for \(problem.kind)")
            try require(
                problem.description.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 },
                "\(problem.kind) is told with a control character")
        }
        guard let household = loaded.household else { return }
        let text: ConfigurationText
        do {
            text = try ConfigurationText(bytes, path: path)
        } catch {
            throw Broken("what loads is no text: \(error)")
        }
        // The commands read what they have changed before they keep it, for the sake of texts like these.
        let isArtful = household.rituals.isEmpty || bytes.contains { "&?!|>%".utf8.contains($0) }
        for ritual in household.rituals.prefix(4) {
            try require(
                text.contains(ritual.id) && text.place(of: ritual.id) != nil, "\(ritual.id) stands nowhere")
            let walk = Walk(schedule: ritual.schedule, zone: ritual.zone ?? .utc)
            try walk.check(around: Instant("2026-03-29T00:30Z"))
            if !isArtful { try checkTurning(ritual, in: text, of: household) }
        }
        if !isArtful { try checkAdding(to: text, of: household, bytes) }
    }

    private var path: String { folder.path + "/rituals.yaml" }

    private func load(_ bytes: [UInt8]) -> LoadedConfiguration {
        LoadedConfiguration.load(
            path, unsaved: [path: bytes], zones: zones, today: { CivilDate(dayNumber: 20_500) })
    }

    /// One of the texts must read as the same household with the one ritual turned, if there is any.
    private func checkTurning(
        _ ritual: Ritual, in text: ConfigurationText, of household: Household
    ) throws(Broken) {
        let texts = text.turning(ritual.id, on: !ritual.isEnabled)
        guard !texts.isEmpty else { return }
        let wanted = household.rituals.map { known in
            var known = known
            if known.id == ritual.id { known.isEnabled.toggle() }
            return known
        }
        let isTurned = texts.contains { load($0).household?.rituals == wanted }
        try require(
            isTurned,
            "\(ritual.id) cannot be turned: \(texts.map { String(decoding: $0, as: UTF8.self) })")
    }

    /// The text with one more ritual must read as all those before it, and that one.
    private func checkAdding(
        to text: ConfigurationText, of household: Household, _ bytes: [UInt8]
    ) throws(Broken) {
        guard
            let id = ["tea", "tea-2", "tea-3"].compactMap(Ritual.ID.init).first(where: { !text.contains($0) })
        else { return }
        let draft = RitualDraft(
            id: id, title: "Tea: two", say: "#1 \"hot\"", when: "mon, tue at 20:00", isPrivate: true)
        guard let added = text.adding(draft) else { return }
        let after = load(added)
        let problems = after.problems.map(\.description).joined(separator: "\n")
        let whole =
            "to\n\(String(decoding: bytes, as: UTF8.self))\nis\n\(String(decoding: added, as: UTF8.self))"
        try require(after.household != nil, "one more ritual \(whole)\nwhich has problems: \(problems)")
        let rituals = after.household?.rituals ?? []
        try require(
            rituals.filter { $0.id != id } == household.rituals
                && rituals.count == household.rituals.count + 1,
            "one more ritual \(whole)\nwhich reads as others")
        let tea = rituals.first { $0.id == id }
        try require(
            tea?.title == draft.title && tea?.say == draft.say, "one more ritual \(whole)\nwith other words")
    }
}
