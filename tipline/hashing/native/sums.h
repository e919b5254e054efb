/*
 * Blur and sample a picture's brightness, as PDQ does, in whole numbers.
 *
 * Each axis has 64 blocks, and each block weights for the axis read forwards and read
 * backwards. All that is added up is a whole number below 2^24, which a float holds
 * exactly, so that neither the order of the sums nor the instructions of a path decide
 * any digit. In NumPy the same: pdq_sums.py.
 */
#ifndef PDQ_SUMS_H
#define PDQ_SUMS_H

#include <stddef.h>
#include <stdint.h>

#include "paths.h"

#define BLOCKS 64
#define WAYS 2
#define ABREAST 4                /* vectors of columns that are summed side by side */
#define SIXTEENTHS (1.0f / 4096) /* of a level: what the first sums are rounded to */
#define LEVEL (1.0f / 65536)     /* what the sums across are of one */

struct luma {
    const uint8_t *pixels;
    int64_t rows, columns;
    int64_t stride; /* bytes from a row to the next */
};

struct shares {
    const int64_t *starts; /* (64,): the first row or column of each block */
    const float *weights;  /* (64, 2, count): of those from there on */
    int64_t count;         /* across a multiple of 16 */
};

typedef float four_floats __attribute__((vector_size(16), aligned(4)));

static inline float plain_total(four_floats all)
{
    return all[0] + all[1] + (all[2] + all[3]);
}

static inline four_floats plain_totals(four_floats a, four_floats b, four_floats c,
                                       four_floats d)
{
    return (four_floats){plain_total(a), plain_total(b), plain_total(c), plain_total(d)};
}

/* Sum one column of one block both ways. */
static inline void sum_column(const uint8_t *pixel, int64_t stride, int64_t rows,
                              const float *weights, int64_t count, float *sums[WAYS])
{
    float total[WAYS] = {0, 0};
    for (int64_t row = 0; row < rows; row++, pixel += stride)
        for (int way = 0; way < WAYS; way++)
            total[way] += weights[way * count + row] * *pixel;
    for (int way = 0; way < WAYS; way++)
        *sums[way] = total[way];
}

/*
 * Define name(): sum with vectors of so many floats, which `levels` reads from bytes and
 * `totals` adds up, four at a time. `lines` is room for two times `length` floats, all 0,
 * where `length` is the columns and across->count more. `sums` is (2, 2, 64, 64).
 */
#define DEFINE_SUMS(name, target, lanes, levels, totals)                                    \
    typedef float name##_floats __attribute__((vector_size(4 * lanes), aligned(4)));        \
                                                                                            \
    /* The same as sum_column for ABREAST * lanes columns. */                               \
    target static inline void name##_tile(const uint8_t *pixel, int64_t stride,             \
                                          int64_t rows, const float *weights,               \
                                          int64_t count, float *sums[WAYS])                 \
    {                                                                                       \
        name##_floats all[WAYS][ABREAST] = {{{0}}};                                         \
        for (int64_t row = 0; row < rows; row++, pixel += stride)                           \
            for (int part = 0; part < ABREAST; part++) {                                    \
                name##_floats values = (name##_floats)levels(pixel + part * lanes);         \
                for (int way = 0; way < WAYS; way++)                                        \
                    all[way][part] += weights[way * count + row] * values;                  \
            }                                                                               \
        for (int way = 0; way < WAYS; way++)                                                \
            for (int part = 0; part < ABREAST; part++)                                      \
                *(name##_floats *)(sums[way] + part * lanes) = all[way][part];              \
    }                                                                                       \
                                                                                            \
    /* Sum the rows of one block to two lines. */                                           \
    target static void name##_down(const struct luma *luma, const struct shares *down,      \
                                   int64_t block, float *lines[WAYS])                       \
    {                                                                                       \
        const int64_t tile = ABREAST * lanes, columns = luma->columns, count = down->count; \
        const float *weights = down->weights + block * WAYS * count;                        \
        int64_t start = down->starts[block], left = luma->rows - start;                     \
        int64_t rows = left < count ? left : count, step = columns < tile ? 1 : tile;       \
        const uint8_t *first = luma->pixels + start * luma->stride;                         \
        for (int64_t column = 0; column < columns; column += step) {                        \
            /* The last tile may overlap the one before. */                                 \
            int64_t at = column + step > columns ? columns - step : column;                 \
            float *both[WAYS] = {lines[0] + at, lines[1] + at};                             \
            if (step == tile)                                                               \
                name##_tile(first + at, luma->stride, rows, weights, count, both);          \
            else                                                                            \
                sum_column(first + at, luma->stride, rows, weights, count, both);           \
        }                                                                                   \
        for (int way = 0; way < WAYS; way++)                                                \
            for (int64_t column = 0; column < columns; column++)                            \
                lines[way][column] =                                                        \
                    (float)(int32_t)(lines[way][column] * SIXTEENTHS + 0.5f);               \
    }                                                                                       \
                                                                                            \
    /* Sum two lines to two rows of 64 each; read backwards, blocks come the other way. */  \
    target static void name##_across(float *lines[WAYS], const struct shares *across,       \
                                     float *rows[WAYS])                                     \
    {                                                                                       \
        const int64_t count = across->count;                                                \
        const float *weights = across->weights;                                             \
        for (int64_t block = 0; block < BLOCKS; block++, weights += WAYS * count) {         \
            name##_floats all[WAYS][WAYS] = {{{0}}};                                        \
            for (int64_t at = 0; at < count; at += lanes)                                   \
                for (int line = 0; line < WAYS; line++) {                                   \
                    const float *first = lines[line] + across->starts[block] + at;          \
                    name##_floats values = *(const name##_floats *)first;                   \
                    for (int way = 0; way < WAYS; way++)                                    \
                        all[line][way] +=                                                   \
                            values * *(const name##_floats *)(weights + way * count + at);  \
                }                                                                           \
            four_floats sums = totals(all[0][0], all[0][1], all[1][0], all[1][1]);          \
            for (int line = 0; line < WAYS; line++) {                                       \
                rows[line][block] = sums[2 * line];                                         \
                rows[line][BLOCKS * BLOCKS + BLOCKS - 1 - block] = sums[2 * line + 1];      \
            }                                                                               \
        }                                                                                   \
    }                                                                                       \
                                                                                            \
    target static void name(const struct luma *luma, const struct shares *down,             \
                            const struct shares *across, float *lines, int64_t length,      \
                            float *sums)                                                    \
    {                                                                                       \
        const int64_t plane = BLOCKS * BLOCKS;                                              \
        float *both[WAYS] = {lines, lines + length};                                        \
        for (int64_t block = 0; block < BLOCKS; block++) {                                  \
            float *rows[WAYS] = {sums + block * BLOCKS,                                     \
                                 sums + 2 * plane + (BLOCKS - 1 - block) * BLOCKS};         \
            name##_down(luma, down, block, both);                                           \
            name##_across(both, across, rows);                                              \
        }                                                                                   \
    }

#define PLAIN_LEVELS(pixel) {(pixel)[0], (pixel)[1], (pixel)[2], (pixel)[3]}
DEFINE_SUMS(plain_sums, ANYWHERE, 4, PLAIN_LEVELS, plain_totals)

#ifdef ON_X86
#define AVX2_LEVELS(pixel)                                                                  \
    _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(pixel))))
#define AVX512_LEVELS(pixel)                                                                \
    _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(pixel))))

/* Of four vectors each quarter sums up by itself to four floats, then the quarters do. */
#define SUM_PAIRS(width, first, second)                                                     \
    _mm##width##_add_ps(_mm##width##_unpacklo_ps(first, second),                            \
                        _mm##width##_unpackhi_ps(first, second))
#define SUM_FOUR(width, left, right)                                                        \
    _mm##width##_add_ps(_mm##width##_shuffle_ps(left, right, 0x44),                         \
                        _mm##width##_shuffle_ps(left, right, 0xee))

WITH_AVX2 static inline __m128 halves(__m256 sums)
{
    return _mm_add_ps(_mm256_castps256_ps128(sums), _mm256_extractf128_ps(sums, 1));
}

WITH_AVX2 static inline four_floats avx2_totals(__m256 a, __m256 b, __m256 c, __m256 d)
{
    return halves(SUM_FOUR(256, SUM_PAIRS(256, a, b), SUM_PAIRS(256, c, d)));
}

WITH_AVX512 static inline four_floats avx512_totals(__m512 a, __m512 b, __m512 c, __m512 d)
{
    __m512 sums = SUM_FOUR(512, SUM_PAIRS(512, a, b), SUM_PAIRS(512, c, d));
    __m256 above = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(sums), 1));
    return halves(_mm256_add_ps(_mm512_castps512_ps256(sums), above));
}

DEFINE_SUMS(avx2_sums, WITH_AVX2, 8, AVX2_LEVELS, avx2_totals)
DEFINE_SUMS(avx512_sums, WITH_AVX512, 16, AVX512_LEVELS, avx512_totals)
#endif

static void (*const SUMS[])(const struct luma *, const struct shares *, const struct shares *,
                            float *, int64_t, float *) = {
    plain_sums,
#ifdef ON_X86
    avx2_sums,
    avx512_sums,
#endif
};

#endif
