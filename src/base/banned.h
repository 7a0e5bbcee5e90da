/* Calls that no file of casus may make: unbounded, hidden state, or locale. Included last. */
#ifndef CASUS_BANNED_H
#define CASUS_BANNED_H
#if defined(__GNUC__) && !defined(CASUS_ALLOW_BANNED)
#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol gmtime localtime setlocale gets
#endif
#endif
