import { ScenarioError } from '../../errors.ts';
import type { Size } from '../../screen/compare.ts';
import { foldRun } from '../fold.ts';
import { makePageAttempt } from '../html/page-attempt.ts';
import type { NumberedAttempt } from '../html/page-run.ts';
import { readPictureSize } from '../picture-refs.ts';
import { readEvents } from '../read-events.ts';
import { readTrace, type TraceLine } from '../trace.ts';
import { writeWhole } from '../write-whole.ts';
import { ApngWriter } from './apng.ts';
import { chooseAttempts } from './choose-attempts.ts';
import { drawMoment, planStage } from './draw-moment.ts';
import { makeVideo, type Video } from './ffmpeg.ts';
import { type Film, makeFilm } from './film.ts';
import type { FilmSpeed } from './film-time.ts';
import { PictureFiles } from './picture-files.ts';

export interface ExportOptions {
  /** Where to write it. */
  readonly file: string;
  readonly kind: 'apng' | Video;
  /** One scenario. Default: each that did not pass, else all. */
  readonly scenario?: string | undefined;
  readonly speed: FilmSpeed;
}

export interface ExportedFilm {
  readonly bytes: number;
  readonly durationMs: number;
  /** The scenarios in it, in order. */
  readonly scenarios: readonly string[];
  /** Those of them that were not traced: there is a picture a step. */
  readonly untraced: readonly string[];
  /** Those of them of which there was more than was recorded. */
  readonly cut: readonly string[];
  /** How many pictures could not be shown, for they are missing or broken. */
  readonly missing: number;
}

interface Clip {
  readonly scenario: string;
  readonly film: Film;
  readonly sizes: readonly Size[];
  readonly isTraced: boolean;
  readonly isCut: boolean;
}

/** An animation of more would take gigabytes, and nobody would look at it. */
const MOST_MOMENTS = 20_000;

/**
 * Makes a moving picture of what scenarios of a run showed and were sent, with the keys and the clicks drawn
 * in. What was secret stays so: of it, the run has only that there was some.
 * @throws ScenarioError `bad-events`, `no-scenario`, `nothing-to-export`, `film-too-long`
 * @throws MachineError `events-not-readable`, `report-not-writable`, `no-ffmpeg`, `ffmpeg-failed`
 */
export async function exportRun(runFolder: string, options: ExportOptions): Promise<ExportedFilm> {
  const { file, kind, scenario, speed } = options;
  const summary = foldRun(await readEvents(runFolder));
  const chosen = chooseAttempts(summary, scenario);
  const clips: Clip[] = [];
  for (const each of chosen) clips.push(await readClip(runFolder, each, speed));
  refuseTooLong(clips);
  const pictures = new PictureFiles(runFolder);
  const apng = await drawClips(clips, pictures);
  const bytes = kind === 'apng' ? apng : await makeVideo(apng, kind);
  await writeWhole(file, bytes);
  return {
    bytes: bytes.length,
    durationMs: clips.reduce((sum, { film }) => sum + film.durationMs, 0),
    scenarios: clips.map((clip) => clip.scenario),
    untraced: clips.filter(({ isTraced }) => !isTraced).map((clip) => clip.scenario),
    cut: clips.filter(({ isCut }) => isCut).map((clip) => clip.scenario),
    missing: pictures.missing,
  };
}

async function readClip(
  runFolder: string,
  numbered: NumberedAttempt,
  speed: FilmSpeed,
): Promise<Clip> {
  const trace = await readTrace(runFolder, numbered.attempt.trace);
  const attempt = makePageAttempt(numbered, {}, { trace, sizes: new Map() });
  const refs = new Set(attempt.frames.map(({ picture }) => picture));
  const sizes = await Promise.all([...refs].map((ref) => readPictureSize(runFolder, ref)));
  return {
    scenario: attempt.id,
    film: makeFilm(attempt, { speed, knowsPlaces: trace.some(tellsPlace) }),
    sizes: sizes.filter((size) => size !== undefined),
    isTraced: attempt.traced,
    isCut: attempt.cut !== undefined,
  };
}

/** A mouse tells how far it went, and not where it is. */
function tellsPlace(line: TraceLine): boolean {
  return line.type === 'input' && (line.events ?? []).some(({ type }) => type === 'abs');
}

function refuseTooLong(clips: readonly Clip[]): void {
  const moments = clips.reduce((sum, { film }) => sum + film.moments.length, 0);
  if (moments <= MOST_MOMENTS) return;
  throw new ScenarioError(
    'film-too-long',
    `the film would have ${moments} pictures, expected at most ${MOST_MOMENTS}`,
    { hint: 'export one scenario: --scenario ID' },
  );
}

async function drawClips(clips: readonly Clip[], pictures: PictureFiles): Promise<Buffer> {
  const stage = planStage(clips.flatMap(({ sizes }) => sizes));
  const writer = new ApngWriter();
  for (const { scenario, film } of clips) {
    for (const [index, moment] of film.moments.entries()) {
      const end = film.moments[index + 1]?.atMs ?? film.durationMs;
      const screen = moment.screen && (await pictures.show(moment.screen));
      await writer.add(drawMoment(stage, scenario, moment, screen), end - moment.atMs);
    }
  }
  return writer.finish();
}
