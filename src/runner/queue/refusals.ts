/** Why workers cannot help with a run, each told once. */
export class Refusals {
  readonly #tell: (line: string) => void;
  readonly #lines = new Set<string>();

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  take({ worker, reasons }: { worker: string; reasons: readonly string[] }): void {
    const line = `the worker ${worker} cannot help: ${reasons.join('; ')}`;
    if (this.#lines.has(line)) return;
    this.#lines.add(line);
    this.#tell(line);
  }

  /** The first of them, for a message. */
  get first(): string | undefined {
    return [...this.#lines][0];
  }
}
