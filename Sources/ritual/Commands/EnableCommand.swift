import ArgumentParser

struct EnableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Turn rituals on again.",
        discussion:
            "Takes `enabled: false` away where they stand in the files. Everything else stays as it is.")

    @OptionGroup var turning: TurningOptions

    func run() throws { try turning.turn(on: true) }
}
