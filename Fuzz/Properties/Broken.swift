/// What a reader has done that it should never do.
package struct Broken: Error, CustomStringConvertible {
    package let description: String

    init(_ words: String) {
        description = words
    }
}

/// Fails with words where a property does not hold.
func require(_ condition: Bool, _ words: @autoclosure () -> String) throws(Broken) {
    guard condition else { throw Broken(words()) }
}
