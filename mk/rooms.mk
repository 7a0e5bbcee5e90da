# While the house is being built: which rooms have code. Goes away when all have.
HAVE_ROOMS := $(foreach r,read text syntax who when where what,$(if $(wildcard src/$(r)/*.c),$(r)))
HAVE_MODEL := $(wildcard models/english.model)
$(shell mkdir -p $(BUILD); for r in $(HAVE_ROOMS); do echo "#define HAVE_$$r 1"; done > $(BUILD)/have.tmp; \
  cmp -s $(BUILD)/have.tmp $(BUILD)/have.h || cp $(BUILD)/have.tmp $(BUILD)/have.h)
$(shell : > $(BUILD)/no.model; mkdir -p tables)
