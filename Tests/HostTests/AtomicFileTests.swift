import Foundation
import Host
import TestSupport
import Testing

@Suite("Files written whole") struct AtomicFileTests {
    private let folder = TemporaryFolder()

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a new file is for its user alone, and nothing else is left`() throws {
        #expect(try AtomicFile.create(folder.path + "/new", Array("ours".utf8)))
        #expect(try text(folder.path + "/new") == "ours" && mode(folder.path + "/new") == 0o600)
        #expect(Folder.entries(of: folder.path) == ["new"])
    }

    @Test func `a new file never takes the place of another, or of a link to nowhere`() throws {
        let path = try folder.write("precious", to: "there")
        #expect(try !AtomicFile.create(path, []))
        #expect(try text(path) == "precious")
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
        #expect(try !AtomicFile.create(link, []))
        #expect(Folder.entries(of: folder.path) == ["link", "there"])
    }

    @Test(
        "the mode stays, and a reader of the old file keeps what it has",
        arguments: [0o600, 0o644, 0o640, 0o660])
    func modes(_ wanted: Int) throws {
        let path = try folder.write("old", to: "file")
        try FileManager.default.setAttributes([.posixPermissions: wanted], ofItemAtPath: path)
        let reader = try #require(FileHandle(forReadingAtPath: path))
        try AtomicFile.replace(path, Array("new".utf8))
        #expect(try text(path) == "new" && mode(path) == wanted)
        #expect(try reader.readToEnd() == Data("old".utf8))
        #expect(Folder.entries(of: folder.path) == ["file"])
    }

    @Test func `links that lead to a file, one through the other, stay`() throws {
        let path = try folder.write("old", to: "dotfiles/rituals.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/middle", withDestinationPath: "dotfiles/rituals.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: folder.path + "/middle")
        try AtomicFile.replace(folder.path + "/link", Array("new".utf8))
        #expect(try text(path) == "new")
        #expect(SymbolicLink.target(of: folder.path + "/link") == folder.path + "/middle")
        #expect(SymbolicLink.target(of: folder.path + "/middle") == "dotfiles/rituals.yaml")
    }

    @Test func `a file with two names keeps both`() throws {
        let path = try folder.write("the old text", to: "one")
        try FileManager.default.linkItem(atPath: path, toPath: folder.path + "/two")
        try AtomicFile.replace(path, Array("new".utf8))
        #expect(try text(folder.path + "/two") == "new")
    }

    @Test func `what a file system has noted of a file stays`() throws {
        let path = try folder.write("old", to: "file")
        // Not every file system takes notes.
        guard setfattr(path) else { return }
        try AtomicFile.replace(path, Array("new".utf8))
        let noted = try Oracle.output(of: [
            "python3", "-c", "import os, sys; print(os.getxattr(sys.argv[1], 'user.note').decode())", path,
        ])
        #expect(noted == "kept\n")
    }

    private func setfattr(_ path: String) -> Bool {
        let script = "import os, sys; os.setxattr(sys.argv[1], 'user.note', b'kept')"
        return (try? Oracle.output(of: ["python3", "-c", script, path])) != nil
    }

    @Test func `what is not there is not made`() {
        #expect(throws: SystemError.self) { try AtomicFile.replace(folder.path + "/none", []) }
        #expect(Folder.entries(of: folder.path) == [])
    }
}
