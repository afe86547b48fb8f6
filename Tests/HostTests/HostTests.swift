import CivilTime
import Foundation
import Host
import TestSupport
import Testing

@Suite("The machine's zone") struct LocalZoneTests {
    private let folder = TemporaryFolder()

    private func local(_ variable: String? = nil, nameFile: String = "none") -> ZoneDatabase.Local {
        ZoneDatabase(
            directory: "/usr/share/zoneinfo", variable: variable, localtime: folder.path + "/localtime",
            nameFile: folder.path + "/" + nameFile
        ).local()
    }

    private func link(to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/localtime", withDestinationPath: target)
    }

    private let july = Instant("2026-07-01T00:00Z")

    @Test func `a link names it`() throws {
        try link(to: "/usr/share/zoneinfo/Europe/Berlin")
        #expect(local().zone == .named("Europe/Berlin"))
    }

    @Test func `a relative link names it too`() throws {
        try link(to: "../../../../../../../../usr/share/zoneinfo/America/New_York")
        #expect(local().zone == .named("America/New_York"))
    }

    @Test func `a plain file is read, and in July it is summer`() throws {
        try FileManager.default.copyItem(
            atPath: "/usr/share/zoneinfo/America/New_York", toPath: folder.path + "/localtime")
        #expect(local().zone.offset(at: july) == -4 * 3600)
        #expect(local().zone.identifier == "local time")
        try folder.write("America/New_York\n", to: "timezone")
        #expect(local(nameFile: "timezone").zone.identifier == "America/New_York")
        try folder.write("Europe/Berlin\n", to: "timezone")
        #expect(
            local(nameFile: "timezone").zone.identifier == "local time", "a name that is not that of the file"
        )
    }

    @Test func `without a file it is UTC`() {
        #expect(local().zone == .utc && local().trouble == nil)
    }

    @Test func `a link to nowhere is UTC, and its target is said`() throws {
        try link(to: "/usr/share/zoneinfo/Europe/Nowhere")
        #expect(local().zone == .utc)
        #expect(
            local().trouble?.contains("leads to /usr/share/zoneinfo/Europe/Nowhere, which isn't there")
                == true)
    }

    /// Some distributions keep old names in a package of their own.
    @Test func `a link by an old name that is not installed is the zone by its name of today`() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path + "/Europe", withIntermediateDirectories: true)
        for name in ["tzdata.zi", "Europe/Kyiv", "Europe/Kirov"] {
            try FileManager.default.copyItem(
                atPath: "/usr/share/zoneinfo/" + name, toPath: folder.path + "/" + name)
        }
        try link(to: "/nowhere/zoneinfo/Europe/Kiev")
        let database = ZoneDatabase(
            directory: folder.path, variable: nil, localtime: folder.path + "/localtime", nameFile: "none")
        let local = database.local()
        #expect(local.zone.identifier == "Europe/Kyiv" && local.presentName == "Europe/Kyiv")
        #expect(local.trouble?.contains("Europe/Kyiv, as that zone is called today, is used") == true)
        #expect(database.presentName(of: "Europe/Kiev") == "Europe/Kyiv", "never Europe/Kirov")
        #expect(database.presentName(of: "Europe/Nowhere") == nil)
    }

    @Test func `a damaged file is UTC, and is said`() throws {
        try folder.write("TZif2 but no more", to: "localtime")
        #expect(local().zone == .utc && local().trouble != nil)
    }

    @Test(
        "TZ wins",
        arguments: [
            ("Europe/Berlin", 7200), (":Europe/Berlin", 7200), ("/usr/share/zoneinfo/Europe/Berlin", 7200),
            ("CET-1CEST,M3.5.0,M10.5.0/3", 7200),
            ("", 0), ("<+0545>-5:45", 20_700),
        ])
    func variable(_ value: String, _ offset: Int) throws {
        try link(to: "/usr/share/zoneinfo/Asia/Tokyo")
        #expect(local(value).zone.offset(at: july) == offset && local(value).trouble == nil)
    }

    @Test func `a TZ that names nothing is UTC, and is said`() {
        #expect(local("Europe/Nowhere").zone == .utc && local("Europe/Nowhere").trouble != nil)
    }
}

@Suite("Files, folders and locks") struct FileTests {
    private let folder = TemporaryFolder()

    @Test func `the state folder is made for its user alone, with what is above it`() throws {
        try Folder.makePrivate(folder.path + "/a/b/rituald")
        let mode =
            try FileManager.default.attributesOfItem(atPath: folder.path + "/a/b/rituald")[.posixPermissions]
            as? Int
        #expect(mode == 0o700)
        #expect(throws: SystemError.self) {
            try Folder.makePrivate(folder.write("x", to: "file") + "/rituald")
        }
    }

    @Test func `a second lock names the holder, and the lock ends with the first`() throws {
        var first: LockFile? = try LockFile(in: folder.path)
        #expect(throws: LockFile.Failure.held(by: Int(getpid()))) { try LockFile(in: folder.path) }
        #expect(LockFile.holder(in: folder.path) == Int(getpid()))
        _ = first
        first = nil
        #expect(LockFile.holder(in: folder.path) == nil)
        #expect(throws: Never.self) { try LockFile(in: folder.path) }
    }

    @Test func `a lock is not taken through a link`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/lock", withDestinationPath: folder.write("precious", to: "other"))
        #expect(throws: LockFile.Failure.self) { try LockFile(in: folder.path) }
        #expect(try String(contentsOfFile: folder.path + "/other", encoding: .utf8) == "precious")
    }

    @Test(
        "a path has a folder and a name",
        arguments: [("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b/c", "a/b", "c")])
    func parts(_ path: String, _ folder: String, _ name: String) {
        #expect(path.folder == folder && path.fileName == name)
    }
}

@Suite("Programs by their names") struct ProgramPathTests {
    private let folder = TemporaryFolder()

    private func make(_ name: String, mode: mode_t = 0o755) throws -> String {
        let path = try folder.write("", to: name)
        #expect(chmod(path, mode) == 0)
        return path
    }

    private func find(_ program: String) -> String? {
        let path = "\(folder.path)/a:relative:\(folder.path)/b"
        return ProgramPath.find(program, path: path, home: folder.path)
    }

    @Test func `one's own come first, then the folders in their order`() throws {
        let (second, own) = (try make("b/tool"), try make(".local/bin/mine"))
        _ = try make("b/mine")
        _ = try make("a/tool", mode: 0o644)
        #expect(find("tool") == second && find("mine") == own && find("other") == nil)
        try folder.write("", to: "a/folder/x")
        #expect(find("folder") == nil)
    }

    @Test func `a path is taken as it is`() {
        #expect(find("/no/such") == "/no/such" && find("~/bin/x") == folder.path + "/bin/x")
    }
}
