/* The database's schema as SQL; only for files of store/. */
#ifndef CASUS_SCHEMA_H
#define CASUS_SCHEMA_H

/* Step i brings a database from version i to i + 1. */
extern const char *const schema_steps[];
extern const char schema_indices[]; /* built after bulk loading */
extern const char schema_views[];   /* made anew whenever the schema's version changes */

#endif
