/// A place on the earth, as far as the sun over it is concerned.
///
/// Degrees of WGS 84, as maps and satellite receivers give them; how high it lies is left out.
package struct Place: Hashable, Sendable {
    /// Degrees north of the equator, -90 to 90.
    package let latitude: Double
    /// Degrees east of Greenwich, -180 to 180.
    package let longitude: Double

    /// The place with these coordinates, or nil where the earth has no such place.
    package init?(latitude: Double, longitude: Double) {
        // What is not a number is in no range.
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }
}
