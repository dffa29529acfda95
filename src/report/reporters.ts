/** What a run can be told as. */
export const reporterNames = ['terminal', 'junit', 'html', 'json', 'tap', 'github'] as const;
export type ReporterName = (typeof reporterNames)[number];

/** A reporter, and where it writes: a file, `-` for standard output, or its own place. */
export interface ReporterChoice {
  readonly name: ReporterName;
  readonly to?: string;
}

/** Where text is printed. */
export interface Output {
  readonly write: (text: string) => unknown;
}

/** What nobody has to ask for. */
export const usualReporters: readonly ReporterChoice[] = [{ name: 'junit' }, { name: 'html' }];

/** Whether it writes to standard output and bears nothing else there. */
export function ownsStdout({ name, to }: ReporterChoice): boolean {
  return to === undefined ? name === 'terminal' || name === 'tap' : to === '-';
}

/** Whether standard output is one document, which other lines would spoil. */
export function isStdoutTaken(reporters: readonly ReporterChoice[]): boolean {
  return reporters.some((each) => each.name !== 'terminal' && ownsStdout(each));
}

export function findReporter(
  reporters: readonly ReporterChoice[],
  name: ReporterName,
): ReporterChoice | undefined {
  return reporters.find((each) => each.name === name);
}
