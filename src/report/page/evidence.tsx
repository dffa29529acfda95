import type { TextEvidence } from '../../runner/events.ts';
import type { PageStep } from '../html/page-data.ts';
import { Facts } from './facts.tsx';
import { OtherScreens, Search } from './other-screens.tsx';

/** What a step saw beside the picture: numbers, places, other screens, text, output. */
export function Evidence({ step }: { step: PageStep }) {
  const { screen, search, text, output, knownIssue, note, lookedBy } = step;
  return (
    <div class="evidence">
      {knownIssue !== undefined && (
        <p>
          Known issue: <KnownIssue text={knownIssue} />
        </p>
      )}
      {note !== undefined && (
        <p>
          <bdi>{note}</bdi>
        </p>
      )}
      {lookedBy !== undefined && (
        <p class="soft">
          {lookedBy === 'video-memory'
            ? 'Waited by looks at video memory, confirmed by screendump'
            : 'Waited by screendump'}
        </p>
      )}
      {screen?.comparison && <Facts comparison={screen.comparison} screen={screen} />}
      {screen && <OtherScreens screen={screen} />}
      {search && <Search search={search} />}
      {text && <TextRead text={text} />}
      {output !== undefined && (
        <section>
          <h2>Output</h2>
          <pre class="text">{output}</pre>
        </section>
      )}
    </div>
  );
}

/** A link only where it is an address of the web. */
function KnownIssue({ text }: { text: string }) {
  if (!/^https?:\/\//.test(text)) return <bdi>{text}</bdi>;
  return (
    <a href={text} rel="noopener noreferrer">
      <bdi>{text}</bdi>
    </a>
  );
}

const readers: Readonly<Record<NonNullable<TextEvidence['reader']>, string>> = {
  'vga-memory': 'from VGA text memory',
  glyphs: 'by the glyphs of a font',
  ocr: 'by OCR',
};

function TextRead({ text }: { text: TextEvidence }) {
  const { sought, reader, confidence, lines, places = [], variable } = text;
  return (
    <section>
      <h2>Text read</h2>
      <p class="soft">
        Looked for <bdi>{sought}</bdi>
        {reader ? `, read ${readers[reader]}` : ', which nothing could read'}
        {confidence !== undefined && `, ${Math.round(confidence * 100)} % recognised`}
      </p>
      {places.length > 0 && (
        <p class="soft">At {places.map(({ x, y }) => `${x},${y}`).join('; ')}</p>
      )}
      {variable && (
        <p>
          Kept in <code>{variable.name}</code>: <bdi>{variable.value}</bdi>
        </p>
      )}
      <pre class="text">{lines.join('\n')}</pre>
    </section>
  );
}
