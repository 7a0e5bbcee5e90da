/* Confidence: the share of such events that are right.
 *
 * An event is described by a handful of yes-no features (what kind of predicate, how its ends were found and
 * resolved); each has a weight in tables/confidence.tsv, learned by eval/confidence.py from sentences with known
 * events; the logistic function of their sum is the confidence. Without the table every event gets 0.5 or its
 * rule's own caution: rules alone run. */
#include <math.h>

#include "what/work.h"
#include "base/banned.h"

typedef void Feature(void *context, Str name);

static void feature(Feature *f, void *context, const char *kind, const char *value)
{
    char name[48];
    int n = snprintf(name, sizeof name, "%s=%s", kind, value);
    f(context, (Str){name, n});
}

static void end_features(const Work *k, const End *e, bool is_source, Feature *f, void *context)
{
    const char *side = is_source ? "source" : "target";
    char kind[24];
    if (!e) {
        feature(f, context, side, "none");
        return;
    }
    const ActorMention *m = k->actors->mention + e->mention;
    snprintf(kind, sizeof kind, "%s.how", side);
    feature(f, context, kind, how_name(m->how));
    snprintf(kind, sizeof kind, "%s.slot", side);
    feature(f, context, kind, slot_name(e->slot));
    if (e->indirect)
        feature(f, context, side, "inside");
    if (e->how != ARG_OWN)
        feature(f, context, side, "shared");
    if (!m->actor.country[0])
        feature(f, context, side, "stateless");
    if (m->confidence < 0.65f)
        feature(f, context, side, "unsure");
    if (strcmp(m->actor.role[0], "CVL") == 0 || strcmp(m->actor.role[0], "MED") == 0)
        feature(f, context, side, m->actor.role[0]);
}

static void each_feature(const Work *k, const Act *act, const char *code, const End *source, const End *target, Feature *f, void *context)
{
    const FrameRow *r = k->w->row + act->row;
    char root[3] = {code[0], code[1], 0};
    f(context, STR("bias"));
    feature(f, context, "pos", r->pos == FRAME_VERB ? "verb" : r->pos == FRAME_NOUN ? "noun" : "adjective");
    feature(f, context, "op", r->op ? op_name(r->op) : "plain");
    feature(f, context, "root", root);
    end_features(k, source, true, f, context);
    end_features(k, target, false, f, context);
    if (act->light >= 0)
        f(context, STR("light"));
    if (act->passive)
        f(context, STR("passive"));
    if (act->stand == STAND_FUTURE)
        f(context, STR("future"));
    if (act->recip)
        f(context, STR("reciprocal"));
    if (r->weight)
        f(context, STR("conditions"));
    if (source && target && strcmp(end_actor(k, source)->country, end_actor(k, target)->country) == 0)
        f(context, STR("domestic"));
    if (k->consumed[act->predicate] && act->light < 0)
        f(context, STR("governed"));
    if (k->text->sentence[k->token[act->predicate].sentence].flags & (SENTENCE_TITLE | SENTENCE_HEADLINE))
        f(context, STR("headline"));
}

typedef struct {
    const WhatTables *w;
    double sum;
} Sum;

static void add_weight(void *context, Str name)
{
    Sum *s = context;
    uint64_t key = dict_key(name);
    int32_t value;
    if (dict_match(&s->w->weight, &key, 1, &value))
        s->sum += (value - WEIGHT_ZERO) / 1000.0;
}

float act_confidence(const Work *k, const Act *act, const char *code, const End *source, const End *target)
{
    Sum s = {k->w, 0};
    each_feature(k, act, code, source, target, add_weight, &s);
    return (float)(1 / (1 + exp(-s.sum)));
}

static void put_feature(void *context, Str name)
{
    Buf *out = context;
    buf_byte(out, ' ');
    buf_put(out, name);
}

void act_features(const Work *k, const Act *act, const char *code, const End *source, const End *target, Buf *out)
{
    each_feature(k, act, code, source, target, put_feature, out);
}
