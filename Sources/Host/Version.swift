/// The version of both programs, as Semantic Versioning 2.0.0 counts.
package enum Version {
    package static let current = "0.1.0"
}
