import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cropFrame } from '../../screen/crop.ts';
import { encodePng } from '../../screen/files/png.ts';
import type { Frame, Region } from '../../screen/frame.ts';
import { doubled, grey, inkOf } from '../../screen/text/ink.ts';
import { listOcrLines, type OcrBlock } from '../../screen/text/ocr-lines.ts';
import type { ReadText } from '../../screen/text/read-text.ts';

export type OcrResult =
  | { readonly ok: true; readonly text: ReadText }
  | { readonly ok: false; readonly why: string };

/** Recognises text in pictures, as well as it can. */
export interface OcrReader {
  read(frame: Frame, region?: Region, signal?: AbortSignal): Promise<OcrResult>;
}

/** What is used of `tesseract.js`; its own types are not here where it is not installed. */
interface Tesseract {
  readonly createWorker: (
    language: string,
    mode: number,
    options: { langPath: string; gzip: boolean; cacheMethod: 'none' },
  ) => Promise<TesseractWorker>;
}
interface TesseractWorker {
  readonly worker?: { ref?(): void; unref?(): void };
  recognize(
    image: Buffer,
    options: object,
    output: { blocks: true },
  ): Promise<{ data: { confidence: number; blocks: readonly OcrBlock[] | null } }>;
}

const LSTM_ONLY = 1;
/** Pixels: larger screens have larger letters, and would take seconds. */
const MOST_DOUBLED = 1_600_000;
const require = createRequire(import.meta.url);
const missing =
  'tesseract.js is not installed (npm install --save-dev tesseract.js @tesseract.js-data/eng)';

let started: Promise<TesseractWorker | string> | undefined;

/** OCR with `tesseract.js`, if it and its English data are installed: offline, one worker a process. */
export const tesseractReader: OcrReader = {
  async read(frame, region, signal) {
    started ??= start();
    const worker = await untilAborted(started, signal);
    if (typeof worker === 'string') return { ok: false, why: worker };
    worker.worker?.ref?.();
    try {
      const { picture, scale } = prepare(frame, region);
      const image = Buffer.from(encodePng(picture));
      const recognised = worker.recognize(image, {}, { blocks: true });
      const { data } = await untilAborted(recognised, signal);
      const lines = listOcrLines(data.blocks ?? [], { ...region, scale });
      return { ok: true, text: { reader: 'ocr', ...lines, confidence: data.confidence / 100 } };
    } finally {
      worker.worker?.unref?.();
    }
  },
};

/** The worker, or why there is none. Neither downloads anything nor writes a cache: the data is read from where npm has put it. */
async function start(): Promise<TesseractWorker | string> {
  let data: string;
  let tesseract: Tesseract;
  try {
    data = dirname(require.resolve('@tesseract.js-data/eng/package.json'));
    tesseract = require('tesseract.js') as Tesseract;
  } catch {
    return missing;
  }
  const langPath = join(data, '4.0.0_best_int');
  const options = { langPath, gzip: true, cacheMethod: 'none' } as const;
  try {
    const worker = await tesseract.createWorker('eng', LSTM_ONLY, options);
    worker.worker?.unref?.();
    return worker;
  } catch (error) {
    return `tesseract.js does not start: ${error instanceof Error ? error.message : error}`;
  }
}

/** The part that matters as it was trained with: black on white, and letters as high as on a scanned page. */
function prepare(frame: Frame, region: Region | undefined): { picture: Frame; scale: 1 | 2 } {
  const part = cropFrame(frame, region ?? { ...frame, x: 0, y: 0 });
  const { width, height } = part;
  const ink = inkOf(part);
  if (width * height > MOST_DOUBLED) return { picture: grey(ink, width, height), scale: 1 };
  return { picture: doubled(ink, width, height), scale: 2 };
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  signal.throwIfAborted();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
