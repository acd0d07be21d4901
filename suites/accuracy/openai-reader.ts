import OpenAI from 'openai';

/**
 * What the official SDK's own stream reader (`client.responses.stream`) objects to in this body; undefined when it reads
 * it to the end and has a final response. Nothing is sent: the request is answered with the body.
 */
export async function openaiObjection(body: string): Promise<string | undefined> {
  const client = new OpenAI({
    apiKey: 'unused',
    baseURL: 'http://127.0.0.1:9/v1',
    maxRetries: 0,
    logLevel: 'off',
    fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } })),
  });
  try {
    const stream = client.responses.stream({ model: 'any', input: 'any' });
    stream.on('error', () => {});
    for await (const _ of stream);
    await stream.finalResponse();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  }
}
