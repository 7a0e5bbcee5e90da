# The trainer is built for the machine at hand (nothing depends on its bits but the weights it writes).
$(BUILD)/train/%.o: CFLAGS := -O3 -g -march=native -ffast-math
TREEBANKS := $(SHARED)/treebanks
BANKS := $(TREEBANKS)/ewt-train.conllu $(TREEBANKS)/gumfree-train.conllu dev=$(TREEBANKS)/ewt-dev.conllu \
    dev=$(TREEBANKS)/gumfree-dev.conllu
RUNS := $(BUILD)/model
# Three wide and deep teachers; what they say of the treebanks and of freely licensed text makes the small student that
# ships (about an hour on two free cores, seeded throughout; the teachers can be made side by side, with -j2).
RAW := text/spunnews/sources.jsonl text/geo/geovirus.jsonl text/wikiwars/train.jsonl \
    $(addprefix names/crossner-politics/,train.txt dev.txt test.txt)
TEACHERS := $(foreach n,1 2 3,$(RUNS)/teacher-$(n).net)
WORDNET := wordnet=/usr/share/wordnet
TEACHER := every=100 rate=0.002 drop_hidden=0.2 dim=256 arc=96 lab=128
$(RUNS)/teacher-1.net: RECIPE := epochs=10 drop=0.12 width=384 layers=4 seed=12
$(RUNS)/teacher-2.net: RECIPE := epochs=8 drop=0.14 width=320 layers=6 seed=13 $(WORDNET)
$(RUNS)/teacher-3.net: RECIPE := epochs=8 drop=0.14 width=384 layers=5 seed=14 $(WORDNET)
$(TEACHERS): $(BUILD)/train-model
	@mkdir -p $(RUNS)
	tools/setup wordnet-base
	$< $(TEACHER) $(RECIPE) $(BANKS) out=$(RUNS)/teacher.model save=$@
$(RUNS)/factbook.json:
	@mkdir -p $(RUNS)
	cat $(SHARED)/actors/factbook-json/*/*.json >$@
STUDENT := epochs=11 every=100 rate=0.003 drop=0.04 drop_hidden=0.05 dim=128 width=160 layers=6 share=0.6 seed=21
model: $(BUILD)/train-model $(BUILD)/casus.tables $(TEACHERS) $(RUNS)/factbook.json
	$< $(STUDENT) tables=$(BUILD)/casus.tables $(WORDNET) $(addprefix teacher=,$(TEACHERS)) \
	    $(addprefix raw=$(SHARED)/,$(RAW)) raw=$(RUNS)/factbook.json $(BANKS) \
	    out=models/english.model manifest=models/english.manifest.json

# Scores on the treebanks' dev parts (eval/treebank.c).
$(BUILD)/eval-treebank: $(call obj,eval/treebank.c train/score.c train/propbank.c) $(BUILD)/libcasus.a $(BUILD)/embed.o
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
