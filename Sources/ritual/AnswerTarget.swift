import ArgumentParser
import CivilTime
import Glibc
import Host
import Rituals
import Schedules
import Systemd

/// Which occurrence of a ritual by its time.
struct DueOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The one due at T, as 2026-11-21T21:15, or 21:15 for today's.", valueName: "T"))
    var due: String?

    /// As the schedule has it; nil where none is named.
    func name() throws -> Due.Name? {
        guard let due else { return nil }
        if let name = Due.Name(parsing: due) { return name }
        if let time = try? TimeOfDay(parsing: due) { return .time(Present().today.at(time)) }
        throw CommandFailure(
            message: "`\(due.harmless)` is no due time", hint: "as in --due 2026-11-21T21:15")
    }
}

extension Due.Name {
    /// `today 21:15`, `Tuesday 21:15`; without a time where the date is all.
    func words(today: CivilDate) -> String {
        switch self {
        case .time(let civil): Wording.moment(civil.date.at(civil.time.minutes), today: today)
        case .day(let date): Wording.day(date, today: today)
        }
    }
}

/// Which occurrence a command answers.
struct AnswerTarget: ParsableArguments {
    @Argument(help: ArgumentHelp("Which ritual, by its name in the file.", valueName: "RITUAL"))
    var ritual: String?

    @OptionGroup var due: DueOption

    func validate() throws {
        guard ritual != nil || due.due == nil else { throw ValidationError("--due needs a ritual.") }
    }

    /// What was answered.
    struct Answered {
        let name: String
        /// In words.
        let due: String
        let until: Instant?
    }

    func answer(_ kind: Answer.Kind) throws -> Answered {
        try AnswerTarget.answer(kind, ritual: ritual, due: due.name(), until: nil)
    }

    /// Gives the daemon an answer; where several are open and a person sits at the terminal, asks which.
    static func answer(
        _ kind: Answer.Kind, ritual: String?, due: Due.Name?, until: Instant?
    ) throws -> Answered {
        let daemon = try DaemonClient()
        func send(_ ritual: String, _ due: String) throws -> Answered {
            let values = try daemon.call(
                "Answer", .string(ritual), .string(due), .string(kind.rawValue),
                .int64(until.map { Int64($0.seconds) } ?? 0))
            guard values.count == 3, let name = values[0].text,
                let due = values[1].text.flatMap(Due.Name.init(parsing:))
            else { throw CommandFailure(message: "the daemon has answered what this command does not read") }
            return Answered(
                name: name.harmless, due: due.words(today: Present().today),
                until: values[2].instant)
        }
        do {
            return try send(ritual ?? "", due?.description ?? "")
        } catch let failure as CommandFailure where failure.name == "SeveralOpen" && isatty(STDIN_FILENO) == 1
        {
            let chosen = try choose(daemon, kind)
            return try send(chosen.ritual, chosen.due)
        }
    }

    private static func choose(
        _ daemon: DaemonClient, _ kind: Answer.Kind
    ) throws -> (ritual: String, due: String) {
        let open = try daemon.properties()?["Open"]?.dictionaries ?? []
        let choices = open.compactMap { entry -> (ritual: String, due: String)? in
            guard let ritual = entry["ritual"]?.text, let due = entry["due"]?.text else { return nil }
            return (ritual, due)
        }
        let today = Present().today
        for (index, choice) in choices.enumerated() {
            let due = Due.Name(parsing: choice.due)?.words(today: today)
            Output.line("\(index + 1)  \(choice.ritual.harmless), \(due ?? "")")
        }
        do {
            return try Conversation().ask("Which one?", default: "1") {
                answer throws(Conversation.Refusal) in
                guard let number = Int(answer), choices.indices.contains(number - 1) else {
                    throw Conversation.Refusal(message: "a number from 1 to \(choices.count), please")
                }
                return choices[number - 1]
            }
        } catch is Conversation.Ended {
            throw CommandFailure(message: "nothing was answered")
        }
    }
}
