import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Capability } from '../../core/capability.ts';
import type { Exchange } from '../../core/exchange.ts';
import { isObject, parseJson } from '../../core/json.ts';
import type { KnownFailure } from '../../core/report.ts';

/** What the workers may know of a provider: no secrets. */
export interface ProviderFacts {
  readonly id: string;
  readonly name: string;
  readonly homepage?: string;
  /** By role, as they were asked. */
  readonly models?: Readonly<Partial<Record<string, string>>>;
  readonly baseUrl?: string;
  /** The id of its vendor's document, if that was read. */
  readonly document?: string;
  readonly capabilities: readonly Capability[];
  readonly knownFailures: readonly KnownFailure[];
  readonly notRun?: string;
}

/** What a test waits for. */
export type Delivery =
  | { readonly kind: 'exchanges'; readonly provider: ProviderFacts; readonly exchanges: readonly Exchange[] }
  | { readonly kind: 'not-run'; readonly provider: ProviderFacts; readonly why: string };

/** Which of the selected scenarios are not asked, and why. */
export interface Outlook {
  readonly providers: Readonly<Record<string, ProviderOutlook>>;
  /** Processes that were started for this run: they end with whoever asks. */
  readonly pids: readonly number[];
}

export interface ProviderOutlook {
  /** Why nothing can be asked of this provider. */
  readonly why?: string;
  /** Why a scenario is not asked of it, by scenario. */
  readonly without: Readonly<Record<string, string>>;
}

/** What the runner will test of one provider. */
export interface Share {
  readonly provider: string;
  readonly scenarios: readonly string[];
  /** The part of the whole run that this is, 0 to 1: other machines ask the rest. */
  readonly part: number;
}

/** Who makes the calls of a run. */
export interface Caller {
  /** Waits until the servers of the run are there. @throws what keeps the run from being made */
  outlook(): Promise<Outlook>;
  /** Asks the scenarios, as far as they are not asked already. */
  begin(shares: readonly Share[]): Promise<void>;
  deliver(provider: string, scenario: string): Promise<Delivery>;
}

/**
 * The environment variable that says where the caller is. Unset in the runner: nobody asks yet, its host does. Unset in
 * a worker: there is no host, the worker asks by itself.
 */
export const CHANNEL_VARIABLE = 'TCK_CHANNEL';

export interface Channel {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Lets other processes speak with the caller, over a socket that only this machine's user can open: a Unix domain socket,
 * a named pipe on Windows. One JSON line asks, one answers.
 */
export async function openChannel(caller: Caller): Promise<Channel> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A worker that was stopped closes its end at any time.
    socket.on('error', () => socket.destroy());
    const lines = createInterface({ input: socket });
    lines.on('line', (line) => void answer(socket, line, caller));
    // It says again what its input says, and ends the process where nobody listens.
    lines.on('error', () => socket.destroy());
  });
  const address = newAddress();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  return {
    address: addressOf(server.address(), address),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function newAddress(): string {
  const name = `tck-${randomUUID()}`;
  return process.platform === 'win32' ? join('\\\\.\\pipe', name) : join(tmpdir(), `${name}.sock`);
}

function addressOf(bound: AddressInfo | string | null, asked: string): string {
  return typeof bound === 'string' ? bound : asked;
}

/** Written and read by processes of the same kit and version. */
type Question =
  | { readonly ask: 'outlook' }
  | { readonly ask: 'begin'; readonly shares: readonly Share[] }
  | { readonly ask: 'delivery'; readonly provider: string; readonly scenario: string };

async function answer(socket: Socket, line: string, caller: Caller): Promise<void> {
  const parsed = parseJson(line);
  if (!parsed.ok || !isObject(parsed.value)) return void socket.destroy();
  // What cannot be answered is known to the caller, who ends the run.
  const answered = await answerTo(parsed.value as unknown as Question, caller).catch(() => undefined);
  if (answered === undefined) return void socket.destroy();
  if (!socket.destroyed) socket.write(`${JSON.stringify(answered)}\n`);
}

async function answerTo(question: Question, caller: Caller): Promise<Outlook | Delivery | Record<string, never>> {
  switch (question.ask) {
    case 'outlook':
      return caller.outlook();
    case 'begin':
      await caller.begin(question.shares);
      return {};
    case 'delivery':
      return caller.deliver(question.provider, question.scenario);
    default:
      question satisfies never;
      throw new Error('no such question');
  }
}

/**
 * The caller at the other end of a channel. Waits for exchanges however long they take: the exchange service has limits of
 * its own. Each method throws when the caller went away.
 */
export function callerAt(address: string): Caller {
  return {
    outlook: () => put(address, { ask: 'outlook' }),
    begin: (shares) => put(address, { ask: 'begin', shares }),
    deliver: (provider, scenario) => put(address, { ask: 'delivery', provider, scenario }),
  };
}

function put<T>(address: string, question: Question): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const gone = () => reject(new Error('the run was stopped before the exchanges of this test were there'));
    socket.on('error', gone);
    socket.on('close', gone);
    const lines = createInterface({ input: socket });
    lines.on('error', gone);
    lines.once('line', (line) => {
      const parsed = parseJson(line);
      // Written by `answer` above in a process of the same kit and version.
      if (parsed.ok && isObject(parsed.value)) resolve(parsed.value as unknown as T);
      socket.destroy();
    });
    socket.write(`${JSON.stringify(question)}\n`);
  });
}
