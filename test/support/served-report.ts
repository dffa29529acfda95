import { TOKEN_HEADER } from '../../src/report/serve-api.ts';
import type { Conversation } from './terminal.ts';

const address = /Report: (http:\/\/127\.0\.0\.1:(\d+)\/[\w-]{43}\/report\/)\n/;

/** Where the report is that somebody serves. */
export async function hearAddress(conversation: Conversation): Promise<string> {
  return address.exec(await conversation.hears(address))?.[1] ?? '';
}

/** What the server of that page answers to it. */
export async function askApi<T>(page: string, name: string): Promise<T> {
  const headers = { [TOKEN_HEADER]: new URL(page).pathname.split('/')[1] ?? '' };
  const answer = await fetch(new URL(`../api/${name}`, page), { headers });
  return (await answer.json()) as T;
}
