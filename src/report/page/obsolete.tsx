import { useEffect, useState } from 'preact/hooks';
import { ObsoleteCommand } from './approve-command.tsx';
import { usePage } from './context.ts';

/** Baselines that a run of everything had no use for. */
export function ObsoleteBaselines() {
  const find = usePage().server?.findObsolete;
  const [obsolete, setObsolete] = useState<readonly string[]>([]);
  useEffect(() => void find?.().then(setObsolete), [find]);
  if (obsolete.length === 0) return null;
  return (
    <section class="group">
      <h2>
        Obsolete baselines <span class="count">{obsolete.length}</span>
      </h2>
      <div class="decide">
        <span class="soft">No scenario names them, and this run of everything saw none:</span>
        <ObsoleteCommand />
      </div>
      <ul class="names">
        {obsolete.map((name) => (
          <li key={name}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
