import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '../../core/exchange.ts';
import type { Scenario, Step } from '../../core/scenario.ts';
import { loadProviders } from '../../fixtures/providers/load.ts';
import type { Fault } from '../../fixtures/reference/faults/index.ts';
import { type Reference, startReference } from '../../fixtures/reference/server.ts';
import { openService } from '../../fixtures/service/service.ts';
import { loadContract } from '../../specs/load.ts';
import type { Played } from '../run/rehearse.ts';
import { changesAnything, listener, type Told } from './told.ts';

/** The reference without a fault: what was on the wire, and what a fault would have been given to change. */
export interface Unbroken {
  readonly asked: readonly Scenario[];
  readonly played: Played;
  /** By scenario. */
  readonly told: ReadonlyMap<string, Told>;
}

/** Asks the reference without a fault; what faults are compared with. */
export async function playUnbroken(asked: readonly Scenario[]): Promise<Unbroken> {
  const told = new Map<string, Told>(asked.map(({ id }) => [id, []]));
  return { asked, told, played: await playApart(asked, undefined, told) };
}

/**
 * The scenarios in which the fault changes anything. In all others what is on the wire is the unbroken reference's: it
 * decides by nothing but the requests, and a fault that was given what it was told there hands it back as it is.
 */
export function touchedBy(fault: Fault, { asked, told }: Unbroken): readonly Scenario[] {
  return asked.filter(({ id }) => changesAnything(fault.apply, told.get(id) ?? []));
}

/** Asks the reference with a fault. What the fault leaves alone is not asked again: these are the unbroken exchanges. */
export async function playBroken(fault: Fault, unbroken: Unbroken): Promise<Played> {
  const again = await playApart(touchedBy(fault, unbroken), fault);
  return new Map([...unbroken.played, ...again]);
}

/** Plays each scenario on a reference of its own, so that what it is told does not depend on the others. */
export async function playApart(
  asked: readonly Scenario[],
  fault: Fault | undefined,
  told?: ReadonlyMap<string, Told>,
): Promise<Played> {
  const { operations } = await loadContract('openai');
  const provider = (await loadProviders()).find(({ id }) => id === 'reference');
  if (provider === undefined) throw new Error('reference.yaml is missing');
  const runDir = await mkdtemp(join(tmpdir(), 'tck-play-'));
  const service = openService({ operations, runDir });
  const servers: Reference[] = [];
  const ask = async (scenario: Scenario): Promise<readonly [string, readonly Exchange[]]> => {
    const list = told?.get(scenario.id);
    const server = await startReference({
      faults: fault === undefined ? [] : [fault.id],
      ...(list === undefined ? {} : { listener: listener(list) }),
    });
    servers.push(server);
    const exchanges = await service.run(hurried(scenario), { provider, baseUrl: server.baseUrl, key: server.key });
    return [scenario.id, exchanges];
  };
  try {
    return new Map(await Promise.all(asked.map(ask)));
  } finally {
    service.close();
    await Promise.all(servers.map((server) => server.close()));
    await rm(runDir, { recursive: true, force: true });
  }
}

/** The reference's work takes a second at most: it is asked ten times as often, and for a tenth of the time. */
const HURRY = 10;

function hurried(scenario: Scenario): Scenario {
  const steps = scenario.steps.map((step): Step => {
    const send: Step['send'] = (context) => {
      const draft = step.send(context);
      if ('unmet' in draft || draft.again === undefined) return draft;
      return { ...draft, again: { ...draft.again, everyMs: draft.again.everyMs / HURRY } };
    };
    return { ...step, send };
  });
  return { ...scenario, steps };
}
