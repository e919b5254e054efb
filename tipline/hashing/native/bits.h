/*
 * From the sums of a picture's brightness (sums.h) to its hash in all eight turns.
 *
 * Sums are whole numbers of small parts of a level. Coefficients are made of them in
 * double precision and rounded once, so that neither order nor path decides a digit that
 * matters. In NumPy the same: pdq_bits.py.
 */
#ifndef PDQ_BITS_H
#define PDQ_BITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "sums.h"

#define FREQUENCIES 16
#define COEFFICIENTS (FREQUENCIES * FREQUENCIES)
#define HASH_BYTES (COEFFICIENTS / 8)
#define TURNS 8
#define MEDIAN_RANK 127
#define STEPS_PER_POINT 90
#define PLANE (BLOCKS * BLOCKS)
#define ROWS_ABREAST 2

struct made {
    uint8_t hashes[TURNS][HASH_BYTES]; /* upright first; in the order of turns.py */
    int32_t points;                    /* of quality, which ends at 100 */
    int32_t near;                      /* coefficients as near to the median as was asked */
};

/* Of which sums each turn is, and whether rows and columns change places. */
static const struct turn {
    int plane, is_swapped;
} LAID[TURNS] = {{0, 0}, {1, 1}, {3, 0}, {2, 1}, {1, 0}, {0, 1}, {2, 0}, {3, 1}};

/* One bit for each coefficient above the median, the highest frequency first. */
static inline void write_bits(const float *values, float median, int is_swapped, uint8_t *hash)
{
    for (int byte = 0; byte < HASH_BYTES; byte++) {
        uint32_t bits = 0;
        for (int bit = 0; bit < 8; bit++) {
            int at = COEFFICIENTS - 1 - 8 * byte - bit;
            int swapped = at % FREQUENCIES * FREQUENCIES + at / FREQUENCIES;
            bits = bits << 1 | (values[is_swapped ? swapped : at] > median);
        }
        hash[byte] = (uint8_t)bits;
    }
}

/* The steps between neighbors, in whole percent of the full range. */
static inline int32_t step(float from, float to)
{
    float percent = (to - from) * 100.0f / 255.0f;
    return (int32_t)(percent < 0 ? -percent : percent);
}

/* Whole numbers in the order of the values, and back. */
static inline int32_t place_of(float value)
{
    int32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits ^ (bits >> 31 & 0x7fffffff);
}

static inline float value_at(int32_t place)
{
    float value;
    int32_t bits = place ^ (place >> 31 & 0x7fffffff);
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Define name(): with vectors of so many doubles. `cosines` is (64, 16). */
#define DEFINE_BITS(name, target, lanes)                                                    \
    typedef double name##_doubles __attribute__((vector_size(8 * lanes), aligned(8)));      \
                                                                                            \
    /* The cosine sums of ROWS_ABREAST rows of `count` values, which are `apart`. */        \
    target static inline void name##_sums(const double *values, int64_t apart,              \
                                          const double *cosines, double *sums)              \
    {                                                                                       \
        name##_doubles all[ROWS_ABREAST][FREQUENCIES / lanes] = {{{0}}};                    \
        for (int at = 0; at < BLOCKS; at++)                                                 \
            for (int part = 0; part < FREQUENCIES / lanes; part++) {                        \
                name##_doubles cosine =                                                     \
                    *(const name##_doubles *)(cosines + at * FREQUENCIES + part * lanes);   \
                for (int row = 0; row < ROWS_ABREAST; row++)                                \
                    all[row][part] += values[row * apart + at] * cosine;                    \
            }                                                                               \
        for (int row = 0; row < ROWS_ABREAST; row++)                                        \
            for (int part = 0; part < FREQUENCIES / lanes; part++)                          \
                *(name##_doubles *)(sums + row * FREQUENCIES + part * lanes) =              \
                    all[row][part];                                                         \
    }                                                                                       \
                                                                                            \
    /* The coefficients of a plane of 64 x 64; both axes are gone through as rows. */       \
    target static void name##_coefficients(const float *plane, const double *cosines,       \
                                           float *coefficients)                             \
    {                                                                                       \
        double rows[ROWS_ABREAST][BLOCKS], sums[ROWS_ABREAST][FREQUENCIES];                 \
        double across[FREQUENCIES][BLOCKS];                                                 \
        for (int row = 0; row < BLOCKS; row += ROWS_ABREAST) {                              \
            for (int at = 0; at < ROWS_ABREAST * BLOCKS; at++)                              \
                (&rows[0][0])[at] = plane[row * BLOCKS + at];                               \
            name##_sums(&rows[0][0], BLOCKS, cosines, &sums[0][0]);                         \
            for (int part = 0; part < ROWS_ABREAST; part++)                                 \
                for (int at = 0; at < FREQUENCIES; at++)                                    \
                    across[at][row + part] = sums[part][at];                                \
        }                                                                                   \
        for (int column = 0; column < FREQUENCIES; column += ROWS_ABREAST) {                \
            name##_sums(&across[column][0], BLOCKS, cosines, &sums[0][0]);                  \
            for (int part = 0; part < ROWS_ABREAST; part++)                                 \
                for (int at = 0; at < FREQUENCIES; at++)                                    \
                    coefficients[at * FREQUENCIES + column + part] = (float)sums[part][at]; \
        }                                                                                   \
    }                                                                                       \
                                                                                            \
    /* The lower one of the two in the middle, by halving what it may be. */                \
    target static float name##_median(const float *values)                                  \
    {                                                                                       \
        int32_t places[COEFFICIENTS], low = INT32_MIN, high = INT32_MAX;                    \
        for (int at = 0; at < COEFFICIENTS; at++)                                           \
            places[at] = place_of(values[at]);                                              \
        while (low < high) {                                                                \
            int32_t middle = (int32_t)(((int64_t)low + high) >> 1), count = 0;              \
            for (int at = 0; at < COEFFICIENTS; at++)                                       \
                count += places[at] <= middle;                                              \
            if (count > MEDIAN_RANK)                                                        \
                high = middle;                                                              \
            else                                                                            \
                low = middle + 1;                                                           \
        }                                                                                   \
        return value_at(low);                                                               \
    }                                                                                       \
                                                                                            \
    target static int32_t name##_points(const float *plane)                                 \
    {                                                                                       \
        int32_t steps = 0;                                                                  \
        for (int at = 0; at < PLANE - BLOCKS; at++)                                         \
            steps += step(plane[at], plane[at + BLOCKS]);                                   \
        for (int row = 0; row < BLOCKS; row++)                                              \
            for (int at = row * BLOCKS; at < row * BLOCKS + BLOCKS - 1; at++)               \
                steps += step(plane[at], plane[at + 1]);                                    \
        return steps / STEPS_PER_POINT;                                                     \
    }                                                                                       \
                                                                                            \
    target static void name(const float *sums, const double *cosines, float within,         \
                            struct made *made)                                              \
    {                                                                                       \
        float coefficients[WAYS * WAYS][COEFFICIENTS], medians[WAYS * WAYS];                \
        for (int plane = 0; plane < WAYS * WAYS; plane++) {                                 \
            name##_coefficients(sums + plane * PLANE, cosines, coefficients[plane]);        \
            medians[plane] = name##_median(coefficients[plane]);                            \
        }                                                                                   \
        for (int turn = 0; turn < TURNS; turn++) {                                          \
            int plane = LAID[turn].plane;                                                   \
            write_bits(coefficients[plane], medians[plane], LAID[turn].is_swapped,          \
                       made->hashes[turn]);                                                 \
        }                                                                                   \
        made->points = name##_points(sums);                                                 \
        made->near = 0;                                                                     \
        for (int at = 0; at < COEFFICIENTS; at++) {                                         \
            float from = coefficients[0][at] - medians[0];                                  \
            made->near += from <= within && -from <= within;                                \
        }                                                                                   \
    }

DEFINE_BITS(plain_bits, ANYWHERE, 2)

#ifdef ON_X86
DEFINE_BITS(avx2_bits, WITH_AVX2, 4)
DEFINE_BITS(avx512_bits, WITH_AVX512, 8)
#endif

static void (*const BITS_OF[])(const float *, const double *, float, struct made *) = {
    plain_bits,
#ifdef ON_X86
    avx2_bits,
    avx512_bits,
#endif
};

#endif
