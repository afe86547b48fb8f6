# rituald: `make run` and `make test` each do everything on a fresh machine; `make help` lists the rest.

PREFIX ?= $(HOME)/.local
DESTDIR ?=
bindir = $(PREFIX)/bin
datadir = $(PREFIX)/share
unitdir = $(datadir)/systemd/user
busdir = $(datadir)/dbus-1/services
catalogdir = /usr/local/lib/systemd/catalog
configdir = $(if $(XDG_CONFIG_HOME),$(XDG_CONFIG_HOME),$(HOME)/.config)/rituald
statedir = $(if $(XDG_STATE_HOME),$(XDG_STATE_HOME),$(HOME)/.local/state)/rituald
# A unit for all users names each one's own folder, which the second file makes at login; a unit for one user knows where it is,
# and tells the daemon, since the user manager need not know these variables.
forall = $(or $(DESTDIR),$(filter /usr /usr/%,$(PREFIX)))
unitstate = $(if $(forall),%h/.local/state/rituald,$(statedir))
unitvariables = $(if $(forall),,$(foreach name,XDG_CONFIG_HOME XDG_STATE_HOME,$(if $($(name)),-e '/^ExecStart=/a Environment=$(name)=$($(name))')))
tmpfilesdir = $(datadir)/user-tmpfiles.d

# What the programs are built from: the bus and the journal, the ledger, the configuration, and how to find them.
BUILD_PACKAGES = libsystemd-dev libsqlite3-dev libyaml-dev pkg-config
# What the tests run beside: a booted systemd, another Debian, buses, a notification server and a terminal on a display, a
# browser, a calendar, oracles.
TEST_PACKAGES = systemd systemd-container debootstrap dbus dbus-user-session dunst xvfb xterm imagemagick tmux \
  tzdata man-db chromium poppler-utils curl khal hunspell hunspell-en-us python3 python3-dbus python3-gi python3-ephem \
  python3-icalendar
# The benchmarks run beside others that know calendars: systemd-analyze, dateutil.
BENCH_PACKAGES = systemd tzdata python3 python3-dateutil

CHECKS = --explicit-target-dependency-import-check error
# The programs carry Swift's runtime, so that they run where no Swift is.
OPTIMISED = -c release $(CHECKS) --static-swift-stdlib -Xswiftc -Osize -Xlinker --gc-sections \
  -Xlinker '-L$(CURDIR)/$(STATIC)'
RELEASE = $(OPTIMISED) -Xlinker -s --product
# Of the C++ library Swift's runtime needs a few functions; whole, it would be an eighth of the daemon's memory.
STATIC = .build/static
BUILT = .build/release
BENCH = .build-bench
SIMULATION = .build-simulate
SOURCES = Sources Tests Benchmarks Fuzz Package.swift

.PHONY: help deps deps-test deps-bench static build run demo test oracles torture bench fuzz simulate mutants lint format install uninstall install-catalog

help:
	@echo 'make run        build it and try it with the shipped example'
	@echo 'make demo       a week of the example in a minute'
	@echo 'make test       all tests'
	@echo 'make oracles    every phrase in every zone, beside Python'
	@echo 'make torture    kill the service 200 times while it rings'
	@echo 'make bench      how fast it is, beside others'
	@echo 'make simulate   random lives of the Keeper and its ledger, YEARS=1000 long'
	@echo 'make mutants    put wrong rules into the Keeper, each to be noticed'
	@echo 'make fuzz       look for inputs that no reader can bear, MINUTES=3 long'
	@echo 'make install    into PREFIX ($(PREFIX)); uninstall takes it away'
	@echo 'make deps build lint format install-catalog'

deps:
	@sh Tests/System/packages.sh $(BUILD_PACKAGES)

deps-test:
	@sh Tests/System/packages.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)

deps-bench:
	@sh Tests/System/packages.sh $(BUILD_PACKAGES) $(BENCH_PACKAGES)

static:
	@mkdir -p $(STATIC); archive=$$(clang -print-file-name=libstdc++.a 2>/dev/null); [ ! -e "$$archive" ] || ln -sf "$$archive" $(STATIC)/

build: deps static
	swift build $(RELEASE) rituald
	swift build $(RELEASE) ritual

# So that `make install` builds what is older than its sources, and nothing else.
$(BUILT)/rituald $(BUILT)/ritual &: $(shell find Sources Package.swift -type f)
	@$(MAKE) --no-print-directory build
	@touch $(BUILT)/rituald $(BUILT)/ritual

run: build
	@echo 'Your agenda with the shipped example; Ctrl-C ends it. A week in a minute: make demo'
	@$(BUILT)/rituald --config Config/rituals.yaml --state .build/state

demo: build
	@echo 'A week in a minute; Ctrl-C ends it.'
	@timeout --foreground -s INT 61 $(BUILT)/rituald --config Config/rituals.yaml --time-lapse 7d/60s --from 2026-12-28 \
	  || [ $$? -eq 124 ]

test: deps-test
	swift build --build-tests $(CHECKS)
# Those with a daemon wait for clocks and other programs, and would keep a core from the others, which measure time; so
# would those that read some ten thousand files.
	swift test --skip-build --skip 'DaemonTests|SimulationTests|OddValueTests'
	swift test --skip-build --filter DaemonTests
	SWIFT_DETERMINISTIC_HASHING=1 swift test --skip-build --filter 'SimulationTests|OddValueTests'
	@$(MAKE) --no-print-directory build
	Tests/Oracles/phrases.py --ritual $(BUILT)/ritual --sample
	Tests/Oracles/phone.py $(BUILT)/ritual
	Tests/System/run

# Every phrase in every zone of the tz database beside Python's zoneinfo; the seed is new each time, and printed.
oracles: deps-test build
	Tests/Oracles/phrases.py --self-test
	Tests/Oracles/phrases.py --ritual $(BUILT)/ritual --all
	Tests/Oracles/phrases.py --ritual $(BUILT)/ritual --ids

torture: deps-test build
	Tests/System/run torture 200

# Optimised as the daemon is, with symbols for perf(1). Foundation knows time zones only where it is not linked in: what it
# calls for them is found while it runs.
bench: deps-bench static
	RITUALD_BENCH=1 swift build --scratch-path $(BENCH) $(OPTIMISED) --product ScheduleBenchmark
	RITUALD_BENCH=1 swift build --scratch-path $(BENCH)/foundation -c release $(CHECKS) --product FoundationPeer
	Benchmarks/run $(BENCH) .build/bench.json

# The real Keeper and ledger through random lives; or the one that a SEED stands for.
YEARS ?= 1000
SEED ?=
simulate: deps
	RITUALD_SIMULATE=1 swift build --scratch-path $(SIMULATION) -c release $(CHECKS) --product Simulate
	SIMULATE_SEED=$(SEED) $(SIMULATION)/release/Simulate $(YEARS)

# Each reader gets a third of the minutes.
MINUTES ?= 3
fuzz: deps
	Fuzz/run $(MINUTES)

# Takes about a minute and a half for each.
mutants: deps
	Tests/Mutants/run

lint:
	swift format lint --strict -r $(SOURCES)

format:
	swift format format -i -r $(SOURCES)

install: $(BUILT)/rituald $(BUILT)/ritual
	install -d '$(DESTDIR)$(bindir)' '$(DESTDIR)$(unitdir)' '$(DESTDIR)$(busdir)' '$(DESTDIR)$(datadir)/rituald/decks' \
	  '$(DESTDIR)$(datadir)/applications' '$(DESTDIR)$(datadir)/man/man1' '$(DESTDIR)$(datadir)/man/man5' \
	  '$(DESTDIR)$(datadir)/man/man7'
	install -m 755 $(BUILT)/rituald $(BUILT)/ritual '$(DESTDIR)$(bindir)'
	sed -e 's|@bindir@|$(bindir)|' -e 's|@statedir@|$(unitstate)|' $(unitvariables) \
	  systemd/rituald.service > '$(DESTDIR)$(unitdir)/rituald.service'
	sed -e 's|@statedir@|$(unitstate)|' systemd/rituald-state.service > '$(DESTDIR)$(unitdir)/rituald-state.service'
	sed -e 's|@bindir@|$(bindir)|' systemd/org.rituald.Rituals1.service > '$(DESTDIR)$(busdir)/org.rituald.Rituals1.service'
	$(if $(forall),install -D -m 644 systemd/rituald.tmpfiles '$(DESTDIR)$(tmpfilesdir)/rituald.conf')
	install -m 644 Config/rituals.yaml systemd/rituald.catalog '$(DESTDIR)$(datadir)/rituald'
	install -m 644 Config/decks/*.yaml '$(DESTDIR)$(datadir)/rituald/decks'
	install -m 644 Config/rituald.desktop '$(DESTDIR)$(datadir)/applications'
	install -m 644 man/rituald.1 man/ritual.1 '$(DESTDIR)$(datadir)/man/man1'
	install -m 644 man/rituald.yaml.5 '$(DESTDIR)$(datadir)/man/man5'
	install -m 644 man/rituald.bus.7 '$(DESTDIR)$(datadir)/man/man7'
ifeq ($(DESTDIR),)
	install -d -m 700 '$(statedir)'
	@systemctl --user daemon-reload 2>/dev/null || true
# A person at a terminal is asked for the first rituals; where nobody can answer, the example waits for its own words.
	@if [ -e '$(configdir)/rituals.yaml' ]; then echo 'Your $(configdir)/rituals.yaml stays as it is.'; \
	  elif [ -t 0 ] && [ "$$(id -u)" -ne 0 ]; then '$(bindir)/ritual' init || true; \
	  else install -D -m 600 Config/rituals.yaml '$(configdir)/rituals.yaml' && echo 'Your rituals: $(configdir)/rituals.yaml'; fi
	@systemctl --user is-active --quiet rituald 2>/dev/null || \
	  echo 'Start it now and at each login:  systemctl --user daemon-reload && systemctl --user enable --now rituald'
endif

# The database of the journal's explanations is the system's.
install-catalog:
	install -D -m 644 systemd/rituald.catalog '$(DESTDIR)$(catalogdir)/rituald.catalog'
	$(if $(DESTDIR),,journalctl --update-catalog)

# Your rituals and what was kept of them stay.
uninstall:
	rm -f '$(DESTDIR)$(bindir)/rituald' '$(DESTDIR)$(bindir)/ritual' '$(DESTDIR)$(unitdir)/rituald.service' \
	  '$(DESTDIR)$(unitdir)/rituald-state.service' \
	  '$(DESTDIR)$(datadir)/applications/rituald.desktop' '$(DESTDIR)$(datadir)/man/man1/rituald.1' \
	  '$(DESTDIR)$(datadir)/man/man1/ritual.1' '$(DESTDIR)$(datadir)/man/man5/rituald.yaml.5' \
	  '$(DESTDIR)$(datadir)/man/man7/rituald.bus.7' '$(DESTDIR)$(busdir)/org.rituald.Rituals1.service' \
	  '$(DESTDIR)$(tmpfilesdir)/rituald.conf'
	rm -rf '$(DESTDIR)$(datadir)/rituald'
