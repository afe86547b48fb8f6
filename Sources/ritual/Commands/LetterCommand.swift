import ArgumentParser
import Configuration
import Host
import Rituals

struct LetterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "letter", abstract: "Write a letter to the two of you, about a year.",
        discussion: """
            One page of HTML to read or to print, for an anniversary perhaps: what was kept in that year, in words and as a \
            picture of its days. It needs no network, and nothing private is in it unless you say so.
            """)

    @Argument(
        help: ArgumentHelp("Which year. (default: the latest of which something is kept)", valueName: "YEAR"))
    var year: Int?

    @OptionGroup var pages: PageOptions
    @OptionGroup var looking: LookingBackOptions

    func validate() throws {
        guard year.map((1...9999).contains) != false else { throw ValidationError("there is no such year") }
    }

    func run() throws {
        let household = try looking.file.household()
        let past = try looking.past(of: household)
        let today = Present().today
        let latest = past.days.keys.lazy.map(\.year).filter { $0 <= today.year }.max()
        let year = year ?? latest ?? today.year
        guard year <= today.year else { throw CommandFailure(message: "\(year) is still to come") }
        let letter = LetterPage(
            year: year, partners: household.partners, past: past, lines: try kept(), today: today)
        try pages.deliver(letter.page, as: "letter-\(year).html")
    }

    /// The lines that they kept themselves.
    private func kept() throws -> [KeptLine] {
        do throws(Problem) {
            let shelf = DeckShelf(beside: looking.file.path ?? Places.configuration)
            return try shelf.deck(named: Deck.ours)?.kept ?? []
        } catch {
            throw CommandFailure(message: error.description)
        }
    }
}
