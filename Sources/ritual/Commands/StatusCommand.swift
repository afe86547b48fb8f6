import ArgumentParser
import CivilTime
import Host
import Rituals

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what is open, what comes next, and what is wrong.",
        discussion: """
            Where no daemon runs it reads the file and the ledger itself.

            With --json: {"daemon" (whether one runs), "open": [{"ritual", "title", "due", "at", "state" ("open", "later", \
            "held" or "waiting"), "rang", "until", "rule" (what holds it)}], "next": {"ritual", "title", "due", "at"}, "paused", \
            "pausedUntil", "pauses": [{"rituals" or "but", "until"}], "locked", "undisturbed", "quietUntil", "unplugged" (which ritual), \
            "unpluggedUntil", \
            "troubles": [texts], "offers": [rituals that nobody answers]}; what there is not is left out, times are RFC 3339. A private ritual has no "title" without --private.

            With -q nothing is printed: the exit code is 0 if a ritual waits for an answer, else 1.
            """)

    @Flag(name: .short, help: "Print nothing; end with 0 if one is open, else with 1.")
    var quiet = false

    @OptionGroup var file: FileOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var printing: PrintOptions

    func run() throws {
        let present = Present()
        var status = try Status.ofDaemon(file) ?? Status.ofFiles(file, state, present)
        if quiet { throw ExitCode(status.open.contains { $0.state == .open } ? 0 : 1) }
        // The daemon tells nobody the words of a private ritual; the file does.
        let oneOffs = (try? state.ledger()?.allOneOffs())?.map(\.ritual) ?? []
        let household = (try? file.household())?.adding(oneOffs)
        status.offers = offers(household, present)
        func title(_ id: String) -> String? {
            guard let ritual = Ritual.ID(id).flatMap({ household?.ritual($0) }) else { return nil }
            return ritual.isPrivate && !printing.showsPrivate ? nil : ritual.title
        }
        if printing.json { return try Output.json(status.report(in: present.zone, title: title)) }
        print(status, present, title: title)
    }

    private func print(_ status: Status, _ present: Present, title: (String) -> String?) {
        func name(_ entry: Status.Entry) -> String {
            (title(entry.ritual) ?? entry.title ?? entry.ritual).harmless
        }
        var rows = status.open.map { entry -> [String] in
            let words =
                switch entry.state {
                case .open: ""
                case .later: "; rings again \(entry.until.map { present.moment($0) } ?? "later")"
                case .held: "; \(StatusCommand.hold(entry, present))"
                case .waiting: "; nothing could show it so far"
                }
            let kind = entry.state == .later ? "later" : entry.state == .open ? "open" : "waits"
            return [
                kind, "\(name(entry)), \(present.moment(entry.at))\(words)",
                Output.dim(entry.ritual.harmless),
            ]
        }
        for pause in status.pauses {
            let names = pause.scope.names.map(\.description).joined(separator: ", ")
            let what = names.isEmpty ? "" : pause.scope.isWide ? "all but \(names), " : "\(names), "
            let end = pause.until.map { present.moment($0) } ?? ResumeWords.command(for: pause.scope)
            rows.append(["paused", "\(what)until \(end)"])
        }
        rows += StatusCommand.silence(status.silence, present)
        if let next = status.next { rows.append(["next", "\(name(next)), \(present.moment(next.at))"]) }
        if rows.isEmpty { rows.append(["next", "nothing is to come"]) }
        for offer in status.offers {
            let name = (title(offer.description) ?? offer.description).harmless
            let ways = "another time (`ritual edit`), or let it go (`ritual disable \(offer)`)?"
            rows.append(["offer", "\(name) has been quiet for a while: \(ways)"])
        }
        Output.table(rows)
        for trouble in status.troubles { Output.complain("trouble: \(trouble.harmless)") }
        if let running = status.unreached {
            Output.complain("\(running.failure.message); \(running.failure.hint)")
        } else if !status.hasDaemon {
            Output.complain("No daemon runs, so nothing rings: `systemctl --user start rituald` starts it.")
        }
    }

    /// What was offered lately and no check-in has brought, as long as it is so.
    private func offers(_ household: Household?, _ present: Present) -> [Ritual.ID] {
        guard let household, household.allowsInsights, let ledger = try? state.ledger(),
            let said = try? ledger.insights(of: household.me)
        else { return [] }
        let week = CivilWeek(of: present.today)
        let recent = said.filter { one in
            one.insight.rule == .offer && one.occurrence == nil
                && (0..<InsightRules.shownWeeks).contains(one.week.weeks(until: week))
        }
        guard !recent.isEmpty else { return [] }
        let silent = try? ledger.unanswered(since: present.now - .seconds(366 * 86_400)).map(\.ritual)
        return recent.compactMap { Ritual.ID($0.insight.about) }.filter { id in
            silent?.contains(id) == true && household.ritual(id)?.isEnabled == true
        }
    }

    private static func hold(_ entry: Status.Entry, _ present: Present) -> String {
        let reason = entry.rule.flatMap(Rule.init).map(\.reason) ?? "it is held"
        return reason + (entry.until.map { " until \(present.moment($0))" } ?? "")
    }

    /// What makes rituals wait that fall due now.
    private static func silence(_ silence: Status.Silence, _ present: Present) -> [[String]] {
        var rows: [[String]] = []
        if let end = silence.quietUntil { rows.append(["quiet", "until \(present.moment(end))"]) }
        if silence.isLocked { rows.append(["locked", "rituals wait until the screen is unlocked"]) }
        if silence.isUndisturbed { rows.append(["quiet", "the desktop is asked not to disturb"]) }
        if let ritual = silence.unplugged {
            let end = silence.unpluggedUntil.map { " until \(present.moment($0))" } ?? ""
            rows.append(["unplugged", "\(ritual.harmless): others wait\(end)"])
        }
        return rows
    }
}
