import TestSupport

extension World {
    /// One life from its seed alone, and what was broken in it; `most` is the length of the trace.
    package static func lived(seed: UInt64, remembering most: Int = 60) -> (tally: Tally, broken: Broken?) {
        do {
            let world = try World(seed: seed, isOnDisk: seed.isMultiple(of: 8))
            world.trace.most = most
            do {
                try world.live(days: 60 + Int(seed % 7) * 40)
                return (world.tally, nil)
            } catch let broken as Broken {
                return (world.tally, broken)
            }
        } catch {
            return (Tally(), Broken(seed: seed, description: "seed \(seed): no world: \(error)"))
        }
    }
}
