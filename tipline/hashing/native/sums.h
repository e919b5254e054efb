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

struct luma {
    const uint8_t *pixels;
    int64_t rows, columns;
    int64_t stride; /* bytes from a row to the next */
};

struct shares {
    const int64_t *starts; /* (64,): the first row or column of each block */
    const float *weights;  /* (64, 2, count): of those from there on */
    int64_t count;         /* a multiple of 16 */
};

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
 * `total` adds up. `lines` is room for two times `length` floats, all 0, where `length` is
 * the columns and across->count more. `sums` is (2, 2, 64, 64).
 */
#define DEFINE_SUMS(name, target, lanes, levels, total)                                     \
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
    /* Sum a line to two rows of 64; read backwards, the blocks come the other way. */      \
    target static void name##_across(const float *line, const struct shares *across,        \
                                     float *forwards, float *backwards)                     \
    {                                                                                       \
        const float *weights = across->weights;                                             \
        for (int64_t block = 0; block < BLOCKS; block++) {                                  \
            name##_floats all[WAYS] = {{0}};                                                \
            const float *first = line + across->starts[block];                              \
            for (int way = 0; way < WAYS; way++, weights += across->count)                  \
                for (int64_t at = 0; at < across->count; at += lanes)                       \
                    all[way] += *(const name##_floats *)(first + at) *                      \
                                *(const name##_floats *)(weights + at);                     \
            forwards[block] = total(all[0]);                                                \
            backwards[BLOCKS - 1 - block] = total(all[1]);                                  \
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
            float *forwards = sums + block * BLOCKS;                                        \
            float *backwards = sums + 2 * plane + (BLOCKS - 1 - block) * BLOCKS;            \
            name##_down(luma, down, block, both);                                           \
            name##_across(both[0], across, forwards, forwards + plane);                     \
            name##_across(both[1], across, backwards, backwards + plane);                   \
        }                                                                                   \
    }

#define PLAIN_LEVELS(pixel) {(pixel)[0], (pixel)[1], (pixel)[2], (pixel)[3]}
#define PLAIN_TOTAL(all) (((all)[0] + (all)[1]) + ((all)[2] + (all)[3]))
DEFINE_SUMS(plain_sums, ANYWHERE, 4, PLAIN_LEVELS, PLAIN_TOTAL)

#ifdef ON_X86
#define AVX2_LEVELS(pixel)                                                                  \
    _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(pixel))))
#define AVX512_LEVELS(pixel)                                                                \
    _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(pixel))))
#define AVX512_TOTAL(all) _mm512_reduce_add_ps((__m512)(all))

WITH_AVX2 static inline float avx2_total(__m256 all)
{
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(all), _mm256_extractf128_ps(all, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

DEFINE_SUMS(avx2_sums, WITH_AVX2, 8, AVX2_LEVELS, avx2_total)
DEFINE_SUMS(avx512_sums, WITH_AVX512, 16, AVX512_LEVELS, AVX512_TOTAL)
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
