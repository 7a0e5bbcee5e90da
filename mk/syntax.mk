# The trainer is built for the machine at hand (nothing depends on its bits but the weights it writes).
$(BUILD)/train/%.o: CFLAGS := -O3 -g -march=native -ffast-math
TREEBANKS := $(SHARED)/treebanks
model: $(BUILD)/train-model
	$(BUILD)/train-model $(TREEBANKS)/ewt-train.conllu $(TREEBANKS)/gumfree-train.conllu \
	    dev=$(TREEBANKS)/ewt-dev.conllu dev=$(TREEBANKS)/gumfree-dev.conllu \
	    out=models/english.model manifest=models/english.manifest.json

# Scores on the treebanks' dev parts (eval/treebank.c).
$(BUILD)/eval-treebank: $(call obj,eval/treebank.c train/score.c train/propbank.c) $(BUILD)/libcasus.a $(BUILD)/embed.o
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
