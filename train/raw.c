/* Running text out of what holds it: the prose among the strings of JSON (one value or many), or the words of
 * a file with a word and its label a line. Prose: a line of 40 bytes and more that ends like a sentence. */
#include <yajl/yajl_parse.h>

#include "train/train.h"
#include "base/banned.h"

enum { PROSE_MIN = 40 };

static void add_line(Str line, Buf *out)
{
    line = str_trim(line);
    if (line.len < PROSE_MIN || !strchr(".!?\"", line.ptr[line.len - 1]) || line.ptr[line.len - 1] == 0)
        return;
    buf_put(out, line);
    buf_put(out, STR("\n\n"));
}

/* Line ends and tags part a string into lines. */
static int on_string(void *to, const unsigned char *s, size_t len)
{
    Str rest = {(const char *)s, (ptrdiff_t)len};
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i <= rest.len; i++)
        if (i == rest.len || rest.ptr[i] == '\n' || rest.ptr[i] == '<' || rest.ptr[i] == '>') {
            if (i == rest.len || rest.ptr[i] != '>')
                add_line(str_cut(rest, from, i), to);
            from = i + 1;
        }
    return 1;
}

static void from_json(Str bytes, Buf *out)
{
    static const yajl_callbacks callbacks = {.yajl_string = on_string};
    yajl_handle h = yajl_alloc(&callbacks, NULL, out);
    yajl_config(h, yajl_allow_multiple_values, 1);
    yajl_parse(h, (const unsigned char *)bytes.ptr, (size_t)bytes.len);
    yajl_complete_parse(h);
    yajl_free(h);
}

static void from_words(Str bytes, Buf *out)
{
    for (Str line; str_split(&bytes, '\n', &line);) {
        ptrdiff_t end = 0;
        while (end < line.len && line.ptr[end] != ' ' && line.ptr[end] != '\t' && line.ptr[end] != '\r')
            end++;
        buf_put(out, end ? str_cut(line, 0, end) : STR("\n"));
        buf_byte(out, end ? ' ' : '\n');
    }
}

void raw_text(Str bytes, Buf *out)
{
    bool json = bytes.len && (bytes.ptr[0] == '{' || bytes.ptr[0] == '[');
    (json ? from_json : from_words)(bytes, out);
}
