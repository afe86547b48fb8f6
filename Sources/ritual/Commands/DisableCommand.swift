import ArgumentParser

struct DisableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Let rituals rest for a while.",
        discussion:
            "Writes `enabled: false` where they stand in the files: they keep their words and do not ring. Everything else stays as it is."
    )

    @OptionGroup var turning: TurningOptions

    func run() throws { try turning.turn(on: false) }
}
