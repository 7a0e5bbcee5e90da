# casus. `make` builds build/casus; `make demo` and `make test` do everything a newcomer needs.
#
#   demo     set up, build, code the sample news, show a table of events
#   test     set up, build, run every test (what .ci/run calls)
#   check    the tests alone, for people who have the packages
#   asan     the tests under address and undefined-behaviour sanitizers;  tsan: under the thread sanitizer
#   bench    speed and memory;  eval: accuracy against ../shared;  fuzz: fuzz targets for FUZZ_SECONDS each
#   tables   rebuild tables/ from ../shared/actors;  model: retrain models/ from ../shared/treebanks
#   lint format install clean
SHELL := /bin/bash
BUILD ?= build
PREFIX ?= /usr/local
SHARED ?= ../shared
CFLAGS ?= -O2 -g
STD := -std=c17 -D_POSIX_C_SOURCE=200809L
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wpointer-arith -Wwrite-strings -Wvla -Wundef
PKGS := sqlite3 zlib libxml-2.0 yajl uchardet libzstd libdeflate libutf8proc liblzma libseccomp libmicrohttpd
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS = $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lbz2
ALL_CFLAGS = $(STD) $(CFLAGS) $(WARN) -ffp-contract=off -fno-math-errno -fvisibility=hidden -fPIC -pthread -I. -Isrc -Iinclude -I$(BUILD) $(PKG_CFLAGS) $(EXTRA_CFLAGS)
LIBS = $(PKG_LIBS) -lm -pthread $(EXTRA_LIBS)

VERSION := 0.1.0

# Quiet unless V=1.
Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)")
LIB_SRC := $(filter-out src/cli/%,$(wildcard src/*/*.c))
CLI_SRC := $(wildcard src/cli/*.c)
TEST_SRC := $(wildcard tests/*.c tests/unit/*.c)
TOOL_SRC := $(wildcard tools/*.c)
TRAIN_SRC := $(wildcard train/*.c)
obj = $(patsubst %.c,$(BUILD)/%.o,$(1))

.PHONY: all demo test check asan tsan bench eval fuzz tables model lint format install clean setup
all: $(BUILD)/casus

# ---- programs ---------------------------------------------------------------------------------
$(BUILD)/%.o: %.c
	@mkdir -p $(dir $@)
	$(call say,cc $<)
	$(Q)$(CC) $(ALL_CFLAGS) -DCASUS_VERSION='"$(VERSION)"' -MMD -MP -c $< -o $@

$(BUILD)/libcasus.a: $(call obj,$(LIB_SRC))
	@rm -f $@
	$(Q)ar rcsD $@ $^

# Tables and model are linked into the program: one file to carry. --tables and --model replace them.
$(BUILD)/compile-tables: $(BUILD)/tools/compile-tables.o $(BUILD)/libcasus.a
	$(call say,link $@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
$(BUILD)/casus.tables: $(BUILD)/compile-tables $(wildcard tables/*.tsv tables/*/*.tsv)
	$(BUILD)/compile-tables tables $@
$(BUILD)/embed.o: tools/embed.S $(BUILD)/casus.tables $(wildcard models/english.model)
	$(CC) -c -DTABLES='"$(BUILD)/casus.tables"' -DMODEL='"models/english.model"' $< -o $@

$(BUILD)/casus: $(call obj,$(CLI_SRC)) $(BUILD)/libcasus.a $(BUILD)/embed.o
	$(call say,link $@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

$(BUILD)/train-model: $(call obj,$(TRAIN_SRC)) $(BUILD)/libcasus.a
	$(call say,link $@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

# ---- tests ------------------------------------------------------------------------------------
$(BUILD)/tests.inc: $(wildcard tests/unit)
	@mkdir -p $(BUILD)
	@for f in tests/unit/test_*.c; do n=$${f##*/test_}; echo "X($${n%.c})"; done > $@
$(BUILD)/tests/main.o: $(BUILD)/tests.inc
$(BUILD)/casus-tests: $(call obj,$(TEST_SRC)) $(BUILD)/libcasus.a $(BUILD)/embed.o
	$(call say,link $@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@

setup:
	@tools/setup

test: setup
	@$(MAKE) --no-print-directory -j2 check

check: $(BUILD)/casus $(BUILD)/casus-tests
	@BUILD=$(BUILD) SHARED=$(SHARED) tests/run

SAN := -O1 -g -fno-omit-frame-pointer
asan:
	@$(MAKE) --no-print-directory -j2 BUILD=$(BUILD)/asan CFLAGS="$(SAN) -fsanitize=address,undefined -fno-sanitize-recover=undefined" check
tsan:
	@$(MAKE) --no-print-directory -j2 BUILD=$(BUILD)/tsan CFLAGS="$(SAN) -fsanitize=thread" check

demo: setup
	@$(MAKE) --no-print-directory -j2 all
	@BUILD=$(BUILD) examples/demo

bench: all
	@BUILD=$(BUILD) bench/run
eval: all
	@BUILD=$(BUILD) SHARED=$(SHARED) eval/run

FUZZ_SECONDS ?= 60
fuzz:
	@BUILD=$(BUILD) FUZZ_SECONDS=$(FUZZ_SECONDS) fuzz/run

# ---- upkeep -----------------------------------------------------------------------------------
lint:
	@tools/check-layers
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --suppress=internalAstError -I. -Isrc -Iinclude src
format:
	clang-format -i $(wildcard src/*/*.[ch] train/*.[ch] tools/*.c tests/*.[ch] tests/unit/*.c fuzz/*.c include/*.h examples/*.c)
clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -type f -name '*.d' 2>/dev/null)
-include mk/*.mk
