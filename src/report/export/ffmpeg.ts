import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MachineError } from '../../errors.ts';

/** What ffmpeg makes of the animation; both take an even number of pixels only. */
const videos = {
  webm: [
    '-c:v',
    'libvpx-vp9',
    '-crf',
    '30',
    '-b:v',
    '0',
    '-deadline',
    'realtime',
    '-cpu-used',
    '6',
    '-row-mt',
    '1',
  ],
  mp4: ['-c:v', 'libx264', '-crf', '20', '-movflags', '+faststart'],
} as const;

export type Video = keyof typeof videos;

/** 25 a second, the last one for its time too: without `fps`, ffmpeg ends as the last frame begins. */
const FILTERS = 'fps=25,pad=ceil(iw/2)*2:ceil(ih/2)*2';
/** Of what it says when it fails. */
const MOST_WORDS = 600;

/**
 * The animated PNG as a video, by the ffmpeg on the PATH.
 * @throws MachineError `no-ffmpeg`, `ffmpeg-failed`
 */
export async function makeVideo(apng: Buffer, kind: Video): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'guestwright-film-'));
  try {
    const file = join(folder, `film.${kind}`);
    const source = join(folder, 'film.apng');
    await writeFile(source, apng);
    const input = ['-f', 'apng', '-i', `file:${source}`];
    const picture = ['-vf', FILTERS, '-pix_fmt', 'yuv420p', '-an'];
    const manner = ['-hide_banner', '-loglevel', 'error', '-y'];
    await runFfmpeg([...manner, ...input, ...picture, ...videos[kind], `file:${file}`]);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runFfmpeg(args: readonly string[]): Promise<void> {
  const child = spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-MOST_WORDS);
  });
  const [code] = await once(child, 'close').catch((cause) => {
    throw cause?.code === 'ENOENT' ? noFfmpeg(cause) : ffmpegFailed(String(cause), cause);
  });
  if (code !== 0) throw ffmpegFailed(words.trim() || `it ended with ${code}`);
}

function noFfmpeg(cause: unknown): MachineError {
  return new MachineError('no-ffmpeg', 'a webm or mp4 needs ffmpeg, which is not on the PATH', {
    cause,
    hint: 'install it (Debian and Ubuntu: apt-get install ffmpeg), or export to a file that ends in .apng',
  });
}

function ffmpegFailed(words: string, cause?: unknown): MachineError {
  return new MachineError('ffmpeg-failed', `ffmpeg could not make the video: ${words}`, {
    ...(cause !== undefined && { cause }),
    hint: 'an animated PNG needs no ffmpeg: export to a file that ends in .apng',
  });
}
