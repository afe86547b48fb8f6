/// What people say in several words, or in one of their own, as the tokens that mean it.
extension Tokenizer {
    /// Puts idioms into the language's own words: `weekly` is `every week`, `work days` are `weekdays`.
    ///
    /// A token keeps the place and the spelling of what it was made from.
    static func withoutIdioms(_ tokens: [Token]) throws(PhraseError) -> [Token] {
        var plain: [Token] = []
        var rest = tokens[...]
        while let token = rest.first {
            let (kinds, count) = try meaning(of: rest, after: plain)
            plain += kinds.map { Token(kind: $0, column: token.column, text: token.text) }
            rest.removeFirst(count)
        }
        return plain
    }

    /// What the first of some tokens mean, and how many they are.
    private static func meaning(
        of tokens: ArraySlice<Token>, after before: [Token]
    ) throws(PhraseError) -> ([Token.Kind], Int) {
        let words = tokens.prefix(3).map { token -> String in
            if case .word(let word) = token.kind { word } else { "" }
        }
        guard let token = tokens.first else { return ([], 0) }
        let isCounted = before.last.map { $0.kind == .word("every") } == true
        let every: [Token.Kind] = isCounted ? [] : [.word("every")]
        switch (token.kind, words.dropFirst().first ?? "", words.dropFirst(2).first ?? "") {
        case (.word("weekly"), _, _): return ([.word("every"), .word("week")], 1)
        case (.word("once"), "a", "week"): return ([.word("every"), .word("week")], 3)
        case (.word("fortnightly"), _, _): return ([.word("every"), .number(2), .word("week")], 1)
        case (.word("fortnight"), _, _) where isCounted: return ([.number(2), .word("week")], 1)
        case (.word("alternate"), _, _): return (every + [.word("other")], 1)
        case (.word("nightly"), _, _): return ([.word("every"), .word("night")], 1)
        case (.word("workday"), _, _), (.word("workdays"), _, _): return ([.word("weekdays")], 1)
        case (.word("work"), "day", _), (.word("work"), "days", _), (.word("working"), "day", _),
            (.word("working"), "days", _), (.word("week"), "day", _),
            (.word("week"), "days", _):
            return ([.word("weekdays")], 2)
        case (.word("week"), "", let day)
        where tokens.dropFirst().first?.kind == .dash && ["day", "days"].contains(day):
            return ([.word("weekdays")], 3)
        case (.word("midday"), _, _): return ([.word("noon")], 1)
        case (.word("sundown"), _, _): return ([.word("sunset")], 1)
        case (.joint, _, _):
            // `mon/wed/fri`, `sat & sun`: between the names of days only.
            guard let last = before.last(where: { $0.kind != .comma }), isDay(last.kind),
                let next = tokens.dropFirst().first, isDay(next.kind)
            else { throw PhraseError(.unexpectedCharacter(token.text), column: token.column) }
            return ([.comma], 1)
        case (.dotted(let hour, let minute, let dot), let next, _):
            // `7.30` is a time behind `at` and before am or pm; `18.06` is a date to many.
            guard before.last?.kind == .word("at") || next == "am" || next == "pm" || goesOn(before) else {
                throw PhraseError(.unexpectedCharacter("."), column: dot)
            }
            return ([.clock(hour: hour, minute: minute, second: 0)], 1)
        default: return ([token.kind], 1)
        }
    }

    private static func isDay(_ kind: Token.Kind) -> Bool {
        guard case .word(let word) = kind else { return false }
        return Vocabulary.weekdays[word] != nil || Vocabulary.groups[word] != nil
    }

    /// Whether a list of times that was begun with `7.30` goes on: `at 7.30, 12.15`.
    private static func goesOn(_ before: [Token]) -> Bool {
        guard before.last?.kind == .comma, let time = before.last(where: { $0.kind != .comma }),
            case .clock = time.kind
        else { return false }
        return time.text.unicodeScalars.contains(".")
    }
}
