import { formatClock, formatCount } from './format.ts';
import type { PanelProps } from './panels.tsx';
import { useReveal } from './reveal.ts';

/** What the guest said on its serial port; where it was recorded, beside the time. */
export function SerialPanel({ attempt, at, goToTime }: PanelProps) {
  const { serial, serialTail, serialLog, cut } = attempt;
  const said = serial.findLastIndex((each) => each.at <= at);
  const list = useReveal<HTMLOListElement>(said);
  return (
    <>
      {serialLog !== undefined && (
        <p class="panel-head">
          <a href={`../${serialLog.split('/').map(encodeURIComponent).join('/')}`}>The whole log</a>
        </p>
      )}
      {serial.length > 0 ? (
        <ol class="serial" ref={list}>
          {serial.map((each, index) => (
            <li
              key={index}
              class={each.at > at ? 'is-later' : ''}
              aria-current={index === said ? 'true' : undefined}
            >
              <button type="button" class="plain mono" onClick={() => goToTime(each.at)}>
                {formatClock(each.at)}
              </button>
              <code>{each.text}</code>
            </li>
          ))}
        </ol>
      ) : (
        <pre class="text">{serialTail || 'The guest said nothing on its serial port.'}</pre>
      )}
      {cut && cut.serialCharacters > 0 && (
        <p class="note">
          {formatCount(cut.serialCharacters)} more characters stand in the whole log.
        </p>
      )}
    </>
  );
}
