export { type Clock, systemClock } from './clock.ts';
export { GuestwrightError, MachineError, ScenarioError, StepError } from './errors.ts';
export { type DiskContent, openDisk, type StoppedDisk, untilOff } from './guest/disk.ts';
export type { EventLog } from './guest/event-log.ts';
export { Guest, type GuestOptions } from './guest/guest.ts';
export { ejectMedium, insertMedium, type MediaOptions, type Medium } from './guest/media.ts';
export type { DragPathOptions, PointerOptions } from './guest/pointer.ts';
export { type PowerAction, power } from './guest/power.ts';
export {
  expirePassword,
  type PasswordChange,
  type PasswordExpiry,
  setPassword,
} from './guest/remote-display.ts';
export { runInShell, type ShellOptions, type ShellResult } from './guest/shell.ts';
export { type LearnOptions, learnConsoleFont } from './guest/text/learn-console-font.ts';
export type { TouchOptions } from './guest/touch.ts';
export type { Point } from './input/absolute.ts';
export { type Chord, parseChord } from './input/chord.ts';
export { findLayout, type Layout } from './input/layout.ts';
export type { Pace } from './input/pace.ts';
export type { MachineDescription } from './machine/description.ts';
export type { Machine } from './machine/machine.ts';
export { startMachine } from './machine/start.ts';
export { QmpClient } from './qmp/client.ts';
export type * from './qmp/types.ts';
export type { RunDocument } from './report/run-document.ts';
export type { RunEvent } from './runner/events.ts';
export { type RunOptions, type RunResult, runScenarios } from './runner/run.ts';
export { resolveStates } from './scenario/check/resolve-states.ts';
export { parseScenario } from './scenario/parse/parse.ts';
export { loadProject, type Project } from './scenario/parse/project.ts';
export type { Scenario } from './scenario/scenario.ts';
export { loadBaseline, writeBaseline } from './screen/baselines/baselines.ts';
export { compareFrames } from './screen/compare.ts';
export { decodePng, encodePng } from './screen/files/png.ts';
export { type FindOptions, findPicture, type Match } from './screen/find/find.ts';
export type { Frame, Region } from './screen/frame.ts';
export type { Font } from './screen/text/font.ts';
export { parsePsf } from './screen/text/psf.ts';
export { learnFont } from './screen/text/read-glyphs.ts';
export type { ReadText } from './screen/text/read-text.ts';
export { decodeAttribute } from './screen/text/vga-memory.ts';
export { encodePsf } from './screen/text/write-psf.ts';
