/** What the emulator's process is told, as JSON in its one argument. Paths are absolute. */
export interface ProcessOptions {
  readonly kernel: string;
  readonly initrd: string | undefined;
  readonly commandLine: string;
  readonly memoryMiB: number;
  readonly vmmouse: boolean;
  /** Where QMP listens. */
  readonly socket: string;
  readonly serialLog: string;
  /** Where we listen for the serial port. */
  readonly serialSocket: string;
  /** A saved state to begin with, where the guest is not to boot. */
  readonly state: string | undefined;
}

/** What it sends us over Node's channel, once. */
export const LISTENING = 'listening';
