/// A hash that is the same on every machine and in every version: FNV-1a, 64 bits.
///
/// What is drawn by it is a promise of rituald.yaml(5): another one would change what has been foretold.
package struct StableHash: Hashable, Sendable {
    private var bits: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    /// Goes on with one byte.
    @inline(__always)
    package mutating func combine(_ byte: UInt8) {
        bits = (bits ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    package mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { combine(byte) }
    }

    /// The bits, each of which depends on every byte: the finalizer of SplitMix64.
    package var mixed: UInt64 {
        var bits = bits
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
