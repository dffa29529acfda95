import type { PageCandidate } from '../html/page-data.ts';
import { usePage } from './context.ts';

export function UndoButton() {
  const { server } = usePage();
  const undo = server?.state?.undo;
  return (
    <button
      type="button"
      disabled={undo === undefined}
      title={undo === undefined ? 'nothing to undo' : `Undo ${undo}`}
      onClick={() => void server?.undo()}
    >
      Undo
    </button>
  );
}

export function ServerProblem() {
  const { server } = usePage();
  return (
    <span class="problem" role="alert">
      <bdi>{server?.problem ?? server?.state?.refusal}</bdi>
    </span>
  );
}

/** What is left to decide on, of those that the page can show, from the one behind `baseline` on. */
export function useLeft(baseline?: string): readonly PageCandidate[] {
  const { run, server } = usePage();
  const place = run.candidates.findIndex((each) => each.baseline === baseline);
  const inTurn = [...run.candidates.slice(place + 1), ...run.candidates.slice(0, place + 1)];
  return inTurn.filter((each) => server?.decisionOn(each.baseline) === 'pending');
}
