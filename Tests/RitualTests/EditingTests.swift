import Foundation
import TestSupport
import Testing

@Suite("ritual init") struct InitTests {
    @Test func `with yes it asks nothing, and writes what passes the check`() throws {
        let home = try Home()
        let ran = try home.run("init", "--yes")
        #expect(ran.status == 0 && ran.errors == "" && !ran.output.contains("/n]"))
        #expect(ran.output.contains("The coming week:") && ran.output.contains("ritual ring morning-coffee"))
        #expect(try home.mode(home.file) == 0o600 && home.mode(home.me) == 0o600)
        #expect(try home.mode(home.path + "/.config/rituald") == 0o700)
        let check = try home.run("check")
        #expect(check.status == 0 && check.errors == "")
        #expect(
            check.output.hasSuffix(
                "4 rituals, no problems\nup to 2 bubbles on a busy day, 11 in a busy week\n"))
    }

    @Test func `all six are never more than three on a day`() throws {
        let home = try Home()
        let ran = try home.run("init", input: "\n\n\n\n" + String(repeating: "y\n", count: 6) + "\n\ny\n")
        #expect(ran.status == 0)
        #expect(
            try home.run("check").output.contains("6 rituals, no problems\nup to 3 bubbles on a busy day"))
    }

    @Test(
        "any name is written so that it is read back",
        arguments: [
            "Zoë", "\"-# x: 'y", "- a, ]", "no", "💛", "a: b # c", "{n}", "*star", "愛", "O'Neil \\ Sons",
        ])
    func names(_ name: String) throws {
        let home = try Home()
        let ran = try home.run("init", input: "\(name)\nmy \(name)\n" + String(repeating: "\n", count: 11))
        #expect(ran.status == 0 && ran.errors == "")
        #expect(try home.text(home.me) == name + "\n")
        #expect(try home.run("check").status == 0)
    }

    @Test func `on a terminal, a wrong answer is asked for again, with the way out`() throws {
        let home = try Home()
        let ran = try home.converse(
            "init",
            steps: [
                ["Your name? [", "  Kim \n"], ["partner's? [Darling] ", "kim\n"],
                ["partner's? [Darling] ", "\n"],
                ["begin? [07:30] ", "7\n"], ["begin? [07:30] ", "6:15 am\n"], ["quiet? [21:15] ", "\n"],
                ["[Y/n] ", "perhaps\n"], ["[Y/n] ", "YES\n"], ["[y/N] ", "n\n"], ["[Y/n] ", "no\n"],
                ["[y/N] ", "\n"], ["[Y/n] ", "n\n"], ["[Y/n] ", "n\n"], ["Your day? ", "soon\n"],
                ["Your day? ", "2016-06-18\n"], ["1. ", "Pancakes: at midnight\n"], ["2. ", "\n"],
                ["Write it to ", "\n"],
            ])
        #expect(ran.status == 0)
        #expect(ran.shown.contains("hint: `7 am`, `7 pm` or `07:00`?"))
        #expect(try home.text().contains("partners: [Kim, Darling]"))
        #expect(try home.run("list").output.hasPrefix("morning-coffee  Coffee, just us  weekdays at 06:15"))
        let list = try home.run("list").output
        #expect(
            list.contains("anniversary     Our day          june 18 at 09:00 starting 2016-06-18"), "\(list)"
        )
        #expect(try home.run("prompt", "fun-list").output == "Pancakes: at midnight\n")
        #expect(try home.run("list").output.split(separator: "\n").count == 2)
    }

    @Test func `Ctrl-C, Ctrl-D and No write nothing`() throws {
        let home = try Home()
        let name = ["Your name? [", "Kim\n"]
        let stopped = try home.converse("init", steps: [name, ["partner's? [Darling] ", "\u{03}"]])
        #expect(stopped.status == 130 && home.isUntouched)
        let ended = try home.converse("init", steps: [name, ["partner's? [Darling] ", "\u{04}"]])
        #expect(
            ended.status == 1 && ended.shown.hasSuffix("Stopped; nothing was written.\n") && home.isUntouched)
        let declined = try home.run("init", input: String(repeating: "\n", count: 12) + "n\n")
        #expect(
            declined.status == 0 && declined.output.hasSuffix("Nothing was written.\n") && home.isUntouched)
    }

    @Test(
        "input that ends too soon writes nothing", arguments: [0, 1, 3, 4, 9, 10, 11, 12])
    func ends(_ answers: Int) throws {
        let home = try Home()
        let ran = try home.run("init", input: String(repeating: "\n", count: answers))
        #expect(ran.status == 1 && ran.errors == "Stopped; nothing was written.\n" && home.isUntouched)
    }

    @Test func `a file that is there is never touched, and nothing is asked`() throws {
        let home = try Home()
        try home.write("# ours\n")
        let ran = try home.run("init", "--yes")
        #expect(ran.status == 1 && ran.output == "" && ran.errors.contains("`ritual add`"))
        #expect(try home.text() == "# ours\n")
        try FileManager.default.removeItem(atPath: home.file)
        try FileManager.default.createSymbolicLink(atPath: home.file, withDestinationPath: "nowhere")
        #expect(try home.run("init", "--yes").status == 1)
        #expect(!FileManager.default.fileExists(atPath: home.path + "/.config/rituald/nowhere"))
    }

    @Test func `a me that is there is the first name`() throws {
        let home = try Home()
        try home.folder.write("Mika", to: ".config/rituald/me")
        #expect(try home.run("init", "--yes").status == 0)
        #expect(try home.text().contains("partners: [Mika, Darling]") && home.text(home.me) == "Mika")
    }

    @Test func `what rituals_d has already is not offered again`() throws {
        let home = try Home()
        try home.folder.write(
            "rituals: {date-night: {when: daily}}", to: ".config/rituald/rituals.d/ours.yaml")
        #expect(try home.run("init", "--yes").status == 0)
        #expect(try home.run("check").output.contains("4 rituals, no problems"))
    }

    @Test func `the service is started where it is installed, and asked for`() throws {
        let home = try Home(programs: ["systemctl": "echo \"$*\" >> \"$HOME/calls\""])
        let enter = String(repeating: "\n", count: 13)
        #expect(
            try home.run("init", input: enter + "n\n").output.contains(
                "systemctl --user enable --now rituald"))
        #expect(try home.text(home.path + "/calls") == "--user cat rituald.service\n")
        try FileManager.default.removeItem(atPath: home.file)
        let ran = try home.run("init", "--yes")
        #expect(ran.status == 0 && ran.output.contains("rituald runs, and starts again at each login."))
        #expect(
            try home.text(home.path + "/calls").hasSuffix(
                "--user daemon-reload\n--user enable --quiet --now rituald\n"))
    }

    @Test func `a service that does not start is told, and the file stays`() throws {
        let home = try Home(programs: ["systemctl": "case $2 in enable) exit 5;; esac"])
        let ran = try home.run("init", "--yes")
        #expect(ran.status == 1 && ran.errors.contains("rituald was not started") && ran.errors.contains("5"))
        #expect(try home.run("check").status == 0)
    }
}

@Suite("ritual add, enable and disable") struct ChangeTests {
    @Test func `add says what it means and when it comes, in the words of explain`() throws {
        let home = try Home()
        try home.write("rituals:\n  a: {when: daily}\n")
        let ran = try home.run(
            "add", "tea", "weekdays", "at", "4", "pm", "--title", "Tea: for two", "--private")
        let explained = try home.run("explain", "weekdays at 4 pm", "-n", "3")
        #expect(
            ran.status == 0
                && ran.output == "tea is in ~/.config/rituald/rituals.yaml now.\n" + explained.output)
        #expect(
            try home.text()
                == "rituals:\n  a: {when: daily}\n  tea:\n    title: \"Tea: for two\"\n    when: weekdays at 4 pm\n    private: true\n"
        )
    }

    @Test func `add begins a file where there is none`() throws {
        let home = try Home()
        #expect(try home.run("add", "tea", "daily").status == 0)
        #expect(try home.mode(home.file) == 0o600 && home.text().hasPrefix("# Your rituals."))
        #expect(try home.run("check").output.contains("1 ritual, no problems"))
    }

    @Test func `the time of a phrase without one is that of the file`() throws {
        let home = try Home()
        try home.write("timezone: Asia/Tokyo\ndefaults: {at: 08:30}\n")
        let ran = try home.run("add", "tea", "daily")
        #expect(ran.output.contains("daily at 08:30\n") && ran.output.contains("08:30  +09:00"))
    }

    @Test(
        "what cannot be added changes nothing",
        arguments: [
            (["a", "daily"], "there is a ritual `a` already, at ~/.config/rituald/rituals.yaml:1:11"),
            (["x", "daily"], "there is a ritual `x` already, at ~/.config/rituald/rituals.d/x.yaml:1:11"),
            (["once-2", "daily"], "the name `once-2` is taken"),
            (["2x", "daily"], "`2x` can't be the name"),
            (["tea", "daily", "at", "7"], "\n  daily at 7\n           ^\n"),
            (["tea", "daily", "--say", "{m}"], "`{m}` stands for nothing"),
        ])
    func refused(_ arguments: [String], _ words: String) throws {
        let home = try Home()
        try home.write("rituals: {a: {when: daily}} # ours")
        try home.folder.write("rituals: {x: {when: daily}}", to: ".config/rituald/rituals.d/x.yaml")
        let ran = try Ritual(["add"] + arguments, environment: ["HOME": home.path])
        #expect(ran.status == 1 && ran.output == "" && ran.errors.contains(words))
        #expect(try home.text() == "rituals: {a: {when: daily}} # ours")
    }

    @Test func `a file with problems is shown them, and stays`() throws {
        let home = try Home()
        try home.write("ritualz:\nrituals: {a: {when: daily}}")
        for arguments in [["add", "tea", "daily"], ["disable", "a"], ["enable", "a"]] {
            let ran = try Ritual(arguments, environment: ["HOME": home.path])
            #expect(ran.status == 1 && ran.errors.contains("did you mean `rituals`?"))
        }
        #expect(try home.text() == "ritualz:\nrituals: {a: {when: daily}}")
    }

    @Test func `off and on, in whichever file, and the link and the mode stay`() throws {
        let home = try Home()
        let ours = "rituals:\r\n  a:   # ours\r\n    when: daily"
        let target = try home.folder.write(ours, to: "dotfiles/rituals.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target)
        let other = try home.folder.write(
            "rituals: {x: {when: daily}}", to: ".config/rituald/rituals.d/x.yaml")
        try FileManager.default.createSymbolicLink(atPath: home.file, withDestinationPath: target)
        #expect(try home.run("disable", "a", "x").status == 0)
        #expect(try home.run("list").output.components(separatedBy: "  off").count == 3)
        #expect(try home.text(other) == "rituals: {x: {enabled: false, when: daily}}")
        #expect(try home.run("disable", "a").output == "a is off already.\n")
        #expect(try home.run("enable", "x", "a").status == 0)
        #expect(try home.text() == ours && home.text(other) == "rituals: {x: {when: daily}}")
        #expect(try home.mode(target) == 0o640)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: home.file) == target)
    }

    @Test func `one that is unknown among several changes none`() throws {
        let home = try Home()
        try home.write("rituals: {tea: {when: daily}, walk: {when: daily}}")
        let ran = try home.run("disable", "tea", "wolk")
        #expect(ran.status == 1 && ran.errors.contains("did you mean `walk`?"))
        #expect(try !home.text().contains("enabled"))
    }

    @Test func `where defaults turn all off, on is said`() throws {
        let home = try Home()
        try home.write("defaults: {enabled: no}\nrituals:\n  a:\n    when: daily\n  b: {when: daily}\n")
        #expect(try home.run("enable", "a").status == 0)
        #expect(try home.text().contains("  a:\n    enabled: true\n    when: daily\n"))
        #expect(try home.run("disable", "a").status == 0)
        #expect(try home.run("enable", "a").status == 0)
        #expect(try home.run("list").output.components(separatedBy: "  off").count == 2)
    }

    @Test func `a text that two rituals share is not changed for one of them`() throws {
        let home = try Home()
        let text = "rituals: {a: &x {when: daily}, b: *x}"
        try home.write(text)
        for name in ["a", "b"] {
            let ran = try home.run("disable", name)
            #expect(ran.status == 1 && ran.errors.contains("`ritual edit` opens it"))
        }
        #expect(try home.text() == text)
    }
}

@Suite("ritual edit") struct EditTests {
    private let text = "rituals:\n  # ours\n  a:\n    when: daily at 07:30\n"

    /// An editor that does to the file what `sed` is told, by its first run, its second, and so on; it writes
    /// down what it was started with.
    private func home(_ edits: String..., mode: Int = 0o600) throws -> Home {
        var script = "echo \"$*\" | sed 's|/.*/||' >> \"$HOME/calls\"\nfor file; do :; done\n"
        script += "run=$(wc -l < \"$HOME/calls\")\ncase $run in\n"
        for (index, edit) in edits.enumerated() { script += "\(index + 1)) \(edit);;\n" }
        let home = try Home(programs: ["nano": script + "esac", "other": script + "esac"])
        try home.write(text)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: home.file)
        return home
    }

    private let nano = ["EDITOR": "nano"]

    @Test func `a good edit takes the file's place, with its mode`() throws {
        let home = try home(#"sed -i s/daily/sundays/ "$file""#, mode: 0o640)
        let ran = try home.run("edit", environment: nano)
        #expect(ran.status == 0 && ran.output == "~/.config/rituald/rituals.yaml: 1 ritual, no problems\n")
        #expect(try home.text() == text.replacingOccurrences(of: "daily", with: "sundays"))
        #expect(try home.mode(home.file) == 0o640 && home.text(home.path + "/calls") == "rituals.yaml\n")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: home.path).sorted() == [
                ".config", "bin", "calls",
            ])
    }

    @Test func `no edit is said`() throws {
        #expect(try home("true").run("edit", environment: nano).output == "Nothing was changed.\n")
    }

    @Test func `VISUAL goes before EDITOR, and may have options`() throws {
        let home = try home("true")
        let ran = try home.run("edit", environment: ["VISUAL": "other --wait 'a b'", "EDITOR": "false"])
        #expect(ran.status == 0)
        #expect(try home.text(home.path + "/calls") == "--wait a b rituals.yaml\n")
    }

    @Test func `a mistake is shown, and one can go back in at its line`() throws {
        let home = try home(#"sed -i s/daily/dayly/ "$file""#, #"sed -i s/dayly/sundays/ "$file""#)
        let ran = try home.converse("edit", steps: [["Go back in? [Y/n] ", "\n"]], environment: nano)
        #expect(ran.status == 0 && ran.shown.contains("rituals.yaml:4:11: unknown word `dayly`"))
        #expect(try home.text().contains("sundays at 07:30"))
        #expect(try home.text(home.path + "/calls") == "rituals.yaml\n+4 rituals.yaml\n")
    }

    @Test func `an editor that nobody knows is not told a line`() throws {
        let home = try home(#"sed -i s/daily/dayly/ "$file""#, #"sed -i s/dayly/sundays/ "$file""#)
        let ran = try home.converse(
            "edit", steps: [["Go back in? [Y/n] ", "y\n"]], environment: ["EDITOR": "other"])
        #expect(ran.status == 0)
        #expect(try home.text(home.path + "/calls") == "rituals.yaml\nrituals.yaml\n")
    }

    @Test(
        "who does not go back in keeps the edit under another name", arguments: ["n\n", "\u{04}"])
    func declined(_ answer: String) throws {
        let home = try home(#"sed -i s/daily/dayly/ "$file""#)
        let ran = try home.converse("edit", steps: [["Go back in? [Y/n] ", answer]], environment: nano)
        #expect(ran.status == 1)
        #expect(ran.shown.hasSuffix("Your edit is kept in ~/.config/rituald/rituals.yaml.edited\n"))
        #expect(try home.text() == text)
        #expect(try home.text(home.file + ".edited").contains("dayly"))
        #expect(try home.mode(home.file + ".edited") == 0o600)
    }

    @Test func `without a terminal nothing is asked, and no kept edit is written over`() throws {
        let home = try home(#"sed -i s/daily/dayly/ "$file""#, #"sed -i s/daily/doily/ "$file""#)
        #expect(try home.run("edit", input: "y\n", environment: nano).status == 1)
        let ran = try home.run("edit", environment: nano)
        #expect(ran.status == 1 && !ran.output.contains("?") && ran.errors.contains("rituals.yaml.edited-2"))
        #expect(try home.text(home.file + ".edited").contains("dayly"))
    }

    @Test func `a file that has changed meanwhile is not written over`() throws {
        let home = try home(
            #"sed -i s/daily/sundays/ "$file"; echo '# from elsewhere' >> "$HOME/.config/rituald/rituals.yaml""#
        )
        let ran = try home.run("edit", environment: nano)
        #expect(ran.status == 1 && ran.errors.contains("changed by another meanwhile"))
        #expect(try home.text() == text + "# from elsewhere\n")
        #expect(try home.text(home.file + ".edited").contains("sundays"))
    }

    @Test func `an editor that fails, or is not there, changes nothing`() throws {
        let home = try home(#"sed -i s/daily/sundays/ "$file"; exit 3"#)
        let failed = try home.run("edit", environment: nano)
        #expect(
            failed.status == 1 && failed.errors.contains("ended with 3") && failed.errors.contains(".edited"))
        let missing = try home.run("edit", environment: ["EDITOR": "no-such-editor"])
        #expect(missing.status == 1 && missing.errors.contains("there is no editor `no-such-editor`"))
        #expect(try home.text() == text)
    }

    @Test func `problems of another file do not keep an edit from being saved, and are shown`() throws {
        let home = try home(#"sed -i s/daily/sundays/ "$file""#)
        try home.folder.write("ritualz:", to: ".config/rituald/rituals.d/x.yaml")
        let ran = try home.run("edit", environment: nano)
        #expect(ran.status == 1 && ran.errors.contains("x.yaml:1:1") && ran.errors.contains("is saved"))
        #expect(try home.text().contains("sundays"))
    }

    @Test func `Ctrl-C in the editor is the editor's matter`() throws {
        let home = try home(#"trap 'sed -i s/daily/sundays/ "$file"' INT; echo ready; read answer; true"#)
        let ran = try home.converse("edit", steps: [["ready", "\u{03}"], ["^C", "\n"]], environment: nano)
        #expect(ran.status == 0 && ran.shown.contains("1 ritual, no problems"))
        #expect(try home.text().contains("sundays"))
    }

    @Test func `without a file the way to one is named`() throws {
        let ran = try Home().run("edit", environment: nano)
        #expect(ran.status == 1 && ran.errors.contains("`ritual init`"))
    }
}

@Suite("Two commands at once") struct ConcurrentEditingTests {
    @Test func `each of many that says so has written its ritual`() async throws {
        let home = try Home()
        try home.write("rituals:\n  tea: {when: daily}\n")
        let added = try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let ran = try home.run("add", "r\(number)", "daily at 10:00")
                    return ran.output.contains("is in") ? "r\(number)" : nil
                }
            }
            return try await group.reduce(into: []) { all, one in if let one { all.append(one) } }
        }
        let listed = try home.run("list").output
        #expect(added.count == 40, "each waits for its turn")
        #expect(added.allSatisfy { listed.contains("\n\($0) ") })
    }
}
