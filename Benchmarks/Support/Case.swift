import FoundationEssentials

/// One entry of `schedules.json`, as far as programs in Swift look at it.
package struct Case: Decodable, Sendable {
    package let name: String
    /// What `when:` says, one phrase or more.
    package let phrases: [String]
    package let zone: String
    /// Dates as they are written in a file.
    package let starting: String?
    package let until: String?
    package let latitude: Double?
    package let longitude: Double?
    /// The same for Foundation's Calendar; the earliest of what several give.
    package let components: [Components]?
    /// Whether Foundation has to pass over what a month does not have, where it would else name another date.
    package let isStrict: Bool?

    /// What a `DateComponents` is made of; a weekday is 1 for Sunday.
    package struct Components: Decodable, Sendable {
        package let year: Int?
        package let month: Int?
        package let day: Int?
        package let weekday: Int?
        package let weekdayOrdinal: Int?
        package let hour: Int
        package let minute: Int
    }
}

/// What the driver hands to each program: the schedules, and for each zone the seconds since the epoch from
/// which to look.
package struct Assignment: Decodable, Sendable {
    package let cases: [Case]
    package let points: [String: [Int]]

    /// Reads the file that the first argument names.
    package init(ofArguments arguments: [String]) throws {
        guard arguments.count == 2 else { throw WrongArguments() }
        let data = try Data(contentsOf: URL(filePath: arguments[1]))
        self = try JSONDecoder().decode(Assignment.self, from: data)
    }

    private struct WrongArguments: Error {}
}
