import { redact } from './redact.ts';

/** A shorter text stands everywhere by chance. */
const SHORTEST = 3;

/** What no file of a run may have: the project's secrets, and what its steps have sent secretly so far. */
export class SecretTexts {
  readonly #texts: string[];

  constructor(texts: readonly string[]) {
    this.#texts = [...texts];
  }

  get all(): readonly string[] {
    return this.#texts;
  }

  add(text: string): void {
    if (text.length >= SHORTEST && !this.#texts.includes(text)) this.#texts.push(text);
  }

  /** A log's bytes as they may be kept: as they are, unless a secret is in them. */
  readonly hideInLog = (bytes: Buffer): Buffer => {
    const text = bytes.toString();
    const hidden = redact(text, this.#texts);
    return hidden === text ? bytes : Buffer.from(hidden);
  };
}
