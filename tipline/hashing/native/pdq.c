/*
 * The native core of the PDQ index: exact search within a radius of up to 31 bits. And
 * of PDQ itself: pdq_hash (sums.h, bits.h).
 *
 * A hash is 16 chunks of 16 bits on a ring. If two hashes differ in r bits, there is a
 * chunk i with d(i) <= r/16 and d(i) + d(i+1) <= 2r/16 (rounded down; the cycle lemma).
 * So every hash within the radius is met by looking, for each chunk, at the hashes whose
 * chunk is the query's or differs from it in one bit, and most of what is looked at
 * drops out by the next chunk, which is stored beside it: two bytes read in sequence.
 *
 * Threads divide the chunks and not the queries: what one reads, no other reads again.
 *
 * Nothing here allocates or keeps an index. The caller owns the tables (pdq_tables.py
 * says how they lie in memory) and holds no Python lock while it calls.
 *
 * Source: "pigeonring" principle, Qin and Xiao, PVLDB 12(2), 2018; multi-index hashing,
 * Norouzi, Punjani and Fleet, CVPR 2012.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bits.h"
#include "paths.h"
#include "sums.h"

#define ABI 5
#define CHUNKS 16
#define BITS 16
#define KEYS 65536u
#define SLOTS (KEYS + 1u) /* one more, so that each key's end is the next one's start */
#define PROBES (BITS + 1) /* the query's own key, and those that differ in one bit */
#define LARGEST_RADIUS 31 /* of probing; beyond it everything is scanned */

#define BATCH 4096u    /* queries that are worked on together */
#define FEW 16u        /* up to here the order of the queries is kept */
#define SORTED_BITS 12 /* of a key, by which the probes of a batch are sorted */
#define PIECE 512u     /* of a bucket, looked at in one go */
#define WAITING 2048u  /* survivors before they are looked up */
#define TILE 1024u     /* hashes that are scanned for one query after the other */
#define SMALL 2048u    /* an index for which a scan is faster than probing */
#define HEAVY 8u       /* scan if more than the nth part of all would be looked at */

#define SLOTS_AHEAD 48 /* probes whose table lines are fetched before they are needed */
#define BUCKETS_AHEAD 16
#define ROWS_AHEAD 24
#define LINE 64u
#define FETCHED_LINES 16u /* of one bucket; the processor foresees the rest */

#define OUT_OF_MEMORY (-1)
#define DAMAGED (-2)

enum plan { CHOOSE, PROBE, SCAN };

struct tables {
    const uint32_t *slots;  /* (16, 65537): where each key's bucket begins */
    const uint16_t *next;   /* (16, count): the chunk after this one, in bucket order */
    const uint32_t *rows;   /* (16, count): whose it is */
    const uint64_t *hashes; /* (count, 4): the hashes, rearranged */
    uint64_t count;
    uint64_t largest;       /* bucket of all */
};

/* One thread's part of a search: of the chunks, or of the rows if these are scanned. */
struct share {
    uint32_t part, parts;
};

static uint64_t share_start(const struct share *share, uint64_t all)
{
    return all * share->part / share->parts;
}

static uint64_t share_end(const struct share *share, uint64_t all)
{
    return all * (share->part + 1) / share->parts;
}

/* Each hit in 64 bits, so that their order is that of the numbers. */
#define ROW_SHIFT 9
#define QUERY_SHIFT (32 + ROW_SHIFT)
#define MOST_QUERIES (1u << (64 - QUERY_SHIFT))

struct hits {
    uint64_t *packed;
    uint64_t count;
    uint64_t room;
};

static int keep(struct hits *hits, uint64_t query, uint64_t row, uint64_t distance)
{
    if (hits->count == hits->room) {
        uint64_t room = hits->room ? 2 * hits->room : 64;
        uint64_t *larger = realloc(hits->packed, room * sizeof *larger);
        if (larger == NULL)
            return OUT_OF_MEMORY;
        hits->packed = larger;
        hits->room = room;
    }
    hits->packed[hits->count++] = query << QUERY_SHIFT | row << ROW_SHIFT | distance;
    return 0;
}

int pdq_abi(void)
{
    return ABI;
}

int pdq_best_path(void)
{
    return best_path();
}

/* ---- rearranging and building ---- */

/*
 * Chunk c takes its bit r from chunk (c + r) mod 16, bit r: one bit of each row and each
 * column of the picture's 16 x 16 frequencies. So real pictures fill the buckets evenly.
 */
static void rearrange(const uint8_t *source, uint64_t *target)
{
    static const uint64_t KEEP[] = {0x5555555555555555u, 0x3333333333333333u};
    uint64_t now[WORDS], turned[WORDS];
    memcpy(now, source, sizeof now);
    for (int step = 0; step < 2; step++) { /* by one chunk, then by two */
        int shift = BITS << step;
        for (int word = 0; word < WORDS; word++)
            turned[word] = now[word] >> shift | now[(word + 1) % WORDS] << (64 - shift);
        for (int word = 0; word < WORDS; word++)
            now[word] = (now[word] & KEEP[step]) | (turned[word] & ~KEEP[step]);
    }
    for (int word = 0; word < WORDS; word++) /* by four, then by eight: whole words */
        turned[word] = (now[word] & 0x0f0f0f0f0f0f0f0fu) |
                       (now[(word + 1) % WORDS] & 0xf0f0f0f0f0f0f0f0u);
    for (int word = 0; word < WORDS; word++)
        target[word] = (turned[word] & 0x00ff00ff00ff00ffu) |
                       (turned[(word + 2) % WORDS] & 0xff00ff00ff00ff00u);
}

void pdq_rearrange(const uint8_t *source, uint64_t *target, uint64_t count)
{
    for (uint64_t row = 0; row < count; row++)
        rearrange(source + row * 32, target + row * WORDS);
}

/*
 * Sort one chunk's column by its key, in two passes that stay in the caches: by the upper
 * byte into `scratch` (8 bytes a row), then each of those parts by the lower byte.
 */
void pdq_sort_chunk(const uint64_t *hashes, uint64_t count, int chunk, uint32_t *slots,
                     uint16_t *next, uint32_t *rows, uint64_t *scratch)
{
    const uint16_t *column = (const uint16_t *)hashes + chunk;
    const uint16_t *after = (const uint16_t *)hashes + (chunk + 1) % CHUNKS;
    uint64_t parts[257] = {0}, at[256];
    for (uint64_t row = 0; row < count; row++)
        parts[(column[row * CHUNKS] >> 8) + 1]++;
    for (int part = 0; part < 256; part++) {
        parts[part + 1] += parts[part];
        at[part] = parts[part];
    }
    for (uint64_t row = 0; row < count; row++) {
        uint16_t key = column[row * CHUNKS];
        scratch[at[key >> 8]++] =
            (uint64_t)(key & 0xff) << 48 | (uint64_t)after[row * CHUNKS] << 32 | row;
    }
    for (int part = 0; part < 256; part++) {
        uint64_t place = parts[part], ends[257] = {0};
        for (uint64_t item = parts[part]; item < parts[part + 1]; item++)
            ends[(scratch[item] >> 48) + 1]++;
        for (int low = 0; low < 256; low++) {
            slots[part << 8 | low] = (uint32_t)place;
            place += ends[low + 1];
            ends[low] = place - ends[low + 1];
        }
        for (uint64_t item = parts[part]; item < parts[part + 1]; item++) {
            uint64_t target = ends[scratch[item] >> 48]++;
            next[target] = (uint16_t)(scratch[item] >> 32);
            rows[target] = (uint32_t)scratch[item];
        }
    }
    slots[KEYS] = (uint32_t)count;
}

/* ---- searching ---- */

struct probe {
    uint32_t slot;   /* in all chunks' slots */
    uint16_t query;
    uint16_t wanted; /* what the query has in the next chunk */
    uint16_t chunk;
    uint16_t limit;  /* how many bits the next chunk may differ */
};

struct survivor {
    uint64_t place; /* in all chunks' rows */
    uint32_t query;
    uint32_t chunk;
};

struct search {
    const struct tables *tables;
    const struct path *path;
    const struct share *share;
    const uint64_t *queries; /* of this batch, rearranged */
    uint64_t first;          /* this batch's first query */
    uint32_t radius;
    uint32_t one, two;       /* the most that one chunk, or two in sequence, may differ */
    struct hits *hits;
    uint32_t waiting;
    struct survivor survivors[WAITING];
    uint32_t found[WAITING];
};

static inline uint16_t chunk_of(const uint64_t *hash, uint32_t chunk)
{
    return (uint16_t)(hash[chunk / WORDS] >> chunk % WORDS * BITS);
}

/* A pair is met from every chunk that fits; it counts where it is met first. */
static int is_first(const struct search *search, const uint64_t *left,
                    const uint64_t *right, uint32_t chunk)
{
    for (uint32_t earlier = 0; earlier < chunk; earlier++) {
        uint32_t after = earlier + 1;
        uint32_t here = ones((uint64_t)(chunk_of(left, earlier) ^ chunk_of(right, earlier)));
        uint32_t there = ones((uint64_t)(chunk_of(left, after) ^ chunk_of(right, after)));
        if (here <= search->one && here + there <= search->two)
            return 0;
    }
    return 1;
}

/* Look up those that waited, each step ahead of the one that needs what it fetches. */
static int look_up(struct search *search)
{
    const struct tables *tables = search->tables;
    uint32_t waiting = search->waiting;
    search->waiting = 0;
    for (uint32_t step = 0; step < waiting + ROWS_AHEAD; step++) {
        if (step < waiting) {
            uint32_t row = tables->rows[search->survivors[step].place];
            if (row >= tables->count)
                return DAMAGED;
            __builtin_prefetch(tables->hashes + (size_t)row * WORDS, 0, 3);
            search->found[step] = row;
        }
        if (step < ROWS_AHEAD)
            continue;
        struct survivor *one = &search->survivors[step - ROWS_AHEAD];
        uint32_t row = search->found[step - ROWS_AHEAD];
        const uint64_t *query = search->queries + (size_t)one->query * WORDS;
        const uint64_t *hash = tables->hashes + (size_t)row * WORDS;
        uint32_t distance = search->path->distance(query, hash);
        if (distance <= search->radius && is_first(search, query, hash, one->chunk) &&
            keep(search->hits, search->first + one->query, row, distance))
            return OUT_OF_MEMORY;
    }
    return 0;
}

static int look_into(struct search *search, const struct probe *probe)
{
    const struct tables *tables = search->tables;
    uint64_t column = probe->chunk * tables->count;
    uint32_t end = tables->slots[probe->slot + 1], places[PIECE];
    for (uint32_t from = tables->slots[probe->slot]; from < end; from += PIECE) {
        uint32_t count = end - from < PIECE ? end - from : PIECE;
        if (search->waiting + count > WAITING) {
            int failed = look_up(search);
            if (failed)
                return failed;
        }
        uint32_t found = search->path->near(tables->next + column + from, count,
                                            probe->wanted, probe->limit, places);
        for (uint32_t each = 0; each < found; each++) {
            uint64_t place = column + from + places[each];
            __builtin_prefetch(tables->rows + place, 0, 3);
            search->survivors[search->waiting++] =
                (struct survivor){place, probe->query, probe->chunk};
        }
        if (end - from <= PIECE)
            break; /* `from` could pass the largest number there is */
    }
    return 0;
}

/*
 * Inlined at all costs: GCC takes a function that does nothing but fetch for one without
 * effects, and leaves out its calls.
 */
__attribute__((always_inline)) static inline void
fetch_bucket(const struct tables *tables, const struct probe *probe)
{
    uint64_t column = probe->chunk * tables->count;
    const char *line = (const char *)(tables->next + column + tables->slots[probe->slot]);
    const char *end = (const char *)(tables->next + column + tables->slots[probe->slot + 1]);
    if (end - line > (ptrdiff_t)(FETCHED_LINES * LINE))
        end = line + FETCHED_LINES * LINE;
    line -= (uintptr_t)line % LINE;
    for (; line < end; line += LINE)
        __builtin_prefetch(line, 0, 2);
}

static int follow(struct search *search, const struct probe *probes, uint32_t count)
{
    const struct tables *tables = search->tables;
    for (uint32_t ahead = 0; ahead < SLOTS_AHEAD && ahead < count; ahead++)
        __builtin_prefetch(tables->slots + probes[ahead].slot, 0, 3);
    for (uint32_t ahead = 0; ahead < BUCKETS_AHEAD && ahead < count; ahead++)
        fetch_bucket(tables, &probes[ahead]);
    for (uint32_t now = 0; now < count; now++) {
        if (now + SLOTS_AHEAD < count)
            __builtin_prefetch(tables->slots + probes[now + SLOTS_AHEAD].slot, 0, 3);
        if (now + BUCKETS_AHEAD < count)
            fetch_bucket(tables, &probes[now + BUCKETS_AHEAD]);
        int failed = look_into(search, &probes[now]);
        if (failed)
            return failed;
    }
    return 0;
}

static struct probe probe_of(const struct search *search, uint32_t query, uint32_t chunk,
                             uint32_t number)
{
    const uint64_t *hash = search->queries + (size_t)query * WORDS;
    uint16_t key = chunk_of(hash, chunk) ^ (uint16_t)(number ? 1u << (number - 1) : 0);
    return (struct probe){chunk * SLOTS + key, (uint16_t)query,
                          chunk_of(hash, (chunk + 1) % CHUNKS), (uint16_t)chunk,
                          (uint16_t)(search->two - (number != 0))};
}

/* Write one chunk's probes: as they come for a few, else by key, to walk memory in order. */
static uint32_t write_probes(const struct search *search, const uint16_t *chosen,
                             uint32_t count, uint32_t chunk, struct probe *probes)
{
    uint32_t each = search->one ? PROBES : 1, at[(1 << SORTED_BITS) + 1] = {0};
    const uint32_t shift = BITS - SORTED_BITS, start = chunk * SLOTS;
    uint32_t written = 0;
    for (uint32_t item = 0; count <= FEW && item < count; item++)
        for (uint32_t number = 0; number < each; number++)
            probes[written++] = probe_of(search, chosen[item], chunk, number);
    if (count <= FEW)
        return written;
    for (uint32_t item = 0; item < count; item++)
        for (uint32_t number = 0; number < each; number++)
            at[((probe_of(search, chosen[item], chunk, number).slot - start) >> shift) + 1]++;
    for (uint32_t part = 0; part < 1 << SORTED_BITS; part++)
        at[part + 1] += at[part];
    for (uint32_t item = 0; item < count; item++)
        for (uint32_t number = 0; number < each; number++) {
            struct probe probe = probe_of(search, chosen[item], chunk, number);
            probes[at[(probe.slot - start) >> shift]++] = probe;
        }
    return count * each;
}

static int probe_all(struct search *search, const uint16_t *chosen, uint32_t count)
{
    uint32_t together = count <= FEW ? CHUNKS : 1, ready = 0;
    uint32_t chunk = (uint32_t)share_start(search->share, CHUNKS);
    uint32_t end = (uint32_t)share_end(search->share, CHUNKS);
    struct probe *probes = malloc((size_t)together * count * PROBES * sizeof *probes);
    int failed = probes == NULL ? OUT_OF_MEMORY : 0;
    for (; !failed && chunk < end; chunk++) {
        ready += write_probes(search, chosen, count, chunk, probes + ready);
        if (together == 1 || chunk + 1 == end) {
            failed = follow(search, probes, ready);
            ready = 0;
        }
    }
    free(probes);
    return failed ? failed : look_up(search);
}

static int scan_all(struct search *search, const uint16_t *chosen, uint32_t count)
{
    const struct tables *tables = search->tables;
    uint32_t places[TILE];
    uint16_t distances[TILE];
    uint64_t end = share_end(search->share, tables->count);
    for (uint64_t from = share_start(search->share, tables->count); from < end; from += TILE) {
        uint64_t left = end - from;
        uint32_t rows = left < TILE ? (uint32_t)left : TILE;
        for (uint32_t item = 0; item < count; item++) {
            const uint64_t *query = search->queries + (size_t)chosen[item] * WORDS;
            uint32_t found = search->path->scan(tables->hashes + from * WORDS, rows, query,
                                                search->radius, places, distances);
            for (uint32_t hit = 0; hit < found; hit++)
                if (keep(search->hits, search->first + chosen[item], from + places[hit],
                         distances[hit]))
                    return OUT_OF_MEMORY;
        }
    }
    return 0;
}

/* Say whether a query would look at so much that a scan is sooner done. */
static int is_heavy(const struct search *search, uint32_t query)
{
    const struct tables *tables = search->tables;
    uint64_t most = tables->count / HEAVY, total = 0;
    if (tables->largest * CHUNKS * PROBES <= most)
        return 0;
    for (uint32_t chunk = 0; chunk < CHUNKS; chunk++)
        for (uint32_t number = 0; number < (search->one ? PROBES : 1u); number++) {
            uint32_t slot = probe_of(search, query, chunk, number).slot;
            total += tables->slots[slot + 1] - tables->slots[slot];
        }
    return total > most;
}

static int search_batch(struct search *search, uint32_t count, enum plan plan)
{
    uint16_t probed[BATCH], scanned[BATCH];
    uint32_t to_probe = 0, to_scan = 0;
    int must_scan = search->tables->slots == NULL || search->radius > LARGEST_RADIUS;
    if (plan == CHOOSE && search->tables->count <= SMALL)
        plan = SCAN;
    for (uint32_t query = 0; query < count; query++)
        if (must_scan || plan == SCAN || (plan == CHOOSE && is_heavy(search, query)))
            scanned[to_scan++] = (uint16_t)query;
        else
            probed[to_probe++] = (uint16_t)query;
    int failed = to_probe ? probe_all(search, probed, to_probe) : 0;
    return failed || !to_scan ? failed : scan_all(search, scanned, to_scan);
}

static int compared(const void *left, const void *right)
{
    uint64_t one = *(const uint64_t *)left, other = *(const uint64_t *)right;
    return (one > other) - (one < other);
}

/*
 * Find every row within `radius` bits of each query that a share of the search meets; no
 * other share meets it. `hits` is empty at first, and the caller frees it with pdq_take.
 * Gives 0, or why it failed.
 */
int pdq_search(const struct tables *tables, const uint8_t *queries, uint64_t count,
               uint32_t radius, const struct share *share, int path, int plan,
               struct hits *hits)
{
    if (count > MOST_QUERIES)
        return OUT_OF_MEMORY;
    uint64_t *rearranged = malloc((count < BATCH ? count : BATCH) * WORDS * 8 + 1);
    if (rearranged == NULL)
        return OUT_OF_MEMORY;
    struct search search;
    search.tables = tables;
    search.path = &PATHS[path];
    search.share = share;
    search.queries = rearranged;
    search.radius = radius;
    search.one = radius / CHUNKS;
    search.two = 2 * radius / CHUNKS;
    search.hits = hits;
    search.waiting = 0;
    int failed = 0;
    for (uint64_t first = 0; !failed && first < count; first += BATCH) {
        uint32_t size = count - first < BATCH ? (uint32_t)(count - first) : BATCH;
        uint64_t before = hits->count;
        search.first = first;
        pdq_rearrange(queries + first * 32, rearranged, size);
        failed = search_batch(&search, size, (enum plan)plan);
        if (hits->count - before > 1)
            qsort(hits->packed + before, hits->count - before, 8, compared);
    }
    free(rearranged);
    return failed;
}

/* Unpack the hits into three columns, unless there are none to write to, and free them. */
void pdq_take(struct hits *hits, int64_t *query, int64_t *row, int64_t *distance)
{
    for (uint64_t hit = 0; query != NULL && hit < hits->count; hit++) {
        uint64_t packed = hits->packed[hit];
        query[hit] = (int64_t)(packed >> QUERY_SHIFT);
        row[hit] = (int64_t)(packed >> ROW_SHIFT & 0xffffffffu);
        distance[hit] = (int64_t)(packed & ((1u << ROW_SHIFT) - 1));
    }
    free(hits->packed);
    hits->packed = NULL;
    hits->count = hits->room = 0;
}

/*
 * Hash a picture: sums.h and bits.h say what the arguments are. `near` of what is made
 * counts the coefficients `within` so much of the median.
 */
void pdq_hash(const struct luma *luma, const struct shares *down, const struct shares *across,
              const double *cosines, float within, float *lines, int64_t length, float *sums,
              struct made *made, int path)
{
    SUMS[path](luma, down, across, lines, length, sums);
    for (int64_t at = 0; at < WAYS * WAYS * PLANE; at++)
        sums[at] *= LEVEL;
    BITS_OF[path](sums, cosines, within, made);
}
