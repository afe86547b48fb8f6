import CivilTime
import Configuration
import Glibc
import Host
import Rituals

/// What `ritual init` asks, up to the last yes; it writes nothing.
struct FirstInterview {
    /// The path of the file that is to be.
    let file: String
    /// What is there without it: a `me`, and the rituals in `rituals.d`.
    let known: Household
    let conversation: Conversation

    struct Answers {
        let me: String
        let file: FirstFile
        let isAgreed: Bool
    }

    func answers() throws -> Answers {
        tell("A few questions; Enter takes what stands in brackets, Ctrl-C leaves.\n")
        if let me = known.me { tell("You are \(me.harmless), as `me` says.") }
        let me = try known.me ?? conversation.name("Your name?", default: FirstInterview.userName)
        let partner = try conversation.name(
            "And your partner's?", default: me.lowercased() == "darling" ? "Dearest" : "Darling", unlike: me)
        let morning = try conversation.time("When does a morning together begin?", default: "07:30")
        let evening = try conversation.time("And when is an evening quiet?", default: "21:15")
        let rituals = try chosen(of: ProposedRitual.all(morning: morning, evening: evening))
        var first = FirstFile(partners: [me, partner], rituals: rituals)
        tell("\nA day of the year that is yours: 2016-06-18, or june 18 without its year. Enter for none.")
        first.anniversary = try conversation.yearlyDate("Your day?")
        tell("\nUp to five things that both of you enjoy; date nights draw from them. Enter ends the list.")
        first.funList = try conversation.lines(5)
        try preview(first, me: me)
        let name = Places.short(file).harmless
        return Answers(me: me, file: first, isAgreed: try conversation.confirm("Write it to \(name)?"))
    }

    private func chosen(of all: [ProposedRitual]) throws -> [RitualDraft] {
        let new = all.filter { known.ritual($0.draft.id) == nil }
        tell("\n\(Wording.count(new.count, "ritual")) to choose from. Every word can be changed later.")
        return try new.filter { ritual in
            tell(
                "\n  \(ritual.draft.title ?? "")\n  \(Output.dim(ritual.draft.say ?? ""))\n  \(ritual.draft.when)"
            )
            return try conversation.confirm("Would you like it?", default: ritual.isUsual)
        }
        .map(\.draft)
    }

    /// The coming seven days, as the file will have them; read in full, so that what is written is good.
    private func preview(_ first: FirstFile, me: String) throws {
        let unsaved = [
            file: Array(first.text.utf8), LoadedConfiguration.mePath(beside: file): Array(me.utf8),
        ]
        let loaded = LoadedConfiguration.load(file, unsaved: unsaved)
        guard let household = loaded.household else {
            throw CommandFailure(message: loaded.problems.map(\.description).joined(separator: "\n"))
        }
        let present = Present()
        let end = present.now + .seconds(7 * 86_400)
        let coming = Forecast(of: household, after: present.now, zone: present.zone)
            .prefix { $0.due.instant < end }
        let rows = coming.map { occurrence in
            let moment = Wording.moment(
                present.zone.civil(at: occurrence.due.instant), today: present.today)
            let ritual = household.ritual(occurrence.ritual)
            return ["  \(moment)", ritual.map { $0.isPrivate ? $0.id.description : $0.title.harmless } ?? ""]
        }
        Output.line("\nThe coming week:")
        Output.table(rows.isEmpty ? [["  Nothing yet; `ritual add` and `ritual edit` change that."]] : rows)
        Output.line()
    }

    private func tell(_ text: String) {
        if !conversation.isSilent { Output.line(text) }
    }

    /// The first name in the password file, else the login name.
    private static var userName: String {
        guard let entry = getpwuid(getuid()) else { return "Me" }
        let texts = [entry.pointee.pw_gecos, entry.pointee.pw_name].map {
            $0.map { String(cString: $0) } ?? ""
        }
        let words = texts.compactMap { text in
            text.prefix { $0 != "," }.split(whereSeparator: \.isWhitespace).first
        }
        guard let word = words.first(where: { String($0).harmless == $0 }) else { return "Me" }
        return (word.prefix(1).uppercased() + word.dropFirst()).clipped(to: 63)
    }
}
