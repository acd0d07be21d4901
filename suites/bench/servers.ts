import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** Ends with `/v1`. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Passes every request on to another server, and every answer back, late by so many milliseconds and as `change` makes it. */
export async function passOn(to: string, delayMs: number, change?: (body: string) => string): Promise<Listening> {
  const origin = new URL(to);
  const server = createServer((asked, answered) => {
    const { connection: _connection, host: _host, ...headers } = asked.headers;
    const onwards = request({ ...at(origin), method: asked.method, path: asked.url, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const { 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = answer.headers;
        setTimeout(() => {
          answered.writeHead(answer.statusCode ?? 500, rest);
          answered.end(change === undefined ? body : change(body));
        }, delayMs);
      });
    });
    onwards.on('error', () => answered.destroy());
    asked.pipe(onwards);
  });
  return listen(server);
}

/** Tells when it is first asked, and refuses. */
export async function firstAsked(onFirst: () => void): Promise<Listening> {
  let first = true;
  const server = createServer((asked, answered) => {
    if (first) onFirst();
    first = false;
    asked.resume();
    answered.writeHead(503).end();
  });
  return listen(server);
}

function at({ hostname, port }: URL): { readonly hostname: string; readonly port: string } {
  return { hostname, port };
}

async function listen(server: Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
