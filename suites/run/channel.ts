import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Capability } from '../../core/capability.ts';
import type { Exchange } from '../../core/exchange.ts';
import { isObject, parseJson, stringMember } from '../../core/json.ts';
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

export type Deliver = (provider: string, scenario: string) => Promise<Delivery>;

/** The environment variable that tells workers where the exchanges are. Unset: no host, the worker asks by itself. */
export const CHANNEL_VARIABLE = 'TCK_CHANNEL';

export interface Channel {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves finished exchanges to the workers over a socket that only this machine's user can open: a Unix domain socket,
 * a named pipe on Windows. One JSON line asks, one answers.
 */
export async function openChannel(deliver: Deliver): Promise<Channel> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A worker that was stopped closes its end at any time.
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (line) => void answer(socket, line, deliver));
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

async function answer(socket: Socket, line: string, deliver: Deliver): Promise<void> {
  const parsed = parseJson(line);
  const provider = parsed.ok ? stringMember(parsed.value, 'provider') : undefined;
  const scenario = parsed.ok ? stringMember(parsed.value, 'scenario') : undefined;
  if (provider === undefined || scenario === undefined) return void socket.destroy();
  const delivery = await deliver(provider, scenario);
  if (!socket.destroyed) socket.write(`${JSON.stringify(delivery)}\n`);
}

/**
 * Waits for the exchanges of one scenario, however long they take: the exchange service has limits of its own.
 * @throws when the host went away
 */
export function receive(address: string, provider: string, scenario: string): Promise<Delivery> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const gone = () => reject(new Error('the run was stopped before the exchanges of this test were there'));
    socket.on('error', gone);
    socket.on('close', gone);
    createInterface({ input: socket }).once('line', (line) => {
      const parsed = parseJson(line);
      // Written by `answer` above in a process of the same kit and version.
      if (parsed.ok && isObject(parsed.value)) resolve(parsed.value as unknown as Delivery);
      socket.destroy();
    });
    socket.write(`${JSON.stringify({ provider, scenario })}\n`);
  });
}
