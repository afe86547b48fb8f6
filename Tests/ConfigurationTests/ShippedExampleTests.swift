import CivilTime
import Configuration
import Rituals
import TestSupport
import Testing

@Suite("The example that is shipped") struct ShippedExampleTests {
    /// With what is switched off in it as well.
    private func rituals() throws -> [Ritual] {
        let loaded = LoadedConfiguration.load(Oracle.packageRoot.path + "/Config/rituals.yaml")
        #expect(loaded.problems.isEmpty)
        return try #require(loaded.household).rituals.map { ritual in
            var ritual = ritual
            ritual.isEnabled = true
            return ritual
        }
    }

    private func load(of rituals: [Ritual]) -> Load {
        Load(of: Household(rituals: rituals), after: Instant("2026-11-21T00:00Z"), zone: .utc)
    }

    @Test func `is read whole, and shows what a couple may want`() throws {
        let rituals = try rituals()
        let ids = Set(rituals.map(\.id.description))
        #expect(
            ids.isSuperset(of: [
                "morning-coffee", "daily-check-in", "evening-reflection", "weekly-check-in",
                "tech-free-dinner", "my-own-time",
            ]))
        #expect(rituals.contains { $0.turns == ["Alex", "Sam"] && !$0.headsUps.isEmpty })
        #expect(rituals.contains { $0.prompts.contains { $0.name == Deck.ours } })
        #expect(rituals.contains { $0.enough != nil } && rituals.contains { $0.unplugs })
        #expect(Set(rituals.compactMap { $0.occasion?.kind }) == [.anniversary, .birthday])
    }

    @Test func `is no burden`() throws {
        let rituals = try rituals()
        #expect(load(of: rituals.filter { $0.occasion == nil }).busiestDay <= 3)
        #expect(load(of: rituals).busiestDay <= 4)
        #expect(load(of: rituals).busiestWeek <= 20)
    }
}
