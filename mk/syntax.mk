# The trainer is built for the machine at hand (nothing depends on its bits but the weights it writes).
$(BUILD)/train/%.o: CFLAGS := -O3 -g -march=native -ffast-math
TREEBANKS := $(SHARED)/treebanks
BANKS := $(TREEBANKS)/ewt-train.conllu $(TREEBANKS)/gumfree-train.conllu dev=$(TREEBANKS)/ewt-dev.conllu \
    dev=$(TREEBANKS)/gumfree-dev.conllu
RUNS := $(BUILD)/model
# One network, then a second that starts from it with another seed and more dropout; the model is their mean
# (about 15 minutes on one free core, seeded throughout).
model: $(BUILD)/train-model
	@mkdir -p $(RUNS)
	$< epochs=14 every=14 drop=0.07 drop_hidden=0.1 seed=1 $(BANKS) out=$(RUNS)/1.model save=$(RUNS)/1.net
	$< load=$(RUNS)/1.net epochs=10 every=10 rate=0.0012 drop=0.12 drop_hidden=0.2 word=1 seed=3 $(BANKS) out=$(RUNS)/2.model save=$(RUNS)/2.net
	$< epochs=0 load=$(RUNS)/1.net load=$(RUNS)/2.net $(BANKS) out=models/english.model manifest=models/english.manifest.json

# Scores on the treebanks' dev parts (eval/treebank.c).
$(BUILD)/eval-treebank: $(call obj,eval/treebank.c train/score.c train/propbank.c) $(BUILD)/libcasus.a $(BUILD)/embed.o
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
