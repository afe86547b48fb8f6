// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// One of our own libraries, with a suite of the same name.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func suite(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

/// The readers under libFuzzer, for `make fuzz` alone: their `main` is libFuzzer's, so that no other build could link them.
let fuzzers: [Target] =
    Context.environment["RITUALD_FUZZ"] == nil
    ? []
    : ["Phrase", "YAML", "TZif"].map { name in
        .executableTarget(
            name: "Fuzz" + name, dependencies: ["FuzzProperties"], path: "Fuzz/" + name,
            swiftSettings: [strict[0], .unsafeFlags(["-parse-as-library"])])
    }

let package = Package(
    name: "rituald",
    products: [
        .executable(name: "rituald", targets: ["rituald"]),
        .executable(name: "ritual", targets: ["ritual"]),
    ],
    dependencies: [
        // The command line: help, options and errors as people know them from elsewhere.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLinux"),

        module("CivilTime"),
        module("Schedules", ["CivilTime"]),
        module("Rituals", ["CivilTime", "Schedules"]),
        module("Host", ["CivilTime", "CLinux"]),
        module("Configuration", ["CivilTime", "Schedules", "Rituals", "Host", "CYAML"]),
        module("Ledger", ["CivilTime", "Schedules", "Rituals", "Host", "CSQLite"]),
        module("Systemd", ["CSystemd"]),
        module("Delivery", ["CivilTime", "Rituals", "Host", "Systemd"]),
        .executableTarget(
            name: "rituald",
            dependencies: [
                "CivilTime", "Schedules", "Rituals", "Host", "Configuration", "Ledger", "Systemd", "Delivery",
                "CLinux",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "ritual",
            dependencies: [
                "CivilTime", "Schedules", "Rituals", "Host", "Configuration", "Ledger", "Systemd", "Delivery",
                "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["CivilTime", "Schedules", "Rituals"],
            path: "Tests/TestSupport", swiftSettings: strict),
        .target(
            name: "FuzzProperties",
            dependencies: ["CivilTime", "Schedules", "Rituals", "Host", "Configuration", "TestSupport"],
            path: "Fuzz/Properties", swiftSettings: strict),
        .target(
            name: "SimulationWorld",
            dependencies: ["CivilTime", "Schedules", "Rituals", "Host", "Ledger", "TestSupport"],
            path: "Tests/Simulation/World", swiftSettings: strict),
        .testTarget(
            name: "SimulationTests", dependencies: ["SimulationWorld"], path: "Tests/Simulation/Tests",
            swiftSettings: strict),
        suite("CivilTime", ["CivilTime"]),
        suite("Schedules", ["CivilTime", "Schedules"]),
        suite("Rituals", ["CivilTime", "Schedules", "Rituals", "Host", "Ledger"]),
        suite("Host", ["CivilTime", "Host"]),
        suite("Configuration", ["CivilTime", "Schedules", "Rituals", "Host", "Configuration"]),
        suite("Ledger", ["CivilTime", "Schedules", "Rituals", "Host", "Ledger"]),
        suite("Systemd", ["Systemd"]),
        suite("Delivery", ["CivilTime", "Schedules", "Rituals", "Systemd", "Delivery"]),
        suite("Rituald", ["CivilTime", "Schedules", "Rituals", "Host", "Ledger", "rituald"]),
        suite("Ritual", ["CivilTime", "Schedules", "Rituals", "Host", "Ledger", "ritual"]),
        suite("Fuzz", ["FuzzProperties"]),
    ] + fuzzers,
    swiftLanguageModes: [.v6]
)

// `make simulate`, and nothing else, asks for it.
if Context.environment["RITUALD_SIMULATE"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Simulate", dependencies: ["SimulationWorld"], path: "Tests/Simulation/Run",
            swiftSettings: strict))
}

// `make bench`, and nothing else, asks for these.
if Context.environment["RITUALD_BENCH"] != nil {
    package.targets += [
        .target(name: "BenchmarkSupport", path: "Benchmarks/Support", swiftSettings: strict),
        .executableTarget(
            name: "ScheduleBenchmark", dependencies: ["BenchmarkSupport", "CivilTime", "Schedules", "Host"],
            path: "Benchmarks/Schedules", swiftSettings: strict),
        .executableTarget(
            name: "FoundationPeer", dependencies: ["BenchmarkSupport"],
            path: "Benchmarks/FoundationPeer", swiftSettings: strict),
    ]
}
