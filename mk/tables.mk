# make tables: rebuild the generated tables from ../shared; hand-written ones (tables/fix, role.tsv …) stay.
IMPORT_ACTORS := actors offices things reconcile
$(BUILD)/import-actors: $(IMPORT_ACTORS:%=$(BUILD)/tools/import-%.o) $(BUILD)/libcasus.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
tables: $(BUILD)/import-actors
	$(BUILD)/import-actors $(SHARED)/actors tables
