# read-documents: any input → documents as JSON lines; what eval/read.py measures.
$(BUILD)/read-documents: $(BUILD)/tools/read-documents.o $(call obj,$(wildcard src/read/*.c src/base/*.c))
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
eval: $(BUILD)/read-documents
