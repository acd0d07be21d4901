import { expect, test } from '@playwright/test';
import { type Delivery, openChannel, receive } from './channel.ts';

const FACTS = { id: 'p', name: 'P', capabilities: [], knownFailures: [] };

test('a worker waits until its exchanges are there, several at a time', async () => {
  const waiting = new Map<string, (delivery: Delivery) => void>();
  const channel = await openChannel((_, scenario) => new Promise((resolve) => waiting.set(scenario, resolve)));
  try {
    const slow = receive(channel.address, 'p', 'slow');
    const fast = receive(channel.address, 'p', 'fast');
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
  const channel = await openChannel(() => new Promise(() => undefined));
  const asked = receive(channel.address, 'p', 's');
  const told = expect(asked).rejects.toThrow('the run was stopped');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await channel.close();
  await told;
});
