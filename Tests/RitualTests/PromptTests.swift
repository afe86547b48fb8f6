import Foundation
import TestSupport
import Testing

@Suite("ritual prompt and keep") struct PromptCommandTests {
    private let text = """
        partners: [Alex, Sam]
        decks: {two: [One thing., Another thing.]}
        rituals:
          coffee: {when: daily at 07:30, prompts: two, turns: [Alex, Sam]}
          secret: {when: daily at 07:30, prompts: [Only for us.], private: true}
          bare: {when: daily at 07:30}
        """

    private func home() throws -> Home {
        let home = try Home()
        try home.write(text)
        try home.folder.write("Sam", to: ".config/rituald/me")
        return home
    }

    @Test func `a deck is drawn by the date, the same all day, and another goes on`() throws {
        let home = try home()
        let first = try home.run("prompt", "two").output
        #expect(try home.run("prompt", "two").output == first)
        let other = try home.run("prompt", "two", "--another").output
        #expect(Set([first, other]) == ["One thing.\n", "Another thing.\n"])
        #expect(try home.run("prompt", "two", "--another", "--another").output == first)
    }

    @Test func `a ritual shows what its next bubble will say`() throws {
        let home = try home()
        let next = try home.run("prompt", "coffee")
        #expect(next.status == 0 && next.output.hasPrefix("For t"))
        #expect(try home.run("prompt", "secret").errors.contains("--private"))
        #expect(try home.run("prompt", "secret", "--private").output.hasSuffix("Only for us.\n"))
        #expect(try home.run("prompt", "bare").errors.contains("`bare` draws from no deck"))
        #expect(try home.run("prompt", "cofee").errors.contains("did you mean `coffee`?"))
        #expect(try home.run("prompt", "ours").errors.contains("`ritual keep TEXT`"))
    }

    @Test func `without a name it lists the decks, shipped and own`() throws {
        let ran = try home().run("prompt")
        let rows = ran.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(Set(rows).isSuperset(of: ["morning 90 lines", "repair 30 lines", "two 2 lines"]))
        #expect(rows.contains("ours nothing yet; `ritual keep TEXT` fills it"))
    }

    @Test func `turns are told with the words for whose machine it is`() throws {
        let next = try home().run("next", "-n", "4").output
        #expect(next.contains("your turn") && next.contains("Alex's turn"))
        let list = try home().run("list").output
        #expect(list.contains("next: your turn") || list.contains("next: Alex's turn"))
    }

    @Test func `what is kept stands dated and signed in a file of its own`() throws {
        let home = try home()
        let ran = try home.run("keep", "We", "danced:", "slowly", "--date", "2026-05-03")
        #expect(
            ran.status == 0
                && ran.output == "Kept. `prompts: ours` in a ritual brings it back, once a month is over.\n")
        #expect(try home.run("keep", "And then it rained").status == 0)
        let file = home.path + "/.config/rituald/decks/ours.yaml"
        let lines = try home.text(file).split(separator: "\n").filter { $0.hasPrefix("-") }
        #expect(lines.count == 2 && lines[0] == "- {date: 2026-05-03, by: Sam, text: \"We danced: slowly\"}")
        #expect(try home.mode(file) == 0o600)
        #expect(try home.run("prompt", "ours").output == "Sam, 3 May 2026: We danced: slowly\n")
        #expect(try home.run("check").status == 0)
    }

    @Test(
        "what cannot be kept is refused, and nothing is written",
        arguments: [
            ["  "], ["a\u{1B}[31m"], [String(repeating: "x", count: 281)], ["a", "--date", "soon"],
            ["a", "--date", "2199-01-01"],
        ])
    func refused(_ arguments: [String]) throws {
        let home = try home()
        let ran = try home.run(["keep"] + arguments)
        #expect(ran.status == 1 && !ran.errors.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: home.path + "/.config/rituald/decks"))
    }

    @Test func `a file that people have written otherwise stays as it is`() throws {
        let home = try home()
        try home.folder.write("[In brackets, of all things]\n", to: ".config/rituald/decks/ours.yaml")
        let ran = try home.run("keep", "more")
        #expect(ran.status == 1 && ran.errors.contains("hint: it is to be a list with `- `"))
        #expect(
            try home.text(home.path + "/.config/rituald/decks/ours.yaml") == "[In brackets, of all things]\n")
    }
}
