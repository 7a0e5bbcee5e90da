/* Compiler extensions, wrapped once. Everything else is plain C17. */
#ifndef CASUS_COMPILER_H
#define CASUS_COMPILER_H

#if defined(__GNUC__) || defined(__clang__)
#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define NORETURN __attribute__((noreturn))
#define ALIGNED(n) __attribute__((aligned(n)))
#define PREFETCH(p) __builtin_prefetch(p)
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#else
#define MUST_USE
#define PRINTF(fmt, args)
#define NORETURN
#define ALIGNED(n)
#define PREFETCH(p) ((void)(p))
#define LIKELY(x) (x)
#define UNLIKELY(x) (x)
#endif

#if defined(__clang__) && __clang_major__ >= 10
#define FALLTHROUGH __attribute__((fallthrough))
#elif defined(__GNUC__) && __GNUC__ >= 7
#define FALLTHROUGH __attribute__((fallthrough))
#else
#define FALLTHROUGH ((void)0)
#endif

/* Instruction sets for functions chosen at run time (nn/). */
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define HAVE_X86 1
#define TARGET(isa) __attribute__((target(isa)))
#else
#define HAVE_X86 0
#define TARGET(isa)
#endif

#endif
