import { ScenarioError } from '../../errors.ts';
import { readWhole } from './flag-values.ts';

/** The flags of `report` that say whether a browser may accept pictures. */
export interface ServeFlags {
  readonly serve?: boolean;
  readonly port?: string;
  readonly open?: boolean;
}

export interface ServeSettings {
  /** 0: any that is free. */
  readonly port: number;
  readonly open: boolean;
}

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Somebody sits there: both standard input and output are a terminal. */
  readonly isTerminal: boolean;
}

/**
 * How to serve the report; undefined where it is only written. Without a flag that is so wherever nobody
 * could end it, and where reporters were asked for.
 * @throws ScenarioError `bad-flag`
 */
export function readServeFlags(
  flags: ServeFlags & { readonly reporter?: string; readonly export?: string },
  { env, isTerminal }: Surroundings = {
    env: process.env,
    isTerminal: process.stdin.isTTY && process.stdout.isTTY,
  },
): ServeSettings | undefined {
  const { serve, port, open = false } = flags;
  const asks = port !== undefined ? '--port' : open ? '--open' : undefined;
  const other = serve === false ? '--no-serve' : flags.export === undefined ? '' : '--export';
  const useless = asks ?? (serve ? '--serve' : undefined);
  if (other && useless) {
    throw new ScenarioError('bad-flag', `${useless} is of no use with ${other}`);
  }
  const isUsual = isTerminal && !env.CI && flags.reporter === undefined;
  if (!(serve ?? (isUsual || asks !== undefined))) return undefined;
  return {
    port: port === undefined ? 0 : readWhole('--port', port, { min: 1, max: 65_535 }),
    open,
  };
}
