import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { type Caller, callerAt, type Delivery, openChannel, type Share } from './channel.ts';

function caller(deliver: Caller['deliver'], shares: Share[] = []): Caller {
  const without = { 'reject-wrong-key': 'this provider asks for no key' };
  return {
    outlook: async () => ({ providers: { p: { without } }, pids: [4711] }),
    begin: async (begun) => void shares.push(...begun),
    deliver,
  };
}

const FACTS = { id: 'p', name: 'P', capabilities: [], knownFailures: [] };

test('a worker waits until its exchanges are there, several at a time', async () => {
  const waiting = new Map<string, (delivery: Delivery) => void>();
  const channel = await openChannel(caller((_, scenario) => new Promise((resolve) => waiting.set(scenario, resolve))));
  try {
    const slow = callerAt(channel.address).deliver('p', 'slow');
    const fast = callerAt(channel.address).deliver('p', 'fast');
    await expect.poll(() => waiting.size).toBe(2);
    waiting.get('fast')?.({ kind: 'not-run', provider: FACTS, why: 'no key\nand a second line' });
    expect(await fast).toEqual({ kind: 'not-run', provider: FACTS, why: 'no key\nand a second line' });
    waiting.get('slow')?.({ kind: 'exchanges', provider: FACTS, exchanges: [] });
    expect(await slow).toEqual({ kind: 'exchanges', provider: FACTS, exchanges: [] });
  } finally {
    await channel.close();
  }
});

test('a worker whose host goes away is told so', async () => {
  const channel = await openChannel(caller(() => new Promise(() => undefined)));
  const asked = callerAt(channel.address).deliver('p', 's');
  const told = expect(asked).rejects.toThrow('the run was stopped');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await channel.close();
  await told;
});

test('the runner is told what is not asked, and says what it will test', async () => {
  const shares: Share[] = [];
  const channel = await openChannel(caller(() => new Promise(() => undefined), shares));
  try {
    const far = callerAt(channel.address);
    expect(await far.outlook()).toEqual({
      providers: { p: { without: { 'reject-wrong-key': 'this provider asks for no key' } } },
      pids: [4711],
    });
    await far.begin([{ provider: 'p', scenarios: ['text'], part: 0.5 }]);
    expect(shares).toEqual([{ provider: 'p', scenarios: ['text'], part: 0.5 }]);
  } finally {
    await channel.close();
  }
});

test('a caller that cannot make the run ends the conversation', async () => {
  const broken = caller(() => new Promise(() => undefined));
  const channel = await openChannel({ ...broken, outlook: () => Promise.reject(new Error('the disk is full')) });
  try {
    await expect(callerAt(channel.address).outlook()).rejects.toThrow('the run was stopped');
  } finally {
    await channel.close();
  }
});

test('who goes away before the answer ends nobody else', async () => {
  const waiting: ((delivery: Delivery) => void)[] = [];
  const channel = await openChannel(caller(() => new Promise((resolve) => waiting.push(resolve))));
  const facts = { ...FACTS, name: 'x'.repeat(1_000_000) };
  try {
    for (let nth = 0; nth < 5; nth += 1) {
      const gone = connect(channel.address);
      gone.write('{"ask":"delivery","provider":"p","scenario":"s"}\n');
      await expect.poll(() => waiting.length).toBe(nth + 1);
      // Bytes that nobody reads make the end an error on the other side.
      waiting[nth]?.({ kind: 'not-run', provider: facts, why: '' });
      await new Promise((resolve) => gone.once('readable', resolve));
      gone.destroy();
    }
    const last = callerAt(channel.address).deliver('p', 's');
    await expect.poll(() => waiting.length).toBe(6);
    waiting[5]?.({ kind: 'not-run', provider: FACTS, why: 'still there' });
    expect(await last).toMatchObject({ why: 'still there' });
  } finally {
    await channel.close();
  }
});
