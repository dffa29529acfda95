import type { Frame } from '../../screen/frame.ts';
import { pasteFrame } from '../../screen/patch.ts';
import { fitText, lineHeight, measureText } from './caption-font.ts';
import { blankFrame, type Colour, drawRing, drawText, fillRegion } from './draw.ts';
import type { FilmMoment } from './film.ts';

/** What all pictures of a film have in common. */
export interface Stage {
  readonly width: number;
  readonly height: number;
  /** Of them, the rows below the guest's screen. */
  readonly barHeight: number;
  /** How large a pixel of the font is. */
  readonly scale: number;
}

const NARROWEST = 320;
const PADDING = 5;
const GAP = 6;
const ground: Colour = [24, 24, 30];
const bar: Colour = [38, 38, 48];
const words: Colour = [240, 240, 244];
const quiet: Colour = [150, 150, 166];
const keycap: Colour = [72, 88, 140];
const wrong: Colour = [255, 122, 112];
const ring: Colour = [255, 56, 96];
const halo: Colour = [255, 255, 255];

/** Room for the largest screen, and below it for two lines that can be read. */
export function planStage(
  screens: readonly { readonly width: number; readonly height: number }[],
): Stage {
  const width = Math.max(NARROWEST, ...screens.map((screen) => screen.width));
  const scale = Math.min(4, Math.max(1, Math.round(width / 640)));
  const barHeight = (2 * lineHeight + 3 * PADDING) * scale;
  const tallest = Math.max(NARROWEST / 2, ...screens.map((screen) => screen.height));
  return { width, height: tallest + barHeight, barHeight, scale };
}

/** The guest's screen, or a word that it is missing, with what was done to it and a bar below. */
export function drawMoment(
  stage: Stage,
  scenario: string,
  moment: FilmMoment,
  screen: Frame | undefined,
): Frame {
  const frame = blankFrame(stage.width, stage.height, ground);
  const room = stage.height - stage.barHeight;
  if (screen) {
    const x = Math.floor((stage.width - screen.width) / 2);
    const y = Math.floor((room - screen.height) / 2);
    pasteFrame(frame, screen, x, y);
    drawRings(frame, stage, moment, { x, y, width: screen.width, height: screen.height });
  } else {
    const { scale } = stage;
    const at = { x: PADDING * scale, y: PADDING * scale };
    drawText(frame, 'no picture', at, { scale, colour: quiet });
  }
  drawBar(frame, stage, scenario, moment);
  return frame;
}

function drawRings(
  frame: Frame,
  { scale }: Stage,
  { rings }: FilmMoment,
  screen: { readonly x: number; readonly y: number; width: number; height: number },
): void {
  for (const place of rings) {
    const x = screen.x + Math.round(place.x * (screen.width - 1));
    const y = screen.y + Math.round(place.y * (screen.height - 1));
    const radius = 9 * scale;
    drawRing(frame, { x, y }, { radius: radius + scale, thick: 4 * scale, colour: halo });
    drawRing(frame, { x, y }, { radius, thick: 2 * scale, colour: ring });
  }
}

function drawBar(frame: Frame, stage: Stage, scenario: string, moment: FilmMoment): void {
  const { width, height, barHeight, scale } = stage;
  const top = height - barHeight;
  const edge = PADDING * scale;
  fillRegion(frame, { x: 0, y: top, width, height: barHeight }, bar);
  const time = `${(moment.guestMs / 1000).toFixed(1)} s`;
  const timeWidth = measureText(time) * scale;
  const first = top + edge;
  drawText(frame, time, { x: width - edge - timeWidth, y: first }, { scale, colour: quiet });
  const room = Math.floor((width - 3 * edge - timeWidth) / scale);
  const { step } = moment;
  const name = fitText(scenario, step ? Math.floor(room / 3) : room, 'start');
  drawText(frame, name, { x: edge, y: first }, { scale, colour: quiet });
  const nameWidth = measureText(name) + 2 * GAP;
  const title = step ? fitText(`${step.number}. ${step.title}`, room - nameWidth) : '';
  const isWrong = step?.verdict === 'failed' || step?.verdict === 'error';
  const colour = isWrong ? wrong : words;
  drawText(frame, title, { x: edge + nameWidth * scale, y: first }, { scale, colour });
  const at = { x: edge, y: first + (lineHeight + PADDING) * scale };
  if (moment.trouble === undefined) drawKeys(frame, stage, moment.keys, at);
  else {
    const told = fitText(moment.trouble, Math.floor((width - 2 * edge) / scale));
    drawText(frame, told, at, { scale, colour: wrong });
  }
}

/** The newest ones that have room, each on a cap of its own. */
function drawKeys(
  frame: Frame,
  { width, scale }: Stage,
  keys: readonly string[],
  at: { readonly x: number; readonly y: number },
): void {
  const room = Math.floor((width - 2 * at.x) / scale);
  const caps: { readonly text: string; readonly width: number }[] = [];
  let used = 0;
  for (const key of keys.toReversed()) {
    const text = fitText(key, room - GAP);
    const capWidth = measureText(text) + GAP;
    if (used + capWidth > room) break;
    used += capWidth + GAP / 2;
    caps.unshift({ text, width: capWidth });
  }
  let x = at.x;
  for (const { text, width: capWidth } of caps) {
    const cap = {
      x,
      y: at.y - 2 * scale,
      width: capWidth * scale,
      height: (lineHeight + 3) * scale,
    };
    fillRegion(frame, cap, keycap);
    drawText(frame, text, { x: x + (GAP / 2) * scale, y: at.y }, { scale, colour: words });
    x += (capWidth + GAP / 2) * scale;
  }
}
