/** What a person should know though nothing failed. A message counts once until it is taken. */
export class Warnings {
  readonly #messages = new Set<string>();

  add(message: string): void {
    this.#messages.add(message);
  }

  /** Those since the last call, in order. */
  take(): readonly string[] {
    const messages = [...this.#messages];
    this.#messages.clear();
    return messages;
  }
}
