import Host

/// Whether the machine knows where it is.
struct ZoneExamination: Examination {
    let name: String
    /// Why the zone is not the machine's own.
    let trouble: String?
    /// What the zone is called today, where the machine has it by an old name.
    var presentName: String?
    /// Whether `TZ` names the zone, and not /etc/localtime.
    let isVariable: Bool
    /// Whether the tz database is there.
    let hasDatabase: Bool
    /// As `2025b`.
    let release: String?

    private static let subject = "zone"

    var findings: [Finding] {
        if let trouble {
            return [
                Finding(
                    Self.subject, .fail, trouble,
                    remedy: isVariable
                        ? "unset TZ" : "sudo timedatectl set-timezone \(presentName ?? "\"$(tzselect)\"")")
            ]
        }
        let rules = release.map { ", by the rules of tzdata \($0)" } ?? ""
        let found = Finding(Self.subject, .ok, "\(name)\(rules)")
        guard !hasDatabase else { return [found] }
        return [
            found,
            Finding(
                Self.subject, .warn, "the tz database is not there, so no other zone is known",
                remedy: Machine.installing("tzdata")),
        ]
    }
}

extension ZoneExamination {
    init(_ machine: Machine) {
        let database = ZoneDatabase.system
        let local = database.local()
        self.init(
            name: local.zone.identifier, trouble: local.trouble, presentName: local.presentName,
            isVariable: Environment.isSet("TZ"),
            hasDatabase: Folder.exists(database.directory),
            release: ZoneExamination.release(in: database.directory))
    }

    /// The first line of tzdata.zi, `# version 2025b`.
    private static func release(in folder: String) -> String? {
        guard let bytes = try? BoundedFile.read(folder + "/tzdata.zi", limit: 1 << 20) else { return nil }
        let line = String(decoding: bytes.prefix(64).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let mark = "# version "
        return line.hasPrefix(mark) ? String(line.dropFirst(mark.count)) : nil
    }
}
