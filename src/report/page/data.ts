/** What a data file calls with its name and its contents as JSON. */
declare global {
  interface Window {
    guestwright: (name: string, json: string) => void;
  }
}

interface ScriptPolicy {
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

const rules: ScriptPolicy = {
  createScriptURL(url) {
    if (!/^data\/[\w-]+\.js$/.test(url)) throw new TypeError(`not a data file: ${url}`);
    return url;
  },
};
const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy('guestwright', rules) ?? rules;

const given = new Map<string, unknown>();
const loading = new Map<string, Promise<unknown>>();
/** As many as fit comfortably in memory; the eldest goes. */
const MOST_KEPT = 60;

window.guestwright = (name, json) => {
  given.set(name, JSON.parse(json));
};

/** Loads `data/<name>.js`, which works from disk where fetch does not; once, as long as it is kept. */
export function loadData<T>(name: string): Promise<T> {
  const known = loading.get(name);
  if (known) return known as Promise<T>;
  const promise = loadScript<T>(name);
  loading.set(name, promise);
  if (loading.size > MOST_KEPT) loading.delete(loading.keys().next().value ?? name);
  return promise;
}

function loadScript<T>(name: string): Promise<T> {
  return new Promise((done, fail) => {
    const script = document.createElement('script');
    const settle = () => {
      script.remove();
      if (given.has(name)) done(given.get(name) as T);
      else fail(new Error(`data/${name}.js is missing or broken`));
      given.delete(name);
    };
    script.onload = settle;
    script.onerror = settle;
    script.src = policy.createScriptURL(`data/${name}.js`);
    document.head.append(script);
  });
}
