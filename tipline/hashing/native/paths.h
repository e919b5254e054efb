/*
 * What the native core of the PDQ index asks of the processor, in three ways with the same
 * answers: plain C, AVX2, and AVX-512 with the bit counts of BITALG and VPOPCNTDQ. Each
 * function says what it needs, so the whole is built for any processor of its kind.
 */
#ifndef PDQ_PATHS_H
#define PDQ_PATHS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define ON_X86 1
#endif

#define WORDS 4 /* a hash is four 64-bit words */

struct path {
    /* Write the places of the values within `limit` bits of `wanted`; say how many. */
    uint32_t (*near)(const uint16_t *values, uint32_t count, uint16_t wanted,
                     uint32_t limit, uint32_t *places);
    /* The same for whole hashes; the distances too. */
    uint32_t (*scan)(const uint64_t *hashes, uint32_t count, const uint64_t *query,
                     uint32_t radius, uint32_t *places, uint16_t *distances);
    uint32_t (*distance)(const uint64_t *left, const uint64_t *right);
};

static inline uint32_t ones(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + (word >> 2 & 0x3333333333333333u);
    word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (uint32_t)(word * 0x0101010101010101u >> 56);
}

static uint32_t plain_distance(const uint64_t *left, const uint64_t *right)
{
    uint32_t total = 0;
    for (int word = 0; word < WORDS; word++)
        total += ones(left[word] ^ right[word]);
    return total;
}

static uint32_t plain_near(const uint16_t *values, uint32_t count, uint16_t wanted,
                           uint32_t limit, uint32_t *places)
{
    uint32_t found = 0;
    for (uint32_t place = 0; place < count; place++) {
        places[found] = place;
        found += ones((uint64_t)(values[place] ^ wanted)) <= limit;
    }
    return found;
}

#define DEFINE_SCAN(name, target, distance)                                            \
    target static uint32_t name(const uint64_t *hashes, uint32_t count,                \
                                const uint64_t *query, uint32_t radius,                \
                                uint32_t *places, uint16_t *distances)                 \
    {                                                                                  \
        uint32_t found = 0;                                                            \
        for (uint32_t place = 0; place < count; place++) {                             \
            uint32_t bits = distance(hashes + (size_t)place * WORDS, query);           \
            places[found] = place;                                                     \
            distances[found] = (uint16_t)bits;                                         \
            found += bits <= radius;                                                   \
        }                                                                              \
        return found;                                                                  \
    }

#define ANYWHERE
DEFINE_SCAN(plain_scan, ANYWHERE, plain_distance)

#ifdef ON_X86
#define WITH_AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define WITH_AVX512 \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512bitalg,avx512vpopcntdq,bmi,popcnt")))

WITH_AVX2 static inline __m256i avx2_bytes(__m256i value)
{
    const __m256i four = _mm256_set1_epi8(0x0f);
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
                                            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    __m256i low = _mm256_and_si256(value, four);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(value, 4), four);
    return _mm256_add_epi8(_mm256_shuffle_epi8(counts, low),
                           _mm256_shuffle_epi8(counts, high));
}

WITH_AVX2 static uint32_t avx2_distance(const uint64_t *left, const uint64_t *right)
{
    uint32_t total = 0;
    for (int word = 0; word < WORDS; word++)
        total += (uint32_t)_mm_popcnt_u64(left[word] ^ right[word]);
    return total;
}

WITH_AVX2 static uint32_t avx2_near(const uint16_t *values, uint32_t count, uint16_t wanted,
                                    uint32_t limit, uint32_t *places)
{
    const __m256i key = _mm256_set1_epi16((short)wanted);
    const __m256i above = _mm256_set1_epi16((short)(limit + 1));
    const __m256i one = _mm256_set1_epi8(1);
    uint32_t found = 0, place = 0;
    for (; place + 16 <= count; place += 16) {
        __m256i value = _mm256_loadu_si256((const __m256i *)(values + place));
        __m256i bits = _mm256_maddubs_epi16(avx2_bytes(_mm256_xor_si256(value, key)), one);
        /* Two bits of the mask for each value. */
        uint32_t mask = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi16(above, bits));
        mask &= 0x55555555u;
        while (mask) {
            places[found++] = place + (uint32_t)__builtin_ctz(mask) / 2;
            mask &= mask - 1;
        }
    }
    uint32_t rest = plain_near(values + place, count - place, wanted, limit, places + found);
    for (uint32_t last = found + rest; found < last; found++)
        places[found] += place;
    return found;
}

WITH_AVX512 static inline uint32_t avx512_distance(const uint64_t *left, const uint64_t *right)
{
    __m256i difference = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)left),
                                          _mm256_loadu_si256((const __m256i *)right));
    __m256i bits = _mm256_popcnt_epi64(difference);
    __m128i half = _mm_add_epi64(_mm256_castsi256_si128(bits),
                                 _mm256_extracti128_si256(bits, 1));
    return (uint32_t)(_mm_cvtsi128_si64(half) + _mm_extract_epi64(half, 1));
}

WITH_AVX512 static uint32_t avx512_near(const uint16_t *values, uint32_t count,
                                        uint16_t wanted, uint32_t limit, uint32_t *places)
{
    const __m512i key = _mm512_set1_epi16((short)wanted);
    const __m512i most = _mm512_set1_epi16((short)limit);
    uint32_t found = 0;
    for (uint32_t place = 0; place < count; place += 32) {
        uint32_t left = count - place;
        __mmask32 there = left >= 32 ? ~(__mmask32)0 : ((__mmask32)1 << left) - 1;
        __m512i value = _mm512_maskz_loadu_epi16(there, values + place);
        __m512i bits = _mm512_popcnt_epi16(_mm512_xor_si512(value, key));
        uint32_t mask = _mm512_mask_cmple_epu16_mask(there, bits, most);
        while (mask) {
            places[found++] = place + (uint32_t)__builtin_ctz(mask);
            mask &= mask - 1;
        }
    }
    return found;
}

DEFINE_SCAN(avx2_scan, WITH_AVX2, avx2_distance)
DEFINE_SCAN(avx512_scan, WITH_AVX512, avx512_distance)
#endif

static const struct path PATHS[] = {
    {plain_near, plain_scan, plain_distance},
#ifdef ON_X86
    {avx2_near, avx2_scan, avx2_distance},
    {avx512_near, avx512_scan, avx512_distance},
#endif
};

/* The number of the fastest path here: 0 plain, 1 AVX2, 2 AVX-512. Those below work too. */
static int best_path(void)
{
#ifdef ON_X86
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("popcnt") ||
        !__builtin_cpu_supports("bmi"))
        return 0;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bitalg") &&
        __builtin_cpu_supports("avx512vpopcntdq"))
        return 2;
    return 1;
#else
    return 0;
#endif
}

#endif
