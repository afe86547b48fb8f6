import Glibc
import SimulationWorld

/// Lives through as many years as are asked for, world by world, and stops at the first broken promise.
///
/// `Simulate YEARS`. In the environment, `SIMULATE_SEED` is the one world to live in, `SIMULATE_FROM` the first of
/// many, `SIMULATE_MOST` how many may be broken before it stops, and `SIMULATE_TRACE` how many events before that it
/// tells of.
@main struct Simulate {
    static func main() {
        guard getenv("SWIFT_DETERMINISTIC_HASHING") != nil else { return beginAgain() }
        let years = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 10
        if let seed = number("SIMULATE_SEED") { return run(seeds: seed...seed, years: .infinity) }
        let first = number("SIMULATE_FROM") ?? UInt64.random(in: 0...999_999_999)
        run(seeds: first...first + 1_000_000_000, years: years)
    }

    /// What is gone through in no order is gone through in the same order each time.
    private static func beginAgain() {
        setenv("SWIFT_DETERMINISTIC_HASHING", "1", 1)
        execv("/proc/self/exe", CommandLine.unsafeArgv)
        perror("execv")
        exit(1)
    }

    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }

    private static func run(seeds: ClosedRange<UInt64>, years: Double) {
        var tally = World.Tally()
        var (worlds, broken) = (0, 0)
        for seed in seeds {
            let (life, failure) = World.lived(
                seed: seed, remembering: Int(number("SIMULATE_TRACE") ?? 40))
            tally += life
            worlds += 1
            if let failure {
                print(failure)
                broken += 1
                if broken >= number("SIMULATE_MOST") ?? 1 { break }
            }
            if worlds.isMultiple(of: 50) { tell(tally, worlds, through: seed) }
            if Double(tally.days) >= years * 365.25 { break }
        }
        tell(tally, worlds, through: nil)
        exit(broken == 0 ? 0 : 1)
    }

    private static func tell(_ tally: World.Tally, _ worlds: Int, through seed: UInt64?) {
        print(
            "\(tally.days / 365) years, \(worlds) worlds: \(tally.events) events, \(tally.rings) rings,"
                + " \(tally.crashes) ends of the process, \(tally.audits) audits"
                + (seed.map { "; through seed \($0)" } ?? ""))
        fflush(nil)
    }
}
