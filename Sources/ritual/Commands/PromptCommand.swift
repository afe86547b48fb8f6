import ArgumentParser
import CivilTime
import Configuration
import Host
import Rituals
import Schedules

struct PromptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompt", abstract: "Draw a line to talk about, or to do.",
        discussion: """
            Of a deck it draws by the date, the same all day and for both of you; each --another goes one on. Of a ritual it \
            shows what its open bubble says, else what the next one will. Without a name it lists the decks; with --print a deck \
            becomes a page of cards to cut out.

            With --json: {"prompt", "deck" or "ritual", "due"}, or without a name a list of {"deck", "lines" (how many)}.
            """)

    @Argument(help: ArgumentHelp("A deck or a ritual.", valueName: "NAME"))
    var name: String?

    @Flag(help: "One further; as often as you like.")
    var another: Int

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("Read FILE instead of the usual one.", valueName: "FILE"))
    var path: String?

    @Flag(name: .customLong("print"), help: "Make a sheet of cards of a deck, to print and cut out.")
    var printsCards = false

    @OptionGroup var pages: PageOptions
    @OptionGroup var state: StateOptions
    @OptionGroup var printing: PrintOptions

    private struct Row: Encodable {
        var prompt: String?
        var deck: String?
        var ritual: String?
        var due: String?
        var lines: Int?
    }

    func validate() throws {
        guard printsCards || pages.path == nil else { throw ValidationError("--out goes with --print.") }
        guard !printsCards || name != nil else { throw ValidationError("--print needs a deck.") }
        guard !printsCards || another == 0 else { throw ValidationError("--print takes the whole deck.") }
    }

    func run() throws {
        let path = path ?? Places.configuration
        let decks: LoadedConfiguration.DeckChoice = name.map { .named($0) } ?? .all
        let loaded = LoadedConfiguration.load(path, decks: decks)
        // Shipped decks can be drawn from before there is any file.
        let isNew = loaded.problems.map(\.kind) == [.unreadable(.missing)]
        guard let household = loaded.household ?? (isNew ? Household() : nil) else {
            throw CommandFailure(message: loaded.problems.map(\.description).joined(separator: "\n"))
        }
        guard let name else { return try list(loaded.decks) }
        if !printsCards, let ritual = Ritual.ID(name).flatMap(household.ritual), !ritual.prompts.isEmpty {
            try show(ritual, of: household)
        } else if let deck = loaded.decks.first(where: { $0.name == name }) {
            try printsCards ? cards(of: deck, name) : draw(deck, name)
        } else {
            throw failure(household, LoadedConfiguration.load(path, decks: .all).decks)
        }
    }

    private func failure(_ household: Household, _ decks: [Deck]) -> CommandFailure {
        let typed = name ?? ""
        if Ritual.ID(typed).flatMap(household.ritual) != nil {
            return CommandFailure(
                message: "`\(typed.harmless)` draws from no deck", hint: "as in `prompts: gratitude`")
        }
        let names = decks.compactMap(\.name) + household.rituals.map(\.id.description)
        return CommandFailure(
            message: "there is no deck and no ritual `\(typed.harmless)`",
            hint: Suggestion.nearest(to: typed, among: names).map { "did you mean `\($0)`?" }
                ?? "`ritual prompt` lists the decks")
    }

    private func list(_ decks: [Deck]) throws {
        if printing.json {
            return try Output.json(decks.map { Row(deck: $0.name, lines: $0.lines.count + $0.kept.count) })
        }
        Output.table(
            decks.map { deck in
                let count = deck.lines.count + deck.kept.count
                let lines =
                    count == 0 ? "nothing yet; `ritual keep TEXT` fills it" : Wording.count(count, "line")
                return [(deck.name ?? "").harmless, Output.dim(lines)]
            })
    }

    private func cards(of deck: Deck, _ name: String) throws {
        let lines = deck.lines + deck.kept.map(\.text)
        guard !lines.isEmpty else { throw CommandFailure(message: "`\(name.harmless)` has no line yet") }
        try pages.deliver(CardsPage(deck: name, lines: lines).page, as: "cards-\(name).html")
    }

    /// Numbered by the date, so that both draw the same.
    private func draw(_ deck: Deck, _ name: String) throws {
        let today = Present().today
        guard let prompt = deck.line(at: today.dayNumber, for: name, on: today, further: another) else {
            throw CommandFailure(
                message: "`\(name.harmless)` has nothing to draw yet",
                hint: name == Deck.ours ? "`ritual keep TEXT` fills it; a line comes back after a month" : nil
            )
        }
        if printing.json { return try Output.json(Row(prompt: prompt, deck: name)) }
        Output.line(prompt.harmless)
    }

    /// What is open of it, else the next.
    private func show(_ ritual: Ritual, of household: Household) throws {
        guard !ritual.isPrivate || printing.showsPrivate else {
            throw CommandFailure(
                message: "`\(ritual.id)` is private", hint: "`ritual prompt \(ritual.id) --private` shows it")
        }
        guard another == 0 else {
            throw CommandFailure(
                message: "--another is for decks", hint: "a ritual keeps what it has drawn")
        }
        let present = Present()
        let zone = ritual.zone ?? present.zone
        let states = try state.ledger()?.states(since: present.now) ?? []
        let open = states.last { $0.occurrence.ritual == ritual.id && $0.outcome == nil }
        let next = ritual.isEnabled ? household.next(of: ritual, after: present.now, in: zone) : nil
        let due = open?.occurrence.due ?? next
        let foretold = try state.ledger()?.foretold(since: present.now) ?? [:]
        let known = due.flatMap { foretold[Occurrence.ID(ritual: ritual.id, due: $0.name)] }
        let prompt = open?.prompt ?? known ?? due.flatMap { ritual.prompt(for: $0, in: zone) }
        guard let due, let prompt else {
            throw CommandFailure(message: "nothing is drawn for `\(ritual.id)` at present")
        }
        if printing.json {
            return try Output.json(
                Row(prompt: prompt, ritual: ritual.id.description, due: due.name.description))
        }
        if open == nil { Output.line(Output.dim("For \(due.name.words(today: present.today)):")) }
        Output.line(prompt.harmless)
    }
}
