import Host
import Rituals
import Schedules

/// Each kind of problem in words, and the way out.
extension Problem {
    var words: (message: String, hint: String?) {
        switch kind {
        case .unreadable(.missing):
            ("this file doesn't exist", "`ritual init` writes a first one")
        case .unreadable(.notAFile(let what)): ("this is \(what), not a file", nil)
        case .unreadable(.tooLarge(let limit)): ("the file is too large", "the limit is \(limit >> 10) KiB")
        case .unreadable(.system(let error)): ("the file can't be read: \(error.reason)", nil)
        case .fatal:
            (
                "rituald can't read these files: something in them ends its reader, which is a mistake in rituald",
                "undo your last change, and please report what it was"
            )
        case .notUTF8: ("this isn't UTF-8 text", "save the file as UTF-8")
        case .controlCharacter(let value):
            ("a control character, number \(value), can't be in the file", "delete it")
        case .syntax(let text): ("this is not YAML: \(text)", Problem.hint(forSyntax: text))
        case .tooDeep(let limit): ("more than \(limit) lists and mappings inside each other", nil)
        case .tooManyProblems(let limit): ("more than \(limit) problems; the rest are not listed", nil)
        case .aliasesGrow: ("the aliases in this file grow too large", "write out what each `*` means")
        case .unknownAlias(let name): ("`*\(name)` names nothing: no `&\(name)` comes before it", nil)
        case .aliasInItself(let name): ("`*\(name)` is inside what it names", nil)
        case .secondDocument: ("a second document begins here", "a file is one document: delete the `---`")
        case .tag(let tag): ("the tag `\(tag)` has no use here", "every value is text; delete the tag")
        case .duplicateKey(let key, let first):
            ("`\(key)` is there twice; first at \(first)", "keep one of them")
        case .notAMapping(let what):
            ("\(what) must be a mapping of keys and values", "one `key: value` a line, all indented alike")
        case .notAList(let what): ("`\(what)` must be a list", "as in `\(what): [one, two]`")
        case .notAText(let what): ("`\(what)` must be a text", nil)
        case .noValue(let what): ("`\(what)` has no value", nil)
        case .unknownKey(let key, let suggestion):
            ("unknown key `\(key)`", suggestion.map { "did you mean `\($0)`?" })
        case .misplacedKey(let key, let hint): ("`\(key)` can't be here", hint)
        case .unavailableKey(let key):
            (
                "`\(key)` can't be used yet in this version",
                "delete it, or put `#` before it, until a later version reads it"
            )
        case .mergeKey: ("`<<` isn't part of this language", "`defaults:` holds what all rituals share")
        case .tooManyRituals(let limit): ("more than \(limit) rituals", nil)
        case .phrase(let error): (error.message, error.hint)
        case .noSchedule(let id): ("`\(id)` has no `when`", "as in `when: weekdays at 07:30`")
        case .invalidID(let id):
            (
                "`\(id.clipped(to: 80))` can't be the name of a ritual",
                "a letter, then letters, digits, `-` and `_`, \(Ritual.ID.longest) at most; `title:` may hold anything"
            )
        case .reservedID(let id):
            ("the name `\(id)` is taken", "`once-1` and its like and `insight` belong to the program")
        case .notTrueOrFalse(let key, let value): ("`\(key)` is true or false, not `\(value)`", nil)
        case .unknownValue(let key, let value, let known, let suggestion):
            (
                "`\(value)` isn't a value of `\(key)`",
                suggestion.map { "did you mean `\($0)`?" }
                    ?? "one of \(known.map { "`\($0)`" }.joined(separator: ", "))"
            )
        case .invalidThemeName(let key, let value):
            (
                "`\(value)` isn't a name in the \(key) theme",
                "letters, digits, `.`, `_` and `-`, as in `appointment-soon`"
            )
        case .unknownPlaceholder(let name):
            (
                "`{\(name)}` stands for nothing",
                "one of \(Placeholder.allCases.map { "`\($0.text)`" }.joined(separator: ", ")); or leave the braces out"
            )
        case .needsStarting(let name):
            ("`\(name)` needs `starting`, to count from", "as in `starting: 2026-01-09`")
        case .needsPlace:
            (
                "`{sunset}` needs `place` at the top level",
                "as in `place: {latitude: 52.52, longitude: 13.40}`"
            )
        case .noDate(let id): ("`\(id)` has no `date`", "as in `date: 2016-06-18`, or `date: june 18`")
        case .invalidDeckName(let name):
            (
                "`\(name.clipped(to: 80))` can't be the name of a deck",
                "a letter, then letters, digits, `-` and `_`, \(Ritual.ID.longest) at most"
            )
        case .noShippedDeck(let name, let known):
            (
                "`more` names a deck that comes with rituald, and `\(name)` is none",
                Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                    ?? "one of \(known.joined(separator: ", "))"
            )
        case .noDeck(let name, let suggestion):
            (
                "there's no deck `\(name)`",
                suggestion.map { "did you mean `\($0)`?" }
                    ?? "`ritual prompt` lists them; a line of its own is more than one word"
            )
        case .mixedPrompts(let text):
            (
                "`\(text.clipped(to: 80))` is a line among decks",
                "decks or lines, never both: put the lines into a deck of their own under `decks:`"
            )
        case .unusualDeck:
            (
                "no command can add a line to this file",
                "it is to be a list with `- ` at the start of each line; write it there by hand"
            )
        case .repeatedLine: ("this line is in the deck already", "keep one of them")
        case .unknownZone(let name, let suggestion):
            (
                "there's no time zone `\(name)`",
                suggestion.map { "did you mean `\($0)`?" } ?? "as in `Europe/Berlin`"
            )
        case .unusableZone(let name):
            ("the rules of `\(name)` can't be read on this machine", "reinstall the package tzdata")
        case .invalidTime(let text): ("`\(text)` isn't a time", "as in `09:00` or `7:30 pm`")
        case .invalidSpan(let key, let value):
            ("`\(value)` isn't a span for `\(key)`", "as in `90m`, `1h30m`, `2 hours`, `3d` or `2w`")
        case .notADate("occasion", let value):
            ("`\(value)` isn't a date for an occasion", "as in `2016-06-18`, `06-18` or `june 18`")
        case .notADate("away", let value):
            (
                "`\(value)` isn't a date or a range of dates",
                "as in `2027-07-01..2027-07-21`; `except` in a ritual leaves out days of the week"
            )
        case .notADate(let key, let value):
            ("`\(value)` isn't a date for `\(key)`", "as in `\(key): 2027-01-04`")
        case .dateWithTime(let key, let value):
            (
                "`\(key)` is a date, without a time",
                "`\(key): \(String(value.prefix(10)))`; the time goes in `when`"
            )
        case .untilBefore(let key, let date):
            ("`until` comes before `\(key)`, \(date)", "between them lies no date")
        case .notDegrees(let key, let value, let range):
            (
                "`\(value)` isn't a \(key)",
                "degrees from -\(range) to \(range), as in `latitude: 52.52, longitude: 13.40`"
            )
        case .halfAPlace:
            ("`place` has a latitude and a longitude", "as in `place: {latitude: 52.52, longitude: 13.40}`")
        case .emptyList(let key): ("`\(key)` is an empty list", nil)
        case .repeatedName(let name): ("`\(name)` is named twice", nil)
        case .notAPartner(let name, let partners):
            (
                "`\(name)` is not one of the partners",
                "one of \(partners.map { "`\($0)`" }.joined(separator: ", "))"
            )
        case .noPartners:
            ("`who` names one of the partners, and the file names none", "as in `partners: [Alex, Sam]`")
        case .notARange(let key, let value):
            ("`\(value)` isn't a range of times for `\(key)`", "as in `\(key): 22:30-07:00`")
        case .emptyRange(let value):
            (
                "`\(value)` begins and ends at once",
                "the whole day can't be quiet; `away` is for whole days, `ritual pause` for now"
            )
        case .alwaysQuiet:
            ("these hours leave nothing of the day", "`away` is for whole days, `ritual pause` for now")
        case .notANudge(let value, let most):
            (
                "`\(value)` can't be read as `nudge`",
                "as in `nudge: every 10m, 2 times`; a minute apart at least, \(most) times at most"
            )
        case .notEnough(let value):
            (
                "`\(value)` can't be read as `enough`", "as in `enough: 2 a week`, `1 a day` or `3 a month`"
            )
        case .needsFor(let what): ("`\(what)` needs `for`, how long it lasts", "as in `for: 30m`")
        case .needsAnswer(let key):
            (
                "`\(key)` has no use with `answer: false`, which asks nothing",
                "take one of the two away"
            )
        case .stillARitual(let name):
            (
                "`was: \(name)` names a ritual that is still there",
                "`was` is for a name that no ritual has any more"
            )
        case .claimedTwice(let name, let first):
            ("another ritual says `was: \(name)` already, at \(first)", "its past can go to one of them only")
        case .invalidChannelName(let name):
            (
                "`\(name.clipped(to: 80))` can't be the name of a channel",
                "a letter, then letters, digits, `-` and `_`, \(Ritual.ID.longest) at most"
            )
        case .reservedChannelName(let name):
            ("`\(name)` is always there, and needs no channel", "give the channel another name, as `phone`")
        case .tooManyChannels(let limit): ("more than \(limit) channels", nil)
        case .noCommand(let name):
            ("`\(name)` has no `command`, the program to run", "as in `command: [notify-send, \"{title}\"]`")
        case .commandLine(let line):
            (
                "`\(line)` is a line for a shell, and no shell reads it",
                "a list has the program and each argument by itself: `[\(Problem.list(line))]`"
            )
        case .blankInProgram(let program):
            ("`\(program)` is to be a program, and nothing is filled in there", "write its name out")
        case .relativeProgram(let program):
            (
                "`\(program)` could lie anywhere",
                "a name alone, as `curl`, or a path that begins with `/` or `~/`"
            )
        case .nulInCommand: ("a character with the number 0 can reach no program", "delete it")
        case .unknownBlank(let name, let suggestion):
            (
                "`{\(name)}` stands for nothing in a channel",
                suggestion.map { "did you mean `{\($0)}`?" }
                    ?? "one of \(CommandText.Blank.allCases.map { "`{\($0.rawValue)}`" }.joined(separator: ", "))"
            )
        case .invalidTimeout(let value, let most):
            (
                "`\(value)` isn't a span for `timeout`",
                "a second at least and \(most / 60) minutes at most, as in `timeout: 10s`"
            )
        case .idleChannel(let name):
            ("nothing asks for the channel `\(name)`", "a ritual does: `notify: [desktop, \(name)]`")
        case .nobody:
            (
                "`who` needs to know whose machine this is; until then nothing of it rings here",
                "write one of the names into `me` beside this file, or run `ritual init`"
            )
        case .nobodysTurn:
            (
                "`turns` would say \"your turn\" if it knew whose machine this is",
                "write one of the names into `me` beside this file, or run `ritual init`"
            )
        case .nearPartner(let name, let suggestion):
            ("`\(name)` is not one of the partners", "did you mean `\(suggestion)`?")
        case .tooLong(let what, let most):
            (
                "`\(what)` is longer than \(Wording.count(most, "character")); the rest is left out",
                "a bubble shows no more than that"
            )
        case .conflictCopy:
            (
                "this looks like a sync tool's copy of another file, and isn't read",
                "take over what it has, then delete it; if it's no copy, give it another name"
            )
        case .otherEnding: ("only files that end in `.yaml` are read", "rename it")
        }
    }

    /// A line for a shell as a YAML list, as far as its words stand alone.
    private static func list(_ line: String) -> String {
        line.split(whereSeparator: \.isWhitespace).map { YAMLScalar.text(String($0), in: .flow) }
            .joined(separator: ", ")
    }

    private static func hint(forSyntax text: String) -> String? {
        if text.includes("mapping values are not allowed") {
            return "text with `: ` in it needs quotes; keys of one ritual are indented alike"
        }
        if text.includes("cannot start any token") {
            return "indent with spaces, not tabs; text that begins with a special character needs quotes"
        }
        if text.includes("did not find expected") {
            return "is this line indented like its neighbours, and every quote and bracket closed?"
        }
        return nil
    }
}
