import type { PanelProps } from './panels.tsx';
import { useReveal } from './reveal.ts';

/** The YAML as it was run, with the step's line lit. */
export function SourcePanel({ attempt, current }: PanelProps) {
  const step = attempt.steps[current];
  const file = step?.file ?? attempt.sources[0]?.file;
  const source = attempt.sources.find((each) => each.file === file);
  const list = useReveal<HTMLOListElement>(current, file);
  if (!source) return <p class="note">The run did not keep its YAML.</p>;
  return (
    <>
      <p class="panel-head mono">
        <bdi>
          {source.file}:{step?.line}
        </bdi>
      </p>
      <ol class="source" ref={list}>
        {source.text
          .replace(/\n$/, '')
          .split('\n')
          .map((line, index) => (
            <li key={index} aria-current={index + 1 === step?.line ? 'step' : undefined}>
              <code>{line || ' '}</code>
            </li>
          ))}
      </ol>
    </>
  );
}
