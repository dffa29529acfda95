import { useEffect, useState } from 'preact/hooks';
import { loadData } from './data.ts';

/** What is known of a data file so far. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly name: string; readonly value: T }
  | { readonly kind: 'broken'; readonly message: string };

/** A data file by its name; undefined asks for none. */
export function useData<T>(name: string | undefined): Loaded<T> {
  const [state, setState] = useState<Loaded<T>>({ kind: 'loading' });
  useEffect(() => {
    if (name === undefined) return;
    let wanted = true;
    loadData<T>(name).then(
      (value) => wanted && setState({ kind: 'loaded', name, value }),
      (error: Error) => wanted && setState({ kind: 'broken', message: error.message }),
    );
    return () => {
      wanted = false;
    };
  }, [name]);
  if (state.kind === 'loaded' && state.name !== name) return { kind: 'loading' };
  return state;
}
