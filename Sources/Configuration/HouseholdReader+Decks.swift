import CivilTime
import Host
import Rituals
import Schedules

/// Decks, and what rituals draw from.
extension HouseholdReader {
    /// What stands behind `prompts`; decks may stand in a file that is read later.
    struct PromptReference {
        let texts: [(text: String, mark: Mark)]
        let source: Source
        let isPrivate: Bool
    }

    /// The names of all decks that rituals ask for, so far.
    var namedDecks: Set<String> { Set(promptReferences.flatMap { $0.texts.map(\.text) }) }

    // MARK: Decks

    /// `decks`: the couple's own, by their names.
    mutating func readDecks(_ node: Node) {
        for entry in mapping(node, "`decks`") ?? [] where !isFull {
            let standing = "\(source.name):\(entry.keyMark.line):\(entry.keyMark.column)"
            let first = deckPlaces[entry.key] ?? decks.ownFile(of: entry.key).map(Places.short)
            if Ritual.ID(entry.key) == nil {
                report(.invalidDeckName(entry.key), at: entry.keyMark)
            } else if entry.key == Deck.ours || entry.key == Deck.lighter {
                // What reads and fills them by itself knows nothing but their files.
                let hint = "it has a file of its own beside this one: `decks/\(entry.key).yaml`"
                report(.misplacedKey(entry.key, hint: hint), at: entry.keyMark)
            } else if let first {
                report(.duplicateKey(entry.key, first: first), at: entry.keyMark)
            } else {
                deckPlaces[entry.key] = standing
                knownDecks[entry.key] = readDeck(entry.value, entry.key)
            }
        }
    }

    /// A list of lines, or `{more: shipped-deck, lines: [...]}`.
    private mutating func readDeck(_ node: Node, _ name: String) -> Deck {
        guard case .mapping(let entries) = node.value else { return readLines(node, name) }
        var shipped: [String] = []
        var own = Deck(name: name, lines: [])
        for entry in entries where check(entry, keys: .deck) {
            if entry.key == "lines" {
                own = readLines(entry.value, name)
            } else if let other = text(entry.value, entry.key) {
                var reader = HouseholdReader(zones: zones, decks: .shipped, today: today)
                if let deck = reader.deck(named: other), other != Deck.ours {
                    shipped = deck.lines
                } else {
                    report(.noShippedDeck(other, known: DeckShelf.shipped.names), at: entry.value.mark)
                }
            }
        }
        let lines = own.lines
        if entries.isEmpty { report(.emptyList(name), at: node.mark) }
        return Deck(name: name, lines: lines + shipped.filter { !lines.contains($0) }, kept: own.kept)
    }

    private mutating func readLines(_ node: Node, _ name: String) -> Deck {
        guard case .sequence(let items) = node.value else {
            // A file of nothing but notes.
            if node.isEmpty, name == Deck.ours { return Deck(name: name, lines: []) }
            report(.notAList(name), at: node.mark)
            return Deck(name: name, lines: [])
        }
        if items.isEmpty, name != Deck.ours { report(.emptyList(name), at: node.mark) }
        var lines: [String] = []
        var known: Set<String> = []
        var kept: [KeptLine] = []
        for item in items where !isFull {
            if case .mapping(let entries) = item.value, name == Deck.ours {
                if let line = readKept(entries, at: item.mark) { kept.append(line) }
            } else if let line = text(item, name).map({ shown($0, at: item.mark, name) }) {
                if !known.insert(line).inserted { report(.repeatedLine, at: item.mark) }
                lines.append(line)
            }
        }
        return Deck(name: name, lines: lines, kept: kept)
    }

    /// A line that the couple kept, as `{date: 2026-05-03, by: Alex, text: We danced in the kitchen}`.
    private mutating func readKept(_ entries: [Node.Entry], at mark: Mark) -> KeptLine? {
        var date: CivilDate?
        var by: String?
        var words: String?
        for entry in entries where check(entry, keys: .kept) {
            guard let text = text(entry.value, entry.key) else { return nil }
            switch entry.key {
            case "text": words = shown(text, at: entry.value.mark, entry.key)
            case "by": by = text
            default:
                date = try? CivilDate(parsing: text)
                if date == nil { report(.notADate(key: "date", value: text), at: entry.value.mark) }
            }
        }
        if words == nil { report(.noValue("text"), at: mark) }
        return words.map { KeptLine(date: date, by: by, text: $0) }
    }

    /// A deck by its name: of `decks:`, or of a file; nil where there is none.
    mutating func deck(named name: String) -> Deck? {
        if let known = knownDecks[name] { return known }
        guard let file = decks.file(of: name) else {
            return name == Deck.ours ? Deck(name: name, lines: []) : nil
        }
        let unsaved = unsaved[file]
        let deck = deck(named: name, in: file) { () throws(Problem) in
            if let unsaved { return try Source.read(unsaved, from: file) }
            return try Source.read(file)
        }
        knownDecks[name] = deck
        return deck
    }

    /// A deck that is a file of its own.
    mutating func deck(
        named name: String, in file: String, _ read: () throws(Problem) -> Source
    ) -> Deck {
        let (outer, wasPrivate) = (source, inPrivate)
        defer { (source, inPrivate) = (outer, wasPrivate) }
        inPrivate = false
        var deck = Deck(name: name, lines: [])
        do throws(Problem) {
            source = try read()
            let (root, problems) = try Composer.compose(source)
            for problem in problems { add(problem) }
            if let root {
                deck = readDeck(root, name)
            } else if name != Deck.ours {
                report(.emptyList(name), at: Mark(line: 1, column: 1))
            }
        } catch {
            add(error)
        }
        return deck
    }

    /// All there are, in the order of their names.
    mutating func allDecks() -> [Deck] {
        Set(decks.names + Array(knownDecks.keys) + [Deck.ours]).sorted().compactMap { deck(named: $0) }
    }

    // MARK: Prompts

    /// Remembers what stands behind `prompts`, until all decks are known.
    mutating func readPrompts(_ entry: Node.Entry) -> Int? {
        guard let texts = texts(entry.value, entry.key) else { return nil }
        promptReferences.append(
            PromptReference(
                texts: texts.map { (shown($0.text, at: $0.node.mark, entry.key), $0.node.mark) },
                source: source,
                isPrivate: inPrivate))
        return promptReferences.count - 1
    }

    /// Gives each ritual the decks that it has named.
    mutating func resolvePrompts() {
        guard !promptReferences.isEmpty else { return }
        let known = promptReferences.map { reference in
            source = reference.source
            inPrivate = reference.isPrivate
            return resolve(reference)
        }
        inPrivate = false
        for (index, reference, saysIfPrivate) in wantedPrompts {
            rituals[index].prompts = known[reference]
            let isTender = known[reference].contains { $0.name == Deck.affection }
            if isTender, !saysIfPrivate { rituals[index].isPrivate = true }
        }
    }

    /// Decks, or lines of its own; never a mixture.
    private mutating func resolve(_ reference: PromptReference) -> [Deck] {
        var named: [Deck] = []
        var others: [(text: String, mark: Mark)] = []
        for (text, mark) in reference.texts {
            guard let deck = deck(named: text) else {
                others.append((text, mark))
                continue
            }
            if named.contains(where: { $0.name == text }) { report(.repeatedName(text), at: mark) }
            named.append(deck)
        }
        var lines: [String] = []
        for (text, mark) in others {
            if Ritual.ID(text) != nil {
                let names = decks.names + Array(knownDecks.keys)
                report(
                    .noDeck(text, suggestion: Suggestion.nearest(to: text, among: names.sorted())), at: mark)
            } else if !named.isEmpty {
                report(.mixedPrompts(text), at: mark)
            } else if lines.contains(text) {
                report(.repeatedLine, at: mark)
            }
            lines.append(text)
        }
        return lines.isEmpty ? named : [Deck(lines: lines)]
    }

    /// `turns`: names, one after the other.
    mutating func readTurns(_ entry: Node.Entry) -> [String]? {
        guard let texts = texts(entry.value, entry.key) else { return nil }
        for (name, node) in texts where !partners.isEmpty && !partners.contains(name) {
            guard let near = Suggestion.nearest(to: name, among: partners) else { continue }
            warnings.append(
                source.problem(.nearPartner(name, suggestion: near), at: node.mark, isPrivate: inPrivate))
        }
        if whoFirst == nil {
            whoFirst = source.problem(.nobodysTurn, at: entry.keyMark, isPrivate: inPrivate)
        }
        return texts.map(\.text)
    }
}
