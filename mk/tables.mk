# make tables: rebuild the generated tables from ../shared; hand-written ones (tables/fix, role.tsv …) stay.
$(BUILD)/import-actors: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tools/import-*.c)) $(BUILD)/libcasus.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
tables: $(BUILD)/import-actors
	$(BUILD)/import-actors $(SHARED)/actors tables
