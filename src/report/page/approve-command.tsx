import { usePage } from './context.ts';
import { plainName } from './format.ts';

/** The command that accepts what the run saw, ready to be copied: for a page from disk. */
export function ApproveCommand({ baseline }: { baseline?: string }) {
  const only = baseline === undefined ? undefined : plainName(baseline);
  return <Command text={`npx guestwright approve${useRun()}${only ? ` --only ${only}` : ''}`} />;
}

/** The command that shows the page where pictures can be accepted in it. */
export function ServeCommand() {
  return <Command text={`npx guestwright report${useRun()} --serve`} />;
}

/** The command that removes what the run had no use for. */
export function ObsoleteCommand() {
  return <Command text={`npx guestwright approve${useRun()} --remove-obsolete`} />;
}

function useRun(): string {
  const name = plainName(usePage().run.run);
  return name === undefined ? '' : ` ${name}`;
}

function Command({ text }: { text: string }) {
  return (
    <span class="command">
      <code>{text}</code>
      <button type="button" onClick={() => navigator.clipboard?.writeText(text)}>
        Copy
      </button>
    </span>
  );
}
