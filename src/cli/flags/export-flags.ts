import { extname } from 'node:path';
import { ScenarioError } from '../../errors.ts';
import { didYouMean } from '../../near-name.ts';
import type { ExportOptions } from '../../report/export/export-run.ts';
import { filmSpeeds } from '../../report/export/film-time.ts';

/** The flags of `report` that ask for a moving picture. */
export interface ExportFlags {
  readonly export?: string;
  readonly scenario?: string;
  readonly speed?: string;
}

/** What `report` does instead. */
interface OtherFlags {
  readonly reporter?: string;
  readonly reportUrl?: string;
  readonly serve?: boolean;
  readonly port?: string;
  readonly open?: boolean;
}

const kinds = { '.apng': 'apng', '.png': 'apng', '.webm': 'webm', '.mp4': 'mp4' } as const;

/** Undefined where no moving picture is asked for. @throws ScenarioError `bad-flag` */
export function readExportFlags(flags: ExportFlags & OtherFlags): ExportOptions | undefined {
  const { export: file, scenario } = flags;
  if (file === undefined) {
    if (scenario === undefined && flags.speed === undefined) return undefined;
    const flag = scenario === undefined ? '--speed' : '--scenario';
    throw badFlag(`${flag} is for --export`, 'name the file: --export run.apng');
  }
  const { reporter, reportUrl, serve, port, open } = flags;
  const others = { '--reporter': reporter, '--report-url': reportUrl, '--port': port };
  const [other] = Object.entries({ ...others, '--serve': serve || undefined, '--open': open })
    .filter(([, value]) => value !== undefined)
    .map(([flag]) => flag);
  if (other !== undefined) throw badFlag(`--export writes no report, so ${other} is of no use`);
  return { file, kind: readKind(file), scenario, speed: readSpeed(flags.speed ?? 'guest') };
}

function readKind(file: string): ExportOptions['kind'] {
  const kind = Object.entries(kinds).find(([ending]) => ending === extname(file).toLowerCase());
  if (kind) return kind[1];
  const got = JSON.stringify(file);
  throw badFlag(`--export: expected a file that ends in .apng, .webm or .mp4, got ${got}`);
}

function readSpeed(text: string): ExportOptions['speed'] {
  const speed = filmSpeeds.find((each) => each === text);
  if (speed) return speed;
  const near = didYouMean(text, filmSpeeds);
  throw badFlag(`--speed: expected guest or cut, got ${JSON.stringify(text)}.${near}`);
}

function badFlag(message: string, hint?: string): ScenarioError {
  return new ScenarioError('bad-flag', message, hint === undefined ? {} : { hint });
}
