import CivilTime
import Glibc

/// The system's own time-zone rules, which its package manager keeps up to date (tzfile(5), localtime(5),
/// tzset(3)).
package struct ZoneDatabase: Sendable {
    package let directory: String
    private let variable: String?
    private let localtime: String
    private let nameFile: String

    /// Why a name gives no zone.
    package enum Failure: Error, Hashable, Sendable {
        case unknown
        case unreadable(BoundedFile.Failure)
        case invalid(InvalidZone)
    }

    /// The machine's zone; where it could not be told, UTC and the reason.
    package struct Local: Sendable {
        package let zone: Zone
        package let trouble: String?
        /// The name by which the zone is known today, where the trouble is that its name is an old one.
        package var presentName: String?
    }

    /// `variable` is the value of `TZ`, nil where it is unset; `localtime` the file or link that names the
    /// machine's zone; `nameFile` the one in which Debian writes its name.
    package init(directory: String, variable: String?, localtime: String, nameFile: String) {
        self.directory = directory
        self.variable = variable
        self.localtime = localtime
        self.nameFile = nameFile
    }

    /// The database of this machine, as `TZDIR` and `TZ` have it at this moment.
    package static var system: ZoneDatabase {
        ZoneDatabase(
            directory: Environment.value("TZDIR") ?? "/usr/share/zoneinfo",
            variable: Environment.isSet("TZ") ? Environment.value("TZ") ?? "" : nil,
            localtime: "/etc/localtime", nameFile: "/etc/timezone")
    }

    /// Reads a zone by its name in the tz database, as `Europe/Berlin`; case matters.
    package func zone(named name: String) throws(Failure) -> Zone {
        guard ZoneDatabase.isName(name) else { throw .unknown }
        return try zone(at: "\(directory)/\(name)", identifier: name)
    }

    /// The zone of this machine now.
    package func local() -> Local {
        guard let variable else { return fromLocaltime() }
        let value = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
        if value.isEmpty { return Local(zone: .utc, trouble: nil) }
        if value.hasPrefix("/"), let zone = try? zone(at: value, identifier: name(ofPath: value) ?? value) {
            return Local(zone: zone, trouble: nil)
        }
        if let zone = try? zone(named: value) { return Local(zone: zone, trouble: nil) }
        if let zone = try? Zone(posix: value) { return Local(zone: zone, trouble: nil) }
        return Local(zone: .utc, trouble: "TZ=\(variable) names no time zone; UTC is used")
    }

    /// The names that stand beside a wrong one in the database, for "did you mean".
    package func neighbours(of name: String) -> [String] {
        let area = name.contains("/") ? name.folder : nil
        let areas = area.map { [$0] } ?? []
        let near = entries(in: directory).filter { $0.lowercased() == area?.lowercased() } + areas
        let inAreas = Set(near).flatMap { area in entries(in: "\(directory)/\(area)").map { "\(area)/\($0)" }
        }
        return (inAreas + entries(in: directory)).filter { (try? zone(named: $0)) != nil }
    }

    /// The file that holds the rules of a zone of this database.
    package func path(of zone: Zone) -> String { "\(directory)/\(zone.identifier)" }

    private func zone(at path: String, identifier: String) throws(Failure) -> Zone {
        let bytes: [UInt8]
        do {
            // The largest zones are a few kilobytes long.
            bytes = try BoundedFile.read(path, limit: 1 << 18)
        } catch .missing, .notAFile("a folder") {
            throw .unknown
        } catch {
            throw .unreadable(error)
        }
        do {
            return try Zone(tzif: bytes, identifier: identifier)
        } catch {
            throw .invalid(error)
        }
    }

    private func fromLocaltime() -> Local {
        do {
            return Local(zone: try zone(at: localtime, identifier: localName()), trouble: nil)
        } catch .unknown {
            // localtime(5): without the file it is UTC.
            guard let target = SymbolicLink.target(of: localtime) else {
                return Local(zone: .utc, trouble: nil)
            }
            return fromNowhere(target)
        } catch {
            return Local(zone: .utc, trouble: "\(localtime) is no time zone; UTC is used")
        }
    }

    /// The link leads to a file that isn't there, as after a change of names that came with a new release.
    private func fromNowhere(_ target: String) -> Local {
        let missing = "\(localtime) leads to \(target), which isn't there"
        guard let old = name(ofPath: target), let name = presentName(of: old),
            let zone = try? zone(named: name)
        else {
            return Local(zone: .utc, trouble: "\(missing); UTC is used")
        }
        return Local(
            zone: zone, trouble: "\(missing); \(name), as that zone is called today, is used",
            presentName: name)
    }

    /// What a zone is called today that this machine doesn't have by its old name; nil where nothing is known.
    ///
    /// `Europe/Kyiv` for `Europe/Kiev`: some distributions keep the old names in a package of their own. All of them are in
    /// the database's text form (zic(8), "LINK LINES").
    package func presentName(of old: String) -> String? {
        guard let bytes = try? BoundedFile.read(directory + "/tzdata.zi", limit: 1 << 20) else { return nil }
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first == UInt8(ascii: "L") {
            let fields = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            if fields.count == 3, fields[2] == old { return fields[1] }
        }
        return nil
    }

    /// By the link's target; for a plain file, by what Debian has written beside it, if that is the same
    /// zone.
    private func localName() -> String {
        if let target = SymbolicLink.target(of: localtime), let name = name(ofPath: target) { return name }
        if let written = try? BoundedFile.read(nameFile, limit: 1024),
            let line = String(decoding: written, as: UTF8.self).split(whereSeparator: \.isWhitespace).first,
            ZoneDatabase.isName(String(line)),
            let named = try? BoundedFile.read("\(directory)/\(line)", limit: 1 << 18),
            let local = try? BoundedFile.read(localtime, limit: 1 << 18), named == local
        {
            return String(line)
        }
        return "local time"
    }

    private func name(ofPath path: String) -> String? {
        let marker = "zoneinfo/"
        for start in path.indices where path[start...].hasPrefix(marker) {
            return String(path[path.index(start, offsetBy: marker.count)...])
        }
        return nil
    }

    private func entries(in folder: String) -> [String] {
        Folder.entries(of: folder) ?? []
    }

    /// A name leads nowhere but into the database.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
                    UInt8(ascii: "-"), UInt8(ascii: "/"):
                    true
                default: false
                }
            } && !name.hasPrefix("/") && !name.hasSuffix("/") && !name.includes("//")
    }
}
