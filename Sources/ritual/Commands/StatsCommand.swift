import ArgumentParser
import CivilTime
import Rituals

struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Look back: what has been kept, in words.",
        discussion: """
            Counts what was done, and nothing else. How often it was done when it rang is said only where most of what rang in \
            the last eight weeks was answered, for no answer does not mean not done.

            With --json: {"weeks", "rituals": [{"ritual", "title" (not of one that the file has no more), "done" (so far), \
            "lately" (in those weeks), "consistency": {"done", "of"} (where it is spoken of), "first", "latest" (dates), \
            "by": [{"name", "done"}] (with --by; without a "name" where it is not known)}]}; with --year {"year", "days" (the \
            dates on which something was kept), "moments", "by"}.
            """)

    @Argument(
        help: ArgumentHelp(
            "Only this ritual; with --year, also which year, as 2025.", valueName: "RITUAL"))
    var names: [String] = []

    @Option(help: ArgumentHelp("Look at the last N weeks. (default: 8)", valueName: "N"))
    var weeks: Int?

    @Flag(help: "Show a calendar of the days on which something was kept.")
    var year = false

    @Flag(help: "Say who answered, too.")
    var by = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var looking: LookingBackOptions

    private var namedYear: Int? { names.lazy.compactMap(Int.init).first }
    private var ritual: String? { names.first { Int($0) == nil } }

    func validate() throws {
        if let weeks, !(1...520).contains(weeks) {
            throw ValidationError("--weeks takes a number from 1 to 520")
        }
        guard weeks == nil || !year else { throw ValidationError("--weeks does not go with --year") }
        let years = names.compactMap(Int.init)
        guard names.count - years.count <= 1, years.count <= (year ? 1 : 0) else {
            throw ValidationError("one RITUAL at most, and a year only with --year")
        }
        guard years.allSatisfy((1...9999).contains) else { throw ValidationError("there is no such year") }
    }

    func run() throws {
        let household = try looking.file.household()
        let present = Present()
        let all = try looking.past(of: household)
        let past = try ritual.map { all.only(try required($0, in: all, household)) } ?? all
        if year { return try show(past, year: namedYear ?? present.today.year) }
        let words = StatsWords(
            past: past, weeks: weeks ?? 8, today: present.today, width: Output.columns)
        if json { return try Output.json(report(words)) }
        if ritual != nil, let entry = past.entries.first {
            try tell(of: entry, words, household)
        } else {
            let table = words.table()
            guard !table.isEmpty else { return Output.line("Nothing has been kept yet.") }
            Output.table(table)
            Output.line()
            Output.line(words.sum())
        }
        tellPeople(past)
    }

    /// The ritual of that name, also one that the file has no more.
    private func required(_ name: String, in past: LookingBack, _ household: Household) throws -> Ritual.ID {
        let id = try Ritual.ID(typed: name)
        if past.entries.contains(where: { $0.id == id }) { return id }
        let ritual = try household.required(name)
        throw CommandFailure(message: "\(ritual.id) is private", hint: "`--private` tells of it")
    }

    private func tell(of entry: LookingBack.Entry, _ words: StatsWords, _ household: Household) throws {
        Output.line(entry.name)
        if let ritual = household.ritual(entry.id), !ritual.wantsAnswer, entry.dates.isEmpty {
            return Output.line("  It wants no answer, so there is nothing to count.")
        }
        for line in words.sentences(about: entry) { Output.line("  " + line) }
    }

    private func tellPeople(_ past: LookingBack) {
        guard by, past.entries.contains(where: { !$0.dates.isEmpty }) else { return }
        Output.line(LookingBackWords.people(past.people, me: looking.me))
    }

    private func show(_ past: LookingBack, year: Int) throws {
        let past = past.year(year)
        let days = past.days
        let moments = days.values.reduce(0) { $0 + $1.count }
        if json {
            return try Output.json(
                YearReport(
                    year: year, days: days.keys.sorted().map(\.description), moments: moments,
                    by: by ? people(past.people) : nil))
        }
        guard !days.isEmpty else { return Output.line("Nothing of \(year) has been kept here.") }
        let calendar = YearCalendar(year: year, days: Set(days.keys), width: Output.columns)
        for line in calendar.lines() { Output.line(line) }
        Output.line()
        Output.line("\(year): \(LookingBackWords.moments(moments, on: days.count)).")
        tellPeople(past)
    }

    // MARK: JSON

    private struct Report: Encodable {
        let weeks: Int
        let rituals: [Row]
    }

    private struct Row: Encodable {
        struct Share: Encodable {
            let done: Int
            let of: Int
        }

        let ritual: String
        let title: String?
        let done: Int
        let lately: Int
        let consistency: Share?
        let first: String?
        let latest: String?
        let by: [Person]?
    }

    private struct Person: Encodable {
        let name: String?
        let done: Int
    }

    private struct YearReport: Encodable {
        let year: Int
        let days: [String]
        let moments: Int
        let by: [Person]?
    }

    private func people(_ people: [String?: Int]) -> [Person] {
        people.map { Person(name: $0, done: $1) }.sorted {
            ($0.name ?? "\u{10FFFF}") < ($1.name ?? "\u{10FFFF}")
        }
    }

    private func report(_ words: StatsWords) -> Report {
        Report(
            weeks: words.weeks,
            rituals: words.past.entries.filter { ritual != nil || !$0.dates.isEmpty }.map { entry in
                let dates = entry.dates
                let share = words.consistency(of: entry)
                return Row(
                    ritual: entry.id.description, title: entry.title, done: dates.count,
                    lately: words.count(lately: entry),
                    consistency: share.map { Row.Share(done: $0.done, of: $0.of) },
                    first: dates.first?.description, latest: dates.last?.description,
                    by: by ? people(words.past.only(entry.id).people) : nil)
            })
    }
}
