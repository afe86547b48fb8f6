import CivilTime
import TestSupport
import Testing

@Suite("Zones beside Python's zoneinfo") struct ZoneOracleTests {
    @Test("every zone agrees at every transition of 1970-2040 and in the footer's years")
    func agrees() throws {
        let answers = try Oracle.output(of: ["python3", Oracle.packageRoot.path + "/Tests/Oracles/zones.py"])
        var zones: [Zone] = []
        var names: Set<String> = []
        var probes = 0
        var wrong: [String] = []
        for line in answers.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words[0] == "zones" {
                zones = words.dropFirst().map { .named(String($0)) }
                names.formUnion(words.dropFirst().map(String.init))
                continue
            }
            let (question, answer) = (try #require(Int(words[1])), try #require(Int(words[2])))
            for zone in zones {
                probes += 1
                let ours =
                    words[0] == "i"
                    ? zone.offset(at: Instant(seconds: question))
                    : zone.resolve(CivilDateTime(wallSeconds: question)).instant.seconds
                if ours != answer { wrong.append("\(zone.identifier): \(line), not \(ours)") }
            }
        }
        #expect(names.count > 400)
        #expect(probes > 100_000)
        #expect(wrong.isEmpty, "\(wrong.count) of \(probes), first: \(wrong.prefix(5))")
    }
}
