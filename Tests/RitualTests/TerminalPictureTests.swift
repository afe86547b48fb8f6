import CivilTime
import Foundation
import Host
import TestSupport
import Testing

/// What looking back is like on a real terminal; the pictures stay in `.build/pictures`.
@Suite("looking back, on a terminal") struct TerminalPictureTests {
    @Test(arguments: [80, 120])
    func `the year and its words fit on lines of that many cells, in colour`(columns: Int) throws {
        let past = try Past(PageTests.rituals)
        let today = Zone.named("Europe/Berlin").civil(at: SystemClock.now()).date
        func dates(_ count: Int, each days: Int) -> [String] {
            (0..<count).map { today.adding(days: -$0 * days).description }
        }
        try past.keep("evening-reflection", on: dates(90, each: 2))
        try past.keep("morning-coffee", on: dates(30, each: 1))
        try past.keep("slow-dinner", on: dates(9, each: 7))
        try past.keep("slow-dinner", on: [today.adding(days: -10).description], .lapsed)
        try past.keep("date-night", on: dates(11, each: 14))
        let name = Seen.pictures + "/stats-\(columns).png"
        let places = "--state \(past.folder.path) --config \(past.folder.path)/rituals.yaml"
        let program = Ritual.program.path
        let script = "\(program) stats \(places); echo; \(program) stats --year \(places)"
        _ = try Oracle.output(of: [
            "env", "-u", "NO_COLOR", "-u", "COLUMNS", "TZ=Europe/Berlin", "python3",
            Oracle.packageRoot.path + "/Tests/Peers/terminal_picture.py", String(columns), "22", name, "sh",
            "-c", script,
        ])
        let colours = try Oracle.output(of: ["convert", name, "-format", "%c", "histogram:info:"])
        #expect(colours.contains("#00CD00"), "the marks are in the terminal's green")
    }
}
