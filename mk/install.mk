# The library as others link it, and installation. Public names are those of include/casus.h; all others stay
# inside: hidden in the shared library, made local in the static one.
MAJOR := 0

$(BUILD)/libcasus.so.$(VERSION): $(BUILD)/libcasus.a $(BUILD)/embed.o
	$(CC) -shared -Wl,-soname,libcasus.so.$(MAJOR) -Wl,--whole-archive $(BUILD)/libcasus.a -Wl,--no-whole-archive $(BUILD)/embed.o $(LDFLAGS) $(LIBS) -o $@
	ln -sf libcasus.so.$(VERSION) $(BUILD)/libcasus.so.$(MAJOR)
	ln -sf libcasus.so.$(VERSION) $(BUILD)/libcasus.so

$(BUILD)/public/libcasus.a: $(BUILD)/libcasus.a $(BUILD)/embed.o
	@mkdir -p $(BUILD)/public
	ld -r -o $(BUILD)/public/casus.o --whole-archive $(BUILD)/libcasus.a --no-whole-archive $(BUILD)/embed.o
	objcopy --localize-hidden $(BUILD)/public/casus.o
	@rm -f $@
	ar rcsD $@ $(BUILD)/public/casus.o

$(BUILD)/casus.pc: Makefile mk/install.mk
	@mkdir -p $(BUILD)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' 'Name: casus' \
	  'Description: news in, political event data out' 'Version: $(VERSION)' \
	  'Libs: -L$${libdir} -lcasus' 'Libs.private: $(PKG_LIBS) -lm -pthread' 'Cflags: -I$${includedir}' > $@

$(BUILD)/casus.1: $(BUILD)/casus
	$(BUILD)/casus help --man > $@

.PHONY: library deb
library: $(BUILD)/libcasus.so.$(VERSION) $(BUILD)/public/libcasus.a $(BUILD)/casus.pc

install: all library $(BUILD)/casus.1
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d $(DESTDIR)$(PREFIX)/share/doc/casus $(DESTDIR)$(PREFIX)/share/casus
	install $(BUILD)/casus $(DESTDIR)$(PREFIX)/bin/casus
	install -m 644 $(BUILD)/public/libcasus.a $(DESTDIR)$(PREFIX)/lib/libcasus.a
	install $(BUILD)/libcasus.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libcasus.so.$(VERSION)
	ln -sf libcasus.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libcasus.so.$(MAJOR)
	ln -sf libcasus.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libcasus.so
	install -m 644 include/casus.h $(DESTDIR)$(PREFIX)/include/casus.h
	install -m 644 $(BUILD)/casus.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/casus.pc
	gzip -9nc $(BUILD)/casus.1 > $(DESTDIR)$(PREFIX)/share/man/man1/casus.1.gz
	$(BUILD)/casus help --completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/casus
	$(BUILD)/casus help --completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_casus
	$(BUILD)/casus help --completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/casus.fish
	install -m 644 LICENSE NOTICE $(DESTDIR)$(PREFIX)/share/doc/casus
	cp -r tables $(DESTDIR)$(PREFIX)/share/casus/

deb: $(BUILD)/casus
	@BUILD=$(BUILD) VERSION=$(VERSION) tools/make-deb
