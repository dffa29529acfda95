import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderByDuration } from '../../src/runner/order.ts';
import { divide } from '../../src/runner/shard.ts';
import { workThrough } from '../../src/runner/work-through.ts';

const job = fc.record({
  needs: fc.uniqueArray(fc.constantFrom('x', 'y'), { maxLength: 2 }),
  turns: fc.nat({ max: 5 }),
});

describe('workThrough', () => {
  test('does every job once, at most so many at a time, and none while another has what it needs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(job, { maxLength: 20 }),
        fc.integer({ min: 1, max: 5 }),
        async (list, workers) => {
          const jobs = list.map((each, id) => ({ ...each, id }));
          const done: number[] = [];
          const held = new Set<string>();
          let running = 0;
          await workThrough({
            jobs,
            workers,
            needs: ({ needs }) => needs,
            isOver: () => false,
            run: async ({ id, needs, turns }, worker) => {
              running += 1;
              expect(running).toBeLessThanOrEqual(workers);
              expect(worker).toBeGreaterThanOrEqual(1);
              expect(worker).toBeLessThanOrEqual(workers);
              for (const need of needs) {
                expect(held.has(need)).toBe(false);
                held.add(need);
              }
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
              for (const need of needs) held.delete(need);
              running -= 1;
              done.push(id);
            },
          });
          expect(done.toSorted((a, b) => a - b)).toEqual(jobs.map(({ id }) => id));
        },
      ),
    );
  });

  test('begins nothing more once a job has failed, lets the others end, and rejects with its error', async () => {
    const done: string[] = [];
    const work = workThrough({
      jobs: ['slow', 'bad', 'later'],
      workers: 2,
      needs: () => [],
      isOver: () => false,
      run: async (name) => {
        if (name === 'bad') throw new Error('it broke');
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
        done.push(name);
      },
    });
    await expect(work).rejects.toThrow('it broke');
    expect(done).toEqual(['slow']);
  });

  test('begins nothing more when it is over', async () => {
    const done: number[] = [];
    await workThrough({
      jobs: [1, 2, 3],
      workers: 1,
      needs: () => [],
      isOver: () => done.length === 2,
      run: async (id) => {
        done.push(id);
      },
    });
    expect(done).toEqual([1, 2]);
  });
});

describe('orderByDuration', () => {
  const scenarios = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
  const known = new Map([
    ['a', 10],
    ['c', 30],
  ]);
  const idsFor = (workers: number) =>
    orderByDuration(scenarios, workers, (id) => known.get(id)).map(({ id }) => id);

  test('has what nobody knows first, then the longest', () => {
    expect(idsFor(2)).toEqual(['b', 'd', 'c', 'a']);
  });

  test('leaves one worker its order', () => {
    expect(idsFor(1)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('divide', () => {
  const lists = fc.uniqueArray(fc.string(), { maxLength: 30 });

  test('puts every scenario into exactly one shard, the same for every order', () => {
    fc.assert(
      fc.property(
        lists,
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.nat()),
        (ids, total, times) => {
          const durations = new Map(ids.map((id) => [id, times.next().value as number]));
          const divideIds = (order: readonly string[]) =>
            divide(
              order.map((id) => ({ id })),
              total,
              (id) => durations.get(id),
            ).map((shard) => shard.map(({ id }) => id).toSorted());
          const shards = divideIds(ids);
          expect(shards).toHaveLength(total);
          expect(shards.flat().toSorted()).toEqual(ids.toSorted());
          expect(divideIds(ids.toReversed())).toEqual(shards);
        },
      ),
    );
  });

  test('gives each about as much to do', () => {
    const minutes = new Map([
      ['a', 9],
      ['b', 5],
      ['c', 4],
      ['d', 1],
    ]);
    const shards = divide(
      [...minutes.keys()].map((id) => ({ id })),
      2,
      (id) => minutes.get(id),
    );
    expect(shards.map((shard) => shard.map(({ id }) => id))).toEqual([
      ['a', 'd'],
      ['b', 'c'],
    ]);
  });
});
