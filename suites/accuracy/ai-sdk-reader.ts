import { createOpenAI } from '@ai-sdk/openai';

/**
 * What the AI SDK's reader of Responses streams (`createOpenAI().responses(model).doStream`) objects to in this body;
 * undefined when it reads it to the end without an error part and finds the usage of a final response. It passes over what
 * it does not understand, so a final event that it cannot read shows only as usage that never came. Nothing is sent: the
 * request is answered with the body.
 */
export async function aiSdkObjection(body: string): Promise<string | undefined> {
  const provider = createOpenAI({
    apiKey: 'unused',
    baseURL: 'http://127.0.0.1:9/v1',
    fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } })),
  });
  let final = false;
  try {
    const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'any' }] }];
    const { stream } = await provider.responses('any').doStream({ prompt });
    for await (const part of stream) {
      if (part.type === 'error') return firstLine(part.error);
      if (part.type === 'finish') final = part.usage.inputTokens.total !== undefined;
    }
    return final ? undefined : 'it ends without a final response';
  } catch (error) {
    return firstLine(error);
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : JSON.stringify(error)).split('\n', 1)[0] ?? '';
}
