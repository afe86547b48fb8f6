import SimulationWorld
import Testing

/// As many lives as fit into the better part of a minute; `make simulate YEARS=1000` for more.
@Suite("Simulated lives") struct SimulationTests {
    @Test func `no promise is broken in any of the first worlds`() {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(50)
        for seed in UInt64(1)... where seed <= 4 || clock.now < end {
            let (_, broken) = World.lived(seed: seed)
            if let broken { Issue.record("\(broken)") }
            if broken != nil || clock.now >= end { return }
        }
    }
}
